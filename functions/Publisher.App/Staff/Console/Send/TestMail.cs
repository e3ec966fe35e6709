using System.Security.Cryptography;
using System.Text;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Mail.Mime;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Send;

internal enum TestOutcome
{
    Sent,

    /// <summary>The relay did not take it; what it said is for staff.</summary>
    Failed,

    /// <summary>This address asked never to be mailed, or bounced.</summary>
    Never,

    /// <summary>There is nothing in the edition.</summary>
    Nothing,
}

/// <summary>
/// Sends an edition to one address to be looked at: the very message that readers get, marked in its subject. Its links are a made-up reader's: they open
/// and end nobody's subscription, and no ledger knows of it.
/// </summary>
public sealed class TestMail(PreviewEdition previews, Suppressions suppressions, IMailTransports mail, Sender sender)
{
    private const string Mark = "[Test]";

    /// <summary>True for an address of the domain that the organisation sends from.</summary>
    internal bool IsOfTheHouse(Address to) => to.Mailbox.EndsWith($"@{sender.Domain}", StringComparison.OrdinalIgnoreCase);

    internal async Task<(TestOutcome Outcome, string Said)> RunAsync(Edition edition, Address to, string language, CancellationToken cancellationToken)
    {
        if (await suppressions.FindAsync(SubscriberKey.Of(to), cancellationToken) is not null) return (TestOutcome.Never, "");
        if (!EditionPage.CanPreview(edition)) return (TestOutcome.Nothing, "");
        var preview = await previews.OfAsync(edition, EditionPage.Reader(language) with { Address = to.Mailbox }, null, cancellationToken);
        if (preview.Message is not { } message) return (TestOutcome.Nothing, "");
        var source = new OneMessage(Marked(message, sender.Domain), new Envelope(sender.From, new Mailbox(to.Mailbox)));
        // Beside the edition's own messages, where they go into files.
        await using (var transport = mail.Open($"{edition.Id}-test")) await transport.DeliverAsync(source, cancellationToken);
        return source.Outcome is { Status: DeliveryStatus.Accepted } ? (TestOutcome.Sent, "") : (TestOutcome.Failed, Describe(source.Outcome));
    }

    /// <summary>The mark before the subject, and an id of its own: a mail program shows what has the id of another only once (RFC 5322 §3.6.4).</summary>
    internal static byte[] Marked(byte[] message, string domain)
    {
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        for (var at = 0; at < lines.Length; at++)
        {
            // Folded behind the mark: the words after it keep their line (RFC 2047 §2 allows 76 characters).
            if (lines[at].StartsWith("Subject: ", StringComparison.OrdinalIgnoreCase)) lines[at] = $"Subject: {Mark}\r\n {lines[at]["Subject: ".Length..].TrimStart()}";
            else if (lines[at].StartsWith("Message-ID: ", StringComparison.OrdinalIgnoreCase)) lines[at] = $"Message-ID: <test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}@{domain}>";
        }

        return Encoding.Latin1.GetBytes(string.Join("\r\n", lines) + text[end..]);
    }

    private static string Describe(DeliveryOutcome? outcome) => outcome is null ? "" : $"{outcome.Status}. {outcome.Receipt}".TrimEnd();

    private sealed class OneMessage(byte[] content, Envelope envelope) : IMessageSource
    {
        private int taken;

        public DeliveryOutcome? Outcome { get; private set; }

        public bool TryTake(OutgoingMessage message)
        {
            if (Interlocked.Exchange(ref taken, 1) == 1) return false;
            content.CopyTo(message.Content.GetMemory(content.Length));
            message.Content.Advance(content.Length);
            message.Envelope = envelope;
            return true;
        }

        public void Report(int ticket, DeliveryOutcome outcome) => Outcome = outcome;
    }
}
