using Azure;

namespace Publisher.Subscribers;

/// <summary>Erases a subscriber (RODO, article 17): what is left is a hash that keeps others from bringing them back.</summary>
public sealed class EraseSubscriber(SubscriberList subscribers, SubscriberHistory history, Suppressions suppressions, FeedbackLog feedback, Erasures erasures)
{
    /// <returns>False where nobody has this key.</returns>
    public async Task<bool> RunAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        if (await subscribers.FindAsync(key, cancellationToken) is null) return false;
        // First what stops all mail. Whatever breaks off after it is finished by the next try, for the link works as long as the row is there, or by
        // the daily round; the history goes last because a change under way may still add to it, and what nobody owns that round removes.
        await erasures.AddAsync(key, cancellationToken);
        await FinishAsync(key, cancellationToken);
        return true;
    }

    /// <summary>Does what is left to do of an erasure that broke off.</summary>
    internal async Task FinishAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        await subscribers.RemoveAsync(key, ETag.All, cancellationToken);
        // The plain hash would still tell whoever guesses the address that it was here; the keyed one says as much to us.
        await suppressions.RemoveAsync(key, cancellationToken);
        await feedback.RemoveAsync(key, cancellationToken);
        await history.RemoveAsync(key, cancellationToken);
    }
}
