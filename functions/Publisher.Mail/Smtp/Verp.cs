using Publisher.Mail.Mime;

namespace Publisher.Mail.Smtp;

/// <summary>
/// Variable envelope return paths: a sender's address that names the recipient, so that a bounce tells whose it is whatever it says.
/// <c>bounce@a.example</c> to <c>ola@b.example</c> is <c>bounce+ola=b.example@a.example</c>.
/// </summary>
public static class Verp
{
    /// <summary>Makes the sender of a message to one recipient.</summary>
    /// <param name="sender">Where bounces go.</param>
    /// <param name="recipient">Whom the message is for.</param>
    /// <returns>The sender; null where it would be longer than a local part may be (64 octets, RFC 5321 §4.5.3.1.1), or no address.</returns>
    public static Mailbox? Encode(Mailbox sender, Mailbox recipient)
    {
        var (local, domain) = Split(sender.Address);
        var (person, host) = Split(recipient.Address);
        return Mailbox.TryCreate($"{local}+{person}={host}@{domain}", null, out var mailbox) ? mailbox : null;
    }

    /// <summary>Reads the recipient back.</summary>
    /// <param name="bounced">The address a bounce came to.</param>
    /// <param name="sender">Where bounces go.</param>
    /// <returns>The recipient; null where the address names none.</returns>
    public static Mailbox? Recipient(Mailbox bounced, Mailbox sender)
    {
        var (local, domain) = Split(sender.Address);
        var (names, host) = Split(bounced.Address);
        if (!string.Equals(host, domain, StringComparison.OrdinalIgnoreCase) || !names.StartsWith(local + "+", StringComparison.OrdinalIgnoreCase)) return null;
        var at = names.LastIndexOf('=');
        return at > local.Length && Mailbox.TryCreate($"{names[(local.Length + 1)..at]}@{names[(at + 1)..]}", null, out var mailbox) ? mailbox : null;
    }

    private static (string Local, string Domain) Split(string address)
    {
        var at = address.LastIndexOf('@');
        return (address[..at], address[(at + 1)..]);
    }
}
