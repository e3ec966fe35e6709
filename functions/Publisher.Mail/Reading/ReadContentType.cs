namespace Publisher.Mail.Reading;

/// <summary>A content type (RFC 2045 §5.1), as far as reading a report needs it.</summary>
/// <param name="Name">In lower case: "multipart/report".</param>
/// <param name="Boundary">Between the parts; empty where none is given that could be one.</param>
public sealed record ReadContentType(string Name, string Boundary)
{
    private static readonly ReadContentType Text = new("text/plain", "");

    /// <summary>Whether it has parts.</summary>
    public bool IsMultipart => Name.StartsWith("multipart/", StringComparison.Ordinal) && Boundary.Length > 0;

    /// <summary>Whether it holds a message with a header of its own (RFC 2046 §5.2.1, RFC 6532 §3.7).</summary>
    public bool IsMessage => Name is "message/rfc822" or "message/global";

    /// <summary>Reads the field; what cannot be read is plain text.</summary>
    public static ReadContentType Of(string field)
    {
        var end = field.IndexOf(';', StringComparison.Ordinal);
        var name = (end < 0 ? field : field[..end]).Trim().ToLowerInvariant();
        if (name.Length == 0 || !name.Contains('/', StringComparison.Ordinal)) return Text;
        return new ReadContentType(name, end < 0 ? "" : BoundaryIn(field.AsSpan(end + 1)));
    }

    private static string BoundaryIn(ReadOnlySpan<char> parameters)
    {
        while (!parameters.IsEmpty)
        {
            var equals = parameters.IndexOf('=');
            if (equals < 0) return "";
            var name = parameters[..equals].Trim(" \t;");
            var value = Value(parameters[(equals + 1)..].TrimStart(" \t"), out parameters);
            if (!name.Equals("boundary", StringComparison.OrdinalIgnoreCase)) continue;
            // RFC 2046 §5.1.1: it may hold blanks, but not at its end.
            return value.Length is > 0 and <= ReadingLimits.Boundary && value.All(c => c is >= ' ' and <= '~') ? value.TrimEnd() : "";
        }

        return "";
    }

    private static string Value(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        if (text.IsEmpty || text[0] != '"')
        {
            var end = text.IndexOfAny(";( \t");
            rest = end < 0 ? [] : text[(end + 1)..];
            return (end < 0 ? text : text[..end]).ToString();
        }

        var value = new System.Text.StringBuilder();
        var at = 1;
        for (; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length) at++;
            value.Append(text[at]);
        }

        rest = at + 1 < text.Length ? text[(at + 1)..] : [];
        return value.ToString();
    }
}
