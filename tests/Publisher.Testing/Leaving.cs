using Publisher.Subscribers;

namespace Publisher.Testing;

public static class Leaving
{
    /// <summary>By the page, where a test does not care by what.</summary>
    public static Task<bool> UnsubscribeAsync(this SubscriberList subscribers, SubscriberKey key, CancellationToken cancellationToken) =>
        subscribers.UnsubscribeAsync(key, HistoryChannel.Link, cancellationToken);
}
