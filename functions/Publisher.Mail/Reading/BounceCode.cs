using System.Globalization;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Reading;

/// <summary>What a status code of a delivery report means for the address (RFC 3463, RFC 3464 §2.3): by numbers, never by words. Pure.</summary>
public static class BounceCode
{
    /// <param name="action">"failed", "delayed", "delivered", "relayed" or "expanded".</param>
    /// <param name="status">"5.1.1".</param>
    /// <param name="diagnostic">The server's own words, in which a more exact code may stand: "smtp; 550 5.1.1 no such user".</param>
    /// <param name="code">The code that decided.</param>
    public static Bounce Of(string action, string status, string diagnostic, out string code)
    {
        code = "";
        // Delayed is no end: another report says how it ended.
        if (!action.Trim().StartsWith("failed", StringComparison.OrdinalIgnoreCase)) return Bounce.None;
        var said = Read(status) ?? default;
        // Some systems say 5.0.0 of everything; then what the server itself said is better.
        if ((said.Subject == 0 || said.Class == 0) && ReadIn(diagnostic) is { } better) said = better;
        code = said.ToString();
        return (said.Class, said.Subject, said.Detail) switch
        {
            // Of the sender's address, not the recipient's (RFC 3463 §3.2).
            (5, 1, 7 or 8) => Bounce.Soft,
            // With 5.1.10: the domain takes no mail (RFC 7505).
            (5, 1, _) => Bounce.Hard,
            // The mailbox is disabled.
            (5, 2, 1) => Bounce.Hard,
            // No host of that name: the domain is gone.
            (5, 4, 4) => Bounce.Hard,
            // Full, too large, blocked, expired (4.x.x): of this message or of us, not of the address.
            _ => Bounce.Soft,
        };
    }

    private static EnhancedStatus? ReadIn(string text)
    {
        foreach (var word in text.Split([' ', '\t', '-', '#', '(', ')', ':', ';', ','], 64, StringSplitOptions.RemoveEmptyEntries))
            if (Read(word) is { } found) return found;
        return null;
    }

    private static EnhancedStatus? Read(string text)
    {
        var word = text.Trim();
        var end = word.IndexOfAny([' ', '\t', '(']);
        var parts = (end < 0 ? word : word[..end]).Split('.');
        return parts.Length == 3 && parts[0] is "2" or "4" or "5" && Number(parts[1]) is { } subject && Number(parts[2]) is { } detail
            ? new EnhancedStatus(parts[0][0] - '0', subject, detail)
            : null;
    }

    /// <summary>RFC 3463 §2: at most three digits.</summary>
    private static int? Number(string text) =>
        text.Length <= 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
