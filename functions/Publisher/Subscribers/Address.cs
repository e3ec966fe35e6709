using System.Globalization;
using System.Text;

namespace Publisher.Subscribers;

/// <summary>An e-mail address that can be mailed, in the one form we keep it in.</summary>
/// <param name="Mailbox">As typed, its letters composed (NFC) and its domain in lower-case ASCII (IDNA): what goes onto the envelope.</param>
/// <param name="Normal">The mailbox in lower case: what two spellings of one address have in common.</param>
public sealed record Address(string Mailbox, string Normal)
{
    /// <summary>Octets of a whole address (RFC 5321 §4.5.3.1.3, less the brackets).</summary>
    public const int MaxOctets = 254;

    /// <summary>Octets before the @ (RFC 5321 §4.5.3.1.1).</summary>
    public const int MaxLocalOctets = 64;

    /// <summary>
    /// Whose mailbox it is where somebody counts, such as sign-ups an hour: without what follows a „+” before the @, for jan+1@ and jan+2@ fill
    /// one inbox. Only for counting: kept, found and mailed, the two are different addresses, as their owner wants them.
    /// </summary>
    public string ForLimits
    {
        get
        {
            var (at, plus) = (Normal.LastIndexOf('@'), Normal.IndexOf('+', StringComparison.Ordinal));
            return plus > 0 && plus < at ? string.Concat(Normal.AsSpan(0, plus), Normal.AsSpan(at)) : Normal;
        }
    }

    /// <summary>Enough to know one's own address by, too little to tell anyone else: j•••@example.org.</summary>
    public string Masked => MaskedOf(Mailbox);

    /// <summary>The same of an address as it is stored.</summary>
    public static string MaskedOf(string mailbox) => mailbox.Length == 0 ? "" : $"{mailbox[..1]}•••{mailbox[mailbox.LastIndexOf('@')..]}";

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Reads an address as a person types it; null, with a reason in words, where it cannot be one.</summary>
    /// <remarks>Quoted local parts and address literals (RFC 5321 §4.1.2) are refused: nobody's inbox has one, and forms get them only from attackers.</remarks>
    public static Address? Parse(string text, out string fault)
    {
        text = Composed.Of(text.Trim());
        var at = text.LastIndexOf('@');
        fault = "";
        if (text.Length == 0) fault = "is empty";
        else if (at < 0) fault = $"„{Shown(text)}” has no @";
        else if (at == 0 || text[..at].Any(Forbidden) || text[..at].StartsWith('.') || text[..at].EndsWith('.') || text[..at].Contains("..", StringComparison.Ordinal))
            fault = $"„{Shown(text)}” has something before the @ that an address cannot have";
        else if (Encoding.UTF8.GetByteCount(text.AsSpan(0, at)) > MaxLocalOctets) fault = $"„{Shown(text)}” is too long before the @";
        if (fault.Length > 0) return null;

        if (Domain(text[(at + 1)..]) is not { } domain)
        {
            fault = $"„{Shown(text)}” has no valid domain after the @";
            return null;
        }

        var mailbox = $"{text[..at]}@{domain}";
        if (Encoding.UTF8.GetByteCount(mailbox) > MaxOctets) fault = $"„{Shown(text)}” is longer than {MaxOctets} octets";
        // The envelope has the last word: one address that it refuses would stop a whole batch.
        else if (!Publisher.Mail.Mime.Mailbox.TryCreate(mailbox, null, out _)) fault = $"„{Shown(text)}” has a character that an address cannot have";
        return fault.Length == 0 ? new Address(mailbox, mailbox.ToLowerInvariant()) : null;
    }

    private static string? Domain(string text)
    {
        try
        {
            var domain = Idn.GetAscii(text.ToLowerInvariant());
            return domain.Contains('.', StringComparison.Ordinal) && !domain.EndsWith('.') ? domain : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool Forbidden(char c) => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || "@<>()[]\\,;:\"".Contains(c, StringComparison.Ordinal);

    private static string Shown(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
