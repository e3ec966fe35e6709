namespace Publisher.Subscribers;

/// <summary>The ways that changes of address leave behind, from an old key to that of today.</summary>
internal static class Ways
{
    /// <summary>Follows a way without carrying anything out. A move that both have agreed to counts from the moment that its new row is written.</summary>
    /// <returns>Who it ends at; null where it ends at nobody, or at somebody who came to an address on the way later and never had this key.</returns>
    public static async Task<Subscriber?> EndOfAsync(this SubscriberList subscribers, SubscriberKey start, CancellationToken cancellationToken)
    {
        var key = start;
        var found = await subscribers.FindAsync(key, cancellationToken);
        for (var hop = 0; found is not null && hop <= MoveAddress.MostMoves; hop++)
        {
            if (await NextAsync(subscribers, found, cancellationToken) is not { } next) return found.MovedTo is null && found.Had(start) ? found : null;
            found = next;
        }

        return null;
    }

    /// <summary>True while a move is being carried out whose new row is written, and gets mail, before the old one ends: one of the two is enough.</summary>
    public static async Task<bool> HasMovedOnAsync(this SubscriberList subscribers, Subscriber old, CancellationToken cancellationToken) =>
        old is { MovedTo: null, Move.IsAgreed: true } && await NextAsync(subscribers, old, cancellationToken) is { Status: SubscriptionStatus.Confirmed };

    /// <summary>True for who is found under this key, or was before.</summary>
    public static bool Had(this Subscriber subscriber, SubscriberKey key) => subscriber.Key == key || subscriber.MovedFrom.Contains(key);

    private static async Task<Subscriber?> NextAsync(SubscriberList subscribers, Subscriber found, CancellationToken cancellationToken)
    {
        if (found.MovedTo is { } way) return await subscribers.FindAsync(way, cancellationToken);
        return found.Move is { IsAgreed: true } move && await subscribers.FindAsync(SubscriberKey.Of(move.To), cancellationToken) is { } there && there.MovedFrom.Contains(found.Key)
            ? there
            : null;
    }
}
