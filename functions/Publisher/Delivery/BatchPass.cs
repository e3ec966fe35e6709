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

    /// <summary>Its time was up.</summary>
    OutOfTime,

    /// <summary>The edition is paused, cancelled or gone.</summary>
    Stopped,

    /// <summary>The relay takes nothing now, or wants less: going on would only burn time.</summary>
    RelayResting,
}

/// <summary>One pass over a batch's range: who is left out and why, who waits in the window, and the outcomes that the next append takes along.</summary>
/// <param name="urgentBefore">Only who would miss something that ends before it; null for everyone.</param>
internal sealed class BatchPass(CompiledEdition edition, Batch batch, LedgerBlob ledger, Recipients recipients, Mailbox envelopeFrom, int windowSize, Instant? urgentBefore = null)
{
    private readonly HashSet<SubscriberKey> offered = [];
    private readonly StringBuilder lines = new();
    private Window window = new(edition, recipients, envelopeFrom, windowSize);

    public int Empty { get; private set; }

    public int Suppressed { get; private set; }

    public int Late { get; private set; }

    public int Paused { get; private set; }

    public PassEnd End { get; set; }

    public bool IsUrgent => urgentBefore is not null;

    /// <summary>Only those who are still open are tried again: who subscribed since then gets the next edition.</summary>
    public bool IsRetry => batch.Attempt > 0;

    /// <summary>What the relay said of the latest message that it did not take; empty where it took all.</summary>
    public string Trouble { get; private set; } = "";

    public bool IsWindowFull => window.IsFull;

    /// <summary>What the last window said of the relay.</summary>
    public RelayVerdict Verdict { get; private set; }

    /// <summary>Puts a subscriber into the window, or counts why not.</summary>
    public void Take(Subscriber subscriber, bool suppressed, Instant now)
    {
        if (ledger.Ledger.IsSettled(subscriber.Key) || (IsRetry && !ledger.Ledger.IsOpen(subscriber.Key))) return;
        if (urgentBefore is { } before && !(edition.IsUrgent(subscriber, now, before) && !suppressed)) return;
        if (suppressed)
        {
            Suppressed++;
            LeaveOut(subscriber.Key, RecipientState.Suppressed);
        }
        else if (edition.UselessAfter <= now)
        {
            Late++;
            LeaveOut(subscriber.Key, RecipientState.Late);
        }
        else if (subscriber.IsPaused(now, edition.Zone))
        {
            Paused++;
            LetGo(subscriber.Key);
        }
        else if (edition.Offered(subscriber, now) is var items && items == UInt128.Zero)
        {
            Empty++;
            LetGo(subscriber.Key);
        }
        else
        {
            offered.Add(subscriber.Key);
            window.Add(subscriber, items, now);
        }
    }

    /// <summary>
    /// Outcomes of the last window and intents of this one go into the ledger in one append, before the first message goes out. Meanwhile it is asked
    /// whether the edition may still be sent.
    /// </summary>
    /// <param name="goOn">Asked at the same time; where it says no, nothing goes out.</param>
    /// <param name="nextSize">Messages of the window after this one.</param>
    public async Task DeliverAsync(IMailTransport transport, Func<Task<bool>> goOn, int nextSize, CancellationToken cancellationToken)
    {
        if (window.IsEmpty) return;
        foreach (var (key, items) in window.Recipients) lines.Append(Ledger.IntentLine(key, items));
        var appending = ledger.AppendAsync(lines.ToString(), cancellationToken);
        var asking = goOn();
        await Task.WhenAll(appending, asking);
        lines.Clear();
        var putOff = window.Recipients.Where(recipient => ledger.Ledger.IsPutOff(recipient.Key)).Select(recipient => recipient.Key).ToHashSet();
        foreach (var (key, _) in window.Recipients) ledger.Ledger.Intend(key);
        using var span = Telemetry.Spans.StartActivity("window");
        span?.SetTag("messages", window.Count);
        try
        {
            if (await asking) await transport.DeliverAsync(window, cancellationToken);
            else End = PassEnd.Stopped;
        }
        finally
        {
            var outcomes = window.Outcomes().ToList();
            foreach (var (recipient, outcome) in outcomes)
                if (outcome is not null) Settle(recipient.Key, outcome);
            Verdict = RelayVerdicts.Of([.. outcomes.Select(each => (each.Outcome, putOff.Contains(each.Recipient.Key)))]);
            window = new Window(edition, recipients, envelopeFrom, nextSize);
        }
    }

    /// <summary>Ends the pass: writes the last outcomes, and lets go of those who were deferred before and have left since.</summary>
    public async Task WriteOutcomesAsync(CancellationToken cancellationToken)
    {
        if (End == PassEnd.Whole && !IsUrgent)
            foreach (var gone in ledger.Ledger.OpenBut(offered)) LetGo(gone);
        await ledger.AppendAsync(lines.ToString(), cancellationToken);
        lines.Clear();
    }

    /// <summary>Writes what is known when a pass breaks off: an outcome that is not in the ledger means a mail sent twice.</summary>
    public async Task KeepOutcomesAsync()
    {
        try
        {
            await ledger.AppendAsync(lines.ToString(), CancellationToken.None);
        }
        catch (Exception fault) when (StorageFault.Is(fault))
        {
            // The lease or the storage is gone; the ledger calls these unknown, and that is all one can say now.
        }
    }

    /// <summary>Where the batch stands, whoever was left out included.</summary>
    public Tally Tally(bool final)
    {
        var sums = ledger.Ledger.Tally(final);
        // A pass over some of the range sees some of those only: the others were counted before.
        return IsRetry || IsUrgent
            ? sums with { Empty = batch.Tally.Empty + Empty, Suppressed = batch.Tally.Suppressed + Suppressed, Late = batch.Tally.Late + Late, Paused = batch.Tally.Paused + Paused }
            : sums with { Empty = Empty, Suppressed = Suppressed, Late = Late, Paused = Paused };
    }

    private void LeaveOut(SubscriberKey key, RecipientState why)
    {
        if (ledger.Ledger.Entries.TryGetValue(key, out var entry) && entry.State == why) return;
        ledger.Ledger.LeaveOut(key, why);
        lines.Append(Ledger.LeftOutLine(key, why));
    }

    /// <summary>Who was open and wants no mail of it any more is counted once, and is not among those who missed it.</summary>
    private void LetGo(SubscriberKey key)
    {
        if (!ledger.Ledger.IsOpen(key)) return;
        ledger.Ledger.Forget(key);
        lines.Append(Ledger.GoneLine(key));
    }

    private void Settle(SubscriberKey key, DeliveryOutcome outcome)
    {
        ledger.Ledger.Settle(key, outcome);
        Telemetry.Count("edition", outcome);
        lines.Append(Ledger.OutcomeLine(key, outcome));
        if (outcome.Status != DeliveryStatus.Accepted && outcome.Reason != DeliveryReason.Cancelled) Trouble = Describe(outcome);
    }

    private string Describe(DeliveryOutcome outcome) => $"batch {batch.Number}, {outcome.Status.ToString().ToLowerInvariant()}: {RelayVerdicts.Describe(outcome)}";
}
