using System.Text;
using System.Text.RegularExpressions;
using Publisher.App.Local;
using Publisher.Delivery;
using Publisher.Mail.Transport;

namespace Publisher.Testing;

/// <summary>A message that left, as the relay saw it.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipient.</param>
/// <param name="Outcome">Null where the sender died before it knew.</param>
public sealed partial record SentMail(string Edition, string From, string To, byte[] Content, DeliveryOutcome? Outcome)
{
    public EmlMessage Message { get; } = EmlReader.Read(Content);

    public string MessageId { get; } = Identifier().Match(Encoding.Latin1.GetString(Content)).Groups[1].Value;

    /// <summary>The whole header, its folded lines joined.</summary>
    public string Header { get; } = Encoding.Latin1.GetString(Content).Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal);

    [GeneratedRegex(@"^Message-ID:\s*<([^>\r\n]+)>", RegexOptions.IgnoreCase | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}

/// <summary>Stands in for the relay: keeps every message with its envelope, and answers as a test tells it.</summary>
public sealed class RecordingMail : IMailTransports
{
    public static readonly DeliveryOutcome Accepted = new(DeliveryStatus.Accepted, DeliveryReason.None, 250);

    public static readonly DeliveryOutcome Deferred = new(DeliveryStatus.Deferred, DeliveryReason.MailboxFull, 452);

    public static readonly DeliveryOutcome Rejected = new(DeliveryStatus.Rejected, DeliveryReason.Mailbox, 550);

    public static readonly DeliveryOutcome Unknown = new(DeliveryStatus.Unknown, DeliveryReason.Connection);

    private readonly Lock gate = new();
    private readonly List<SentMail> sent = [];

    /// <summary>What the relay says to a message; what it throws ends the sender as a crash would.</summary>
    public Func<SentMail, DeliveryOutcome> Answer { get; set; } = _ => Accepted;

    /// <summary>Runs when a message has arrived, before the answer.</summary>
    public Func<SentMail, Task>? Arrived { get; set; }

    /// <summary>Everything that left, in its order.</summary>
    public IReadOnlyList<SentMail> Sent
    {
        get { lock (gate) return [.. sent]; }
    }

    public IMailTransport Open(string edition) => new Transport(this, edition);

    private async Task TakeAsync(IMessageSource source, OutgoingMessage message, string edition)
    {
        var mail = new SentMail(edition, message.Envelope.Sender!.Address, message.Envelope.Recipient.Address, message.Content.Written.ToArray(), null);
        DeliveryOutcome? outcome = null;
        try
        {
            if (Arrived is { } arrived) await arrived(mail);
            outcome = Answer(mail);
        }
        finally
        {
            lock (gate) sent.Add(mail with { Outcome = outcome });
        }

        source.Report(message.Ticket, outcome);
    }

    private sealed class Transport(RecordingMail owner, string edition) : IMailTransport
    {
        public async Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken)
        {
            using var message = new OutgoingMessage();
            while (!cancellationToken.IsCancellationRequested && source.TryTake(message))
            {
                await owner.TakeAsync(source, message, edition);
                message.Clear();
            }

            cancellationToken.ThrowIfCancellationRequested();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
