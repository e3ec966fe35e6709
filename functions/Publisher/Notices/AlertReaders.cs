using System.Security.Cryptography;
using System.Text;
using Publisher.Alerts;
using Publisher.Mail.Mime;
using Publisher.Subscribers;

namespace Publisher.Notices;

/// <summary>Whom alerts are mailed to. From settings.</summary>
/// <param name="Mailboxes">Empty where nobody wants them.</param>
public sealed record AlertReaders(IReadOnlyList<Mailbox> Mailboxes)
{
    /// <summary>Names one alert to one of them, as a subscriber's key names a person: neither the cause nor the address can be read in it.</summary>
    internal static SubscriberKey KeyOf(Alert alert, Mailbox reader) =>
        SubscriberKey.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"alert\n{alert.Cause}\n{reader.Address}")));
}
