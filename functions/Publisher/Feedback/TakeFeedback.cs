using Microsoft.Extensions.Logging;
using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Feedback;

/// <summary>
/// Takes in what whoever carries our mail reports: a hard bounce or a complaint ends all mail to an address at once, soft bounces are counted. Each report is
/// a row of its own, and what follows is worked out anew from all rows, so a report may be said twice, late, by two at once, or half way.
/// </summary>
public sealed class TakeFeedback(
    SubscriberList subscribers, Suppressions suppressions, SubscriberHistory history, FeedbackLog reported, RetentionRules retention, TimeProvider clock, ILogger<TakeFeedback>? log = null)
{
    /// <summary>Subscribers dealt with at once: a provider may send a thousand reports in one call, and waits for the answer.</summary>
    private const int Width = 8;

    public async Task<FeedbackTally> RunAsync(IReadOnlyList<FeedbackEvent> events, CancellationToken cancellationToken)
    {
        int taken = 0, repeated = 0, ignored = 0;
        await Parallel.ForEachAsync(
            events.GroupBy(report => report.Subscriber),
            new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            async (reports, token) =>
            {
                var tally = await TakeAsync(reports.Key, reports, token);
                Interlocked.Add(ref taken, tally.Taken);
                Interlocked.Add(ref repeated, tally.Repeated);
                Interlocked.Add(ref ignored, tally.Ignored);
            });
        return new FeedbackTally(taken, repeated, ignored);
    }

    private async Task<FeedbackTally> TakeAsync(SubscriberKey key, IEnumerable<FeedbackEvent> reports, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        int taken = 0, repeated = 0, ignored = 0;
        var known = await subscribers.FindAsync(key, cancellationToken) is not null;
        foreach (var report in reports)
        {
            // A clock that is ahead must not make a report of tomorrow, which no lifting of today would reach.
            var entry = new FeedbackEntry(report.Kind, Instant.Min(report.At, now), report.Source, report.Detail);
            if (!known || entry.At < now - retention.Feedback) ignored++;
            else if (await reported.AddAsync(key, report.Id, entry, cancellationToken))
            {
                taken++;
                log?.FeedbackTaken(key.Short, report.Kind, report.Source, report.Detail);
                Telemetry.Feedback.Add(1, new("kind", report.Kind.ToString()), new("source", report.Source));
            }
            else repeated++;
        }

        // What was said before is worked out again: the one who took it may have been stopped before anything followed from it.
        if (taken + repeated > 0) await FollowAsync(key, cancellationToken);
        return new FeedbackTally(taken, repeated, ignored);
    }

    private async Task FollowAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        if (Verdict.Of(await reported.OfAsync(key, cancellationToken)) is not { } verdict) return;
        if (verdict.Outweighs((await suppressions.FindAsync(key, cancellationToken))?.Reason))
        {
            // The entry first: with the suppression there, nobody would know that it is missing.
            await history.AddAsync(key, new HistoryEntry(verdict.Deciding.At, HistoryEvent.Suppressed, verdict.Channel, Detail: verdict.Reason), cancellationToken);
            await suppressions.AddAsync(key, verdict.Reason, cancellationToken);
            log?.Suppressed(key.Short, verdict.Reason);
        }

        if (verdict.Reason == Suppressions.Complained) await subscribers.UnsubscribeAsync(key, HistoryChannel.Complaint, cancellationToken);
        if (await subscribers.FindAsync(key, cancellationToken) is not null) return;
        // Erased in this moment: nothing of them may stay.
        await suppressions.RemoveAsync(key, cancellationToken);
        await reported.RemoveAsync(key, cancellationToken);
    }
}
