using Publisher.Content;

namespace Publisher.Subscribers;

/// <param name="Subscriber">As stored now; null where nobody who gets mail has this key.</param>
/// <param name="Before">What they had chosen.</param>
/// <param name="Dropped">Whether the oldest choice had to go for it.</param>
public sealed record ChosenCall(Subscriber? Subscriber, CallChoice Before, bool Dropped);

/// <summary>Follows one call, or leaves it, whatever a subscriber chose of all others.</summary>
public sealed class ChooseCall(SubscriberList subscribers, Items items)
{
    /// <summary>A call that can be chosen, or declined; null for what is none, or nobody has been told of.</summary>
    /// <param name="id">As somebody wrote it.</param>
    public async Task<Call?> FindAsync(string id, CancellationToken cancellationToken) =>
        ItemRef.TryParse($"{ItemKind.Call.Key()}/{id}", out var call) && await items.FindAsync(call, cancellationToken) is { Published: not null, Item: Call { Status: not ItemStatus.Draft } found }
            ? found
            : null;

    /// <summary>Those that are chosen already, by their ids: their words for a page. What is gone is missing.</summary>
    public async Task<IReadOnlyDictionary<string, Call>> FindAsync(CallChoices choices, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(choices.Followed.Concat(choices.Left).Select(id => FindAsync(id, cancellationToken)));
        return found.OfType<Call>().ToDictionary(call => call.Id, StringComparer.Ordinal);
    }

    /// <param name="call">One that was found.</param>
    public async Task<ChosenCall> RunAsync(SubscriberKey key, Call call, CallChoice choice, CancellationToken cancellationToken)
    {
        var (before, dropped) = (CallChoice.Neither, false);
        var stored = await subscribers.ChangeAsync(
            key,
            current =>
            {
                before = current.Calls.For(call.Id);
                dropped = before != choice && current.Calls.IsFull(choice);
                return current.Status == SubscriptionStatus.Confirmed ? current with { Calls = current.Calls.With(call.Id, choice) } : current;
            },
            HistoryChannel.Link,
            cancellationToken);
        return new ChosenCall(stored is { Status: SubscriptionStatus.Confirmed } ? stored : null, before, dropped);
    }
}
