using Publisher.Subscribers;

namespace Publisher.SignUp;

/// <summary>Confirms what was signed up for: the second of the two steps, by a link that only the mailbox's owner has.</summary>
public sealed class ConfirmSubscription(SubscriberList subscribers, SubscriberHistory history, TimeProvider clock)
{
    /// <summary>Confirmed again, it changes nothing.</summary>
    /// <returns>The subscriber, or null where nothing waits to be confirmed: it was too long ago, or ended meanwhile.</returns>
    public Task<Subscriber?> RunAsync(SubscriberKey key, Network network, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        return subscribers.ConfirmAsync(
            key,
            now,
            // Better proved twice than not at all.
            waiting => history.AddAsync(
                key,
                new HistoryEntry(now, HistoryEvent.Confirmed, "link in a mail", Detail: AskToSubscribe.Chosen(waiting.Language, waiting.Interests, waiting.Role), Network: network.Text),
                cancellationToken),
            cancellationToken);
    }
}
