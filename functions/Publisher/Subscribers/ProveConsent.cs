using NodaTime;

namespace Publisher.Subscribers;

/// <summary>All that is kept about one subscriber, and how it came about.</summary>
/// <param name="Made">When it was read.</param>
/// <param name="History">The oldest first.</param>
public sealed record SubscriberProof(Subscriber Subscriber, IReadOnlyList<HistoryEntry> History, Instant Made)
{
    /// <summary>Why they get no mail whatever their subscription says; null where nothing keeps it from them.</summary>
    public Suppression? Suppression { get; init; }

    /// <summary>What mail servers reported about mail to them, the oldest first.</summary>
    public IReadOnlyList<FeedbackEntry> Feedback { get; init; } = [];
}

/// <summary>Gathers what is kept about a subscriber: for themselves (RODO, article 15), and for whoever asks for proof of their consent.</summary>
public sealed class ProveConsent(SubscriberList subscribers, MoveAddress moves, SubscriberHistory history, Suppressions suppressions, FeedbackLog feedback, TimeProvider clock)
{
    /// <param name="key">Of their address, or of one that they had before.</param>
    /// <returns>Null where nobody has this key.</returns>
    public async Task<SubscriberProof?> RunAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        if (await moves.CurrentAsync(key, cancellationToken) is not { } subscriber) return null;
        key = subscriber.Key;
        // The row before the history: an entry that moves from one to the other meanwhile is seen twice, and not never.
        var waiting = await subscribers.WaitingAsync(key, cancellationToken);
        var entries = new List<HistoryEntry>();
        await foreach (var entry in history.OfAsync(key, cancellationToken)) entries.Add(entry);
        if (waiting is not null && !entries.Contains(waiting)) entries.Add(waiting);
        return new SubscriberProof(subscriber, entries, clock.Now())
        {
            Suppression = await suppressions.FindAsync(key, cancellationToken),
            Feedback = await feedback.OfAsync(key, cancellationToken),
        };
    }
}
