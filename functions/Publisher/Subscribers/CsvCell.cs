namespace Publisher.Subscribers;

/// <summary>
/// Text in a CSV that people open in a spreadsheet: a cell that would run as a formula gets an apostrophe before it (OWASP, „CSV Injection”),
/// and reading takes it away again. What begins with apostrophes before such a sign gets one more, so that every text comes back as it was.
/// </summary>
public static class CsvCell
{
    /// <summary>What a spreadsheet takes for the start of a formula, also in the full-width forms that some fold into the plain ones.</summary>
    private const string Signs = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    public static string Defuse(string text) => Dangerous(text) ? "'" + text : text;

    public static string Restore(string cell) => cell.StartsWith('\'') && Dangerous(cell) ? cell[1..] : cell;

    private static bool Dangerous(string text)
    {
        var at = 0;
        while (at < text.Length && text[at] == '\'') at++;
        return at < text.Length && Signs.Contains(text[at], StringComparison.Ordinal);
    }
}
