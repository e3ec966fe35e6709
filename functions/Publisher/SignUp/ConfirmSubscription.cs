using Publisher.Subscribers;

namespace Publisher.SignUp;

/// <summary>Confirms what was signed up for: the second of the two steps, by a link that only the mailbox's owner has.</summary>
public sealed class ConfirmSubscription(SubscriberList subscribers, Suppressions suppressions, Erasures erasures, TimeProvider clock)
{
    /// <summary>Confirmed again, it changes nothing.</summary>
    /// <returns>The subscriber, or null where nothing waits to be confirmed: it was too long ago, or ended meanwhile.</returns>
    public async Task<Subscriber?> RunAsync(SubscriberKey key, Network network, CancellationToken cancellationToken)
    {
        // Whoever had themselves erased, or left us elsewhere, is let back in by nobody but themselves: that is now. First, for a row that says
        // "confirmed" beside an erasure is an erasure that broke off.
        if (await subscribers.FindAsync(key, cancellationToken) is { Asked: not null, Status: not SubscriptionStatus.Confirmed })
        {
            await erasures.LiftAsync(key, cancellationToken);
            await suppressions.LiftOwnAsync(key, cancellationToken);
        }

        var now = clock.Now();
        return await subscribers.ConfirmAsync(
            key, now, waiting => new HistoryEntry(now, HistoryEvent.Confirmed, HistoryChannel.Link, Detail: ChoiceDetail.Of(waiting), Network: network.Text), cancellationToken);
    }
}
