using Azure;

namespace Publisher.Subscribers;

/// <summary>Erases a subscriber (RODO, article 17): what is left is a hash that keeps others from bringing them back.</summary>
public sealed class EraseSubscriber(SubscriberList subscribers, SubscriberHistory history, Suppressions suppressions, FeedbackLog feedback, Erasures erasures,
    ForgetNotices forgetNotices)
{
    /// <returns>False where nobody has this key.</returns>
    public async Task<bool> RunAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        if (await subscribers.FindAsync(key, cancellationToken) is not { } subscriber) return false;
        await RunAsync(subscriber, [], cancellationToken);
        return true;
    }

    /// <param name="done">The keys dealt with, which no circle leads back to.</param>
    private async Task RunAsync(Subscriber subscriber, HashSet<SubscriberKey> done, CancellationToken cancellationToken)
    {
        var key = subscriber.Key;
        done.Add(key);
        // First what stops all mail. Whatever breaks off after it is finished by the next try, for the link works as long as the row is there, or by
        // the daily round; the history goes last because a change under way may still add to it, and what nobody owns that round removes.
        await erasures.AddAsync(key, cancellationToken);
        // A move of theirs that ends in this very moment has them under another key: it looks for the erasure after it has written that row, and
        // here that row is looked for after the erasure is written, so one of the two meets the other.
        var now = await subscribers.FindAsync(key, cancellationToken) ?? subscriber;
        await FinishAsync(key, cancellationToken);
        foreach (var to in new[] { now.MovedTo, subscriber.MovedTo, KeyOf(now.Move), KeyOf(subscriber.Move) }.OfType<SubscriberKey>())
            if (!done.Contains(to) && await subscribers.FindAsync(to, cancellationToken) is { } there && there.MovedFrom.Contains(key)) await RunAsync(there, done, cancellationToken);
    }

    /// <summary>Does what is left to do of an erasure that broke off.</summary>
    internal async Task FinishAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        if (await subscribers.FindAsync(key, cancellationToken) is { } subscriber)
        {
            foreach (var left in await LeftBehindAsync(subscriber, cancellationToken))
            {
                // What broke off may not have come to these.
                await erasures.AddAsync(left, cancellationToken);
                await RemoveAsync(left, cancellationToken);
            }
        }

        await RemoveAsync(key, cancellationToken);
    }

    private async Task RemoveAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        await subscribers.RemoveAsync(key, ETag.All, cancellationToken);
        // The plain hash would still tell whoever guesses the address that it was here; the keyed one says as much to us.
        await suppressions.RemoveAsync(key, cancellationToken);
        await feedback.RemoveAsync(key, cancellationToken);
        await forgetNotices(key, cancellationToken);
        await history.RemoveAsync(key, cancellationToken);
    }

    /// <summary>The keys of addresses that they had before, but for those that are somebody's own again.</summary>
    private async Task<IReadOnlyList<SubscriberKey>> LeftBehindAsync(Subscriber subscriber, CancellationToken cancellationToken)
    {
        var left = new List<SubscriberKey>();
        foreach (var key in subscriber.MovedFrom)
            if ((await subscribers.EndOfAsync(key, cancellationToken))?.Key == subscriber.Key) left.Add(key);
        return left;
    }

    private static SubscriberKey? KeyOf(AddressMove? move) => move is null ? null : SubscriberKey.Of(move.To);
}
