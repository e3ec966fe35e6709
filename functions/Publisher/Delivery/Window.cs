using NodaTime;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Some recipients whose intents are in the ledger: handed to the transport one by one, their outcomes gathered.</summary>
public sealed class Window(CompiledEdition edition, Recipients recipients, Mailbox envelopeFrom, int size) : IMessageSource
{
    /// <summary>Messages at the most. It bounds what a crash can repeat.</summary>
    public const int MaxSize = 32;

    private readonly List<(Subscriber Subscriber, Instant AsOf)> waiting = new(size);
    private readonly DeliveryOutcome?[] outcomes = new DeliveryOutcome?[size];
    private readonly MergeValues values = new();
    private static readonly DeliveryOutcome CannotBeWritten = new(DeliveryStatus.Rejected, DeliveryReason.Content);
    private static readonly DeliveryOutcome NotTaken = new(DeliveryStatus.Deferred, DeliveryReason.Cancelled);

    private readonly Lock gate = new();
    private int taken;

    public bool IsFull => waiting.Count == size;

    public IEnumerable<Subscriber> Recipients => waiting.Select(each => each.Subscriber);

    public bool IsEmpty => waiting.Count == 0;

    /// <param name="asOf">When it was decided that they get the mail: a deadline that passes before their turn must not leave it empty.</param>
    public void Add(Subscriber subscriber, Instant asOf) => waiting.Add((subscriber, asOf));

    public bool TryTake(OutgoingMessage message)
    {
        lock (gate)
        {
            while (taken < waiting.Count)
            {
                var (subscriber, asOf) = waiting[taken];
                message.Ticket = taken++;
                if (TryWrite(message, subscriber, asOf)) return true;
                outcomes[message.Ticket] = CannotBeWritten;
            }

            return false;
        }
    }

    /// <summary>One recipient whose mail cannot be composed is that one's rejection; all the others of the batch still get theirs.</summary>
    private bool TryWrite(OutgoingMessage message, Subscriber subscriber, Instant asOf)
    {
        try
        {
            recipients.Fill(values, subscriber, edition, asOf);
            edition.For(subscriber.Language).Write(values, message.Content);
            message.Envelope = new Envelope(recipients.ReturnPath(subscriber.Key) ?? envelopeFrom, values.To!);
            return true;
        }
        catch (Exception fault) when (fault is MailFormatException or ArgumentException)
        {
            message.Content.Clear();
            return false;
        }
    }

    // Each ticket has its own place, so reports from several connections at once do not meet.
    public void Report(int ticket, DeliveryOutcome outcome) => outcomes[ticket] = outcome;

    /// <summary>Each recipient with what became of their message; null where the transport never said. What it never took was certainly not sent.</summary>
    public IEnumerable<(Subscriber Recipient, DeliveryOutcome? Outcome)> Outcomes() =>
        waiting.Select((each, at) => (each.Subscriber, at < taken ? outcomes[at] : NotTaken));
}
