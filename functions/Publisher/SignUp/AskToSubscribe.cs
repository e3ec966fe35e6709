using NodaTime.Text;
using Publisher.Content;
using Publisher.Notices;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.SignUp;

/// <summary>What somebody who signs up is told. It never says who is known here.</summary>
public enum SignUpOutcome
{
    /// <summary>The rest is in the mailbox, if it is theirs.</summary>
    Asked,

    /// <summary>Too many have asked in this hour.</summary>
    Busy,
}

/// <summary>
/// Takes a sign-up. Known, unknown, suppressed, confirmed or gone: each address gets the same answer after the same reads and writes, and what is
/// mailed to it, if anything, is decided by <see cref="SendNotice"/>, long after the caller has gone. One mail a day to an address bounds what a
/// stranger can do to it, a number an hour what a crowd of strangers can do to us.
/// </summary>
public sealed class AskToSubscribe(SignUpLimits limits, SubscriberList subscribers, WorkQueues queues, TimeProvider clock)
{
    /// <param name="channel">How it came, in words: "form", "API".</param>
    public async Task<SignUpOutcome> RunAsync(SignUpRequest signUp, string channel, Network network, CancellationToken cancellationToken)
    {
        if (!await limits.AdmitNetworkAsync(network, cancellationToken) || !await limits.HasRoomAsync(cancellationToken)) return SignUpOutcome.Busy;
        // The second of a day is told what the first was told. It changes nothing: what the first chose may be its owner's choice.
        if (!await limits.ClaimAsync(signUp.Address, cancellationToken)) return SignUpOutcome.Asked;
        var kept = false;
        try
        {
            if (!await limits.CountMailAsync(cancellationToken)) return SignUpOutcome.Busy;
            await KeepAsync(signUp, channel, network, cancellationToken);
            kept = true;
            return SignUpOutcome.Asked;
        }
        finally
        {
            // What did not come to its end can be asked for again.
            if (!kept) await limits.ReleaseAsync(signUp.Address, CancellationToken.None);
        }
    }

    private async Task KeepAsync(SignUpRequest signUp, string channel, Network network, CancellationToken cancellationToken)
    {
        var (now, key) = (clock.Now(), SubscriberKey.Of(signUp.Address));
        var asked = new Subscriber(
            key, signUp.Address.Mailbox, signUp.Name, signUp.Language, SubscriptionStatus.Unconfirmed, signUp.Interests, channel, now, signUp.Role, now)
        {
            Rhythm = signUp.Rhythm,
        };
        var status = await subscribers.AskAsync(asked, Entry, cancellationToken);
        var kind = status == SubscriptionStatus.Confirmed ? NoticeKind.Subscribed : NoticeKind.Confirm;
        await queues.SendAsync(new SendNoticeWork(key.Hex, kind.ToString(), LocalDatePattern.Iso.Format(now.InUtc().Date)), cancellationToken);

        HistoryEntry Entry(SubscriptionStatus status) => new(
            now, HistoryEvent.SignedUp, channel, signUp.Consent.Wording, status == SubscriptionStatus.Confirmed ? ChoiceDetail.NothingChanged : ChoiceDetail.Of(asked), network.Text);
    }
}
