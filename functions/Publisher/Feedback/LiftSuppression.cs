using System.Globalization;
using Microsoft.Extensions.Logging;
using Publisher.Subscribers;

namespace Publisher.Feedback;

/// <summary>Lets an address be mailed again: staff know that it works, or that a complaint was a slip. A subscription that a complaint ended stays ended.</summary>
public sealed class LiftSuppression(SubscriberList subscribers, Suppressions suppressions, SubscriberHistory history, FeedbackLog reported, TimeProvider clock, ILogger<LiftSuppression>? log = null)
{
    /// <summary>Characters of a reason.</summary>
    public const int MaxReason = 200;

    private const string Source = "staff";

    /// <param name="reason">Why, in words for the history; no address.</param>
    /// <returns>What was lifted; null where the address is not suppressed.</returns>
    public async Task<Suppression?> RunAsync(SubscriberKey key, string reason, CancellationToken cancellationToken)
    {
        if (await suppressions.FindAsync(key, cancellationToken) is not { } suppression) return null;
        if (await subscribers.FindAsync(key, cancellationToken) is not null)
        {
            var now = clock.Now();
            // Before the suppression goes: a report of before that is said again must not bring it back.
            await reported.AddAsync(key, now.ToUnixTimeTicks().ToString(CultureInfo.InvariantCulture), new FeedbackEntry(FeedbackKind.Lifted, now, Source, ""), cancellationToken);
            await history.AddAsync(key, new HistoryEntry(now, HistoryEvent.SuppressionLifted, HistoryChannel.Staff, Detail: reason), cancellationToken);
        }

        await suppressions.RemoveAsync(key, cancellationToken);
        log?.SuppressionLifted(key.Short);
        return suppression;
    }
}
