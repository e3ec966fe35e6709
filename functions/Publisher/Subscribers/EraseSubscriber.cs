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
        // First what stops all mail. Whatever breaks off after it is finished by the next try, for the link works as long as the row is there, or by
        // the daily round; the history goes last because a change under way may still add to it, and what nobody owns that round removes.
        await erasures.AddAsync(key, cancellationToken);
        foreach (var left in await LeftBehindAsync(subscriber, cancellationToken)) await erasures.AddAsync(left, cancellationToken);
        await FinishAsync(key, cancellationToken);
        return true;
    }

    /// <summary>Does what is left to do of an erasure that broke off.</summary>
    internal async Task FinishAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        if (await subscribers.FindAsync(key, cancellationToken) is { } subscriber)
            foreach (var left in await LeftBehindAsync(subscriber, cancellationToken)) await RemoveAsync(left, cancellationToken);
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
            if (await subscribers.FindAsync(key, cancellationToken) is { MovedTo: not null }) left.Add(key);
        return left;
    }
}
