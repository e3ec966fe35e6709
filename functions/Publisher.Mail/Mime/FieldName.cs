namespace Publisher.Mail.Mime;

/// <summary>The name of a header field: visible ASCII but the colon (RFC 5322 §3.6.8).</summary>
internal static class FieldName
{
    private const int Longest = 64; // octets; a choice: no registered name is half as long

    /// <summary>Fields that the composer writes itself: a second one would make the message ambiguous.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
        "DKIM-Signature", "Bcc", "Sender", "Return-Path",
    };

    internal static bool IsValid(string name) => IsName(name) && !Own.Contains(name);

    internal static void Check(string name)
    {
        if (!IsName(name))
            throw new MailFormatException("A header field name is 1 to 64 visible ASCII characters without a colon.");
        if (Own.Contains(name)) throw new MailFormatException($"{name} is written by the composer itself.");
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= Longest && !name.AsSpan().ContainsAnyExcept(CharSets.Visible) && !name.Contains(':', StringComparison.Ordinal);
}
