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

    private readonly List<(Subscriber Subscriber, UInt128 Items, Instant AsOf)> waiting = new(size);
    private readonly DeliveryOutcome?[] outcomes = new DeliveryOutcome?[size];
    private readonly MergeValues values = new();
    private static readonly DeliveryOutcome CannotBeWritten = new(DeliveryStatus.Rejected, DeliveryReason.Content);
    private static readonly DeliveryOutcome NotTaken = new(DeliveryStatus.Deferred, DeliveryReason.Cancelled);

    private readonly Lock gate = new();
    private int taken;

    public bool IsFull => waiting.Count == size;

    /// <summary>Each with the items that their message holds, as bits by place.</summary>
    public IEnumerable<(SubscriberKey Key, UInt128 Items)> Recipients => waiting.Select(each => (each.Subscriber.Key, each.Items));

    public int Count => waiting.Count;

    public bool IsEmpty => waiting.Count == 0;

    /// <param name="items">What they get, decided once: what the ledger says of it is what is written.</param>
    /// <param name="asOf">When that was decided: a deadline that passes before their turn must not leave the mail empty.</param>
    public void Add(Subscriber subscriber, UInt128 items, Instant asOf) => waiting.Add((subscriber, items, asOf));

    public bool TryTake(OutgoingMessage message)
    {
        lock (gate)
        {
            while (taken < waiting.Count)
            {
                var (subscriber, items, asOf) = waiting[taken];
                message.Ticket = taken++;
                if (TryWrite(message, subscriber, items, asOf)) return true;
                outcomes[message.Ticket] = CannotBeWritten;
            }

            return false;
        }
    }

    /// <summary>One recipient whose mail cannot be composed is that one's rejection; all the others of the batch still get theirs.</summary>
    private bool TryWrite(OutgoingMessage message, Subscriber subscriber, UInt128 items, Instant asOf)
    {
        try
        {
            recipients.Fill(values, subscriber, edition, items, asOf);
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
