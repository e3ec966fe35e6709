namespace Publisher.App.Local;

/// <summary>Text of others (a handler's log line, an error's message) as one line of the terminal.</summary>
internal static class OneLine
{
    /// <summary>Longer texts hide the lines around them.</summary>
    private const int MaxLength = 1000;

    private static readonly char[] Control = [.. Enumerable.Range(0, 32).Select(code => (char)code)];

    /// <summary>Every run of line breaks, tabs and other control characters becomes one space; what is too long is cut.</summary>
    public static string Of(string text)
    {
        var words = text.Split(Control, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = string.Join(' ', words);
        return line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, MaxLength), "…");
    }

    /// <summary>An error and what caused it; storage's own texts go over twenty lines, of which the first says it.</summary>
    public static string Of(Exception error)
    {
        var innermost = error is AggregateException several ? several.Flatten().InnerExceptions[^1] : error;
        if (innermost is Azure.RequestFailedException { Status: > 0 } refused)
            return $"storage answered {refused.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)} {refused.ErrorCode}".TrimEnd();
        return Of(innermost.Message.AsSpan().IndexOfAny('\r', '\n') is var end and > 0 ? innermost.Message[..end] : innermost.Message);
    }
}
