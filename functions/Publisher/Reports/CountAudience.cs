using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Reports;

/// <summary>Counts the audience anew: all of two tables, page by page. With 150,000 subscribers it takes longer than anybody waits for a page, so a queue does it.</summary>
public sealed class CountAudience(SubscriberList subscribers, SubscriberHistory history, Suppressions suppressions, ReportBlobs reports, DateTimeZone zone, TimeProvider clock)
{
    /// <returns>What was counted, in a sentence.</returns>
    public async Task<string> RunAsync(CountAudienceWork work, CancellationToken cancellationToken)
    {
        var before = await reports.ReadAudienceAsync(cancellationToken);
        if (before is not null && before.At.ToUnixTimeTicks() >= work.Asked) return "The audience has been counted since that was asked for";
        var now = clock.Now();
        var tally = new AudienceTally(zone);
        await foreach (var subscriber in subscribers.AllAsync(cancellationToken)) tally.Add(subscriber, now);
        await foreach (var entry in history.EventsAsync(cancellationToken)) tally.Add(entry.Key, entry.At, entry.Event);
        var count = tally.Result(now, await suppressions.CountAsync(cancellationToken), before);
        await reports.WriteAudienceAsync(count, cancellationToken);
        return $"The audience: {count.Confirmed} confirmed, {count.Unconfirmed} unconfirmed, {count.Unsubscribed} unsubscribed";
    }
}
