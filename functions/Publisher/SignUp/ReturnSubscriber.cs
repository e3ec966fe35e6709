using Publisher.Subscribers;

namespace Publisher.SignUp;

/// <summary>
/// Lets somebody who has left subscribe again, with what they chose before. They come by a link that only their mailbox has got, so no second
/// mail has to ask for it; what they agree to is kept as at any sign-up.
/// </summary>
public sealed class ReturnSubscriber(SubscriberList subscribers, Suppressions suppressions, TimeProvider clock)
{
    /// <summary>Done again, it changes nothing.</summary>
    /// <param name="consent">The words that they agreed to.</param>
    /// <returns>The subscriber, or null where nobody has this key.</returns>
    public async Task<Subscriber?> RunAsync(SubscriberKey key, ConsentText consent, Network network, CancellationToken cancellationToken)
    {
        // Whoever bounces or complained stays on that list: it is not theirs to leave.
        await suppressions.LiftOwnAsync(key, cancellationToken);
        var now = clock.Now();
        return await subscribers.ReturnAsync(
            key, now, before => new HistoryEntry(now, HistoryEvent.Returned, HistoryChannel.Link, consent.Wording, ChoiceDetail.Of(before), network.Text), cancellationToken);
    }
}
