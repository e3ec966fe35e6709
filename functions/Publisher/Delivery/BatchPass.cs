using System.Text;
using NodaTime;
using Publisher.Mail.Mime;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>How a pass over a range ends.</summary>
internal enum PassEnd
{
    /// <summary>Everyone in it was dealt with.</summary>
    Whole,

    /// <summary>Its time was up, or the edition was paused.</summary>
    OutOfTime,

    /// <summary>The relay took nothing of a whole window and none of it for a recipient's sake: going on would only burn time.</summary>
    RelayAway,
}

/// <summary>One pass over a batch's range: who is left out and why, who waits in the window, and the outcomes that the next append takes along.</summary>
internal sealed class BatchPass(CompiledEdition edition, Batch batch, LedgerBlob ledger, Recipients recipients, Mailbox envelopeFrom, int windowSize)
{
    private readonly HashSet<SubscriberKey> offered = [];
    private readonly StringBuilder outcomes = new();
    private Window window = new(edition, recipients, envelopeFrom, windowSize);

    public int Empty { get; private set; }

    public int Suppressed { get; private set; }

    public int Late { get; private set; }

    public PassEnd End { get; set; }

    /// <summary>What the relay said of the latest message that it did not take; empty where it took all.</summary>
    public string Trouble { get; private set; } = "";

    public bool IsWindowFull => window.IsFull;

    /// <summary>Puts a subscriber into the window, or counts why not.</summary>
    public void Take(Subscriber subscriber, bool suppressed, Instant now)
    {
        if (ledger.Ledger.IsSettled(subscriber.Key)) return;
        if (suppressed) Suppressed++;
        else if (edition.UselessAfter <= now) Late++;
        else if (!edition.Offers(subscriber, now)) Empty++;
        else
        {
            offered.Add(subscriber.Key);
            window.Add(subscriber, now);
        }
    }

    /// <summary>Outcomes of the last window and intents of this one go into the ledger in one append, before the first message goes out.</summary>
    public async Task DeliverAsync(IMailTransport transport, CancellationToken cancellationToken)
    {
        if (window.IsEmpty) return;
        await ledger.AppendAsync(outcomes + string.Concat(window.Recipients.Select(each => Ledger.IntentLine(each.Key))), cancellationToken);
        outcomes.Clear();
        foreach (var recipient in window.Recipients) ledger.Ledger.Intend(recipient.Key);
        using var span = Telemetry.Spans.StartActivity("window");
        span?.SetTag("messages", window.Recipients.Count());
        try
        {
            await transport.DeliverAsync(window, cancellationToken);
        }
        finally
        {
            var known = window.Outcomes().Where(each => each.Outcome is not null).ToList();
            foreach (var (recipient, outcome) in known) Settle(recipient.Key, outcome!);
            if (window.IsFull && known.TrueForAll(each => IsRelayAway(each.Outcome!))) End = PassEnd.RelayAway;
            window = new Window(edition, recipients, envelopeFrom, windowSize);
        }
    }

    /// <summary>Ends the pass: writes the last outcomes, and lets go of those who were deferred before and have left since.</summary>
    public async Task WriteOutcomesAsync(CancellationToken cancellationToken)
    {
        await ledger.AppendAsync(outcomes.ToString(), cancellationToken);
        outcomes.Clear();
        if (End == PassEnd.Whole) ledger.Ledger.ForgetOpenBut(offered);
    }

    /// <summary>Writes what is known when a pass breaks off: an outcome that is not in the ledger means a mail sent twice.</summary>
    public async Task KeepOutcomesAsync()
    {
        try
        {
            await ledger.AppendAsync(outcomes.ToString(), CancellationToken.None);
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            // The lease or the storage is gone; the ledger calls these unknown, and that is all one can say now.
        }
    }

    private static bool IsRelayAway(DeliveryOutcome outcome) =>
        outcome is { Status: DeliveryStatus.Deferred, Reason: DeliveryReason.Connection or DeliveryReason.Authentication or DeliveryReason.Server };

    private void Settle(SubscriberKey key, DeliveryOutcome outcome)
    {
        ledger.Ledger.Settle(key, outcome.Status);
        Telemetry.Count("edition", outcome);
        outcomes.Append(Ledger.OutcomeLine(key, outcome));
        if (outcome.Status != DeliveryStatus.Accepted) Trouble = Describe(outcome);
    }

    private string Describe(DeliveryOutcome outcome)
    {
        var reason = outcome.ReplyCode > 0 ? $"{outcome.Reason}, reply {outcome.ReplyCode} {outcome.Enhanced}".TrimEnd() : $"{outcome.Reason}";
        return $"batch {batch.Number}, {outcome.Status.ToString().ToLowerInvariant()}: {reason.ToLowerInvariant()}";
    }
}
