using NodaTime.Text;
using Publisher.Notices;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.SignUp;

/// <summary>What a subscriber who wants another address is told. It never says what is known of that address.</summary>
public enum AskedToMove
{
    /// <summary>The rest is in both mailboxes, if they are theirs.</summary>
    Asked,

    /// <summary>They have asked today already.</summary>
    AskedToday,

    /// <summary>Too many have asked in this hour.</summary>
    Busy,
}

/// <summary>
/// Takes a subscriber's wish for another address, within the limits of signing up: the mail to the new one is one that its owner did not ask for,
/// and counts as one. Nothing that is known of the new address is looked at before that mail leaves.
/// </summary>
public sealed class AskToMove(SignUpLimits limits, MoveAddress moves, WorkQueues queues, TimeProvider clock)
{
    /// <summary>One to each mailbox.</summary>
    private const int Mails = 2;

    /// <param name="key">Of a confirmed subscriber.</param>
    public async Task<AskedToMove> RunAsync(SubscriberKey key, Address to, Network network, CancellationToken cancellationToken)
    {
        if (!await limits.AdmitNetworkAsync(network, cancellationToken) || !await limits.HasRoomAsync(cancellationToken)) return AskedToMove.Busy;
        if (!await limits.ClaimMoveAsync(key, cancellationToken)) return AskedToMove.AskedToday;
        // Whoever got a mail of sign-up today, or of another's move, gets no second one; and nobody is told so.
        if (!await limits.ClaimAsync(to, cancellationToken)) return AskedToMove.Asked;
        var kept = false;
        try
        {
            for (var mail = 0; mail < Mails; mail++)
                if (!await limits.CountMailAsync(cancellationToken)) return AskedToMove.Busy;
            // Their own address, in another spelling perhaps, is nothing to move to; nor is that said, for it is masked on every page.
            if (SubscriberKey.Of(to) != key && await moves.AskAsync(key, to, network.Text, cancellationToken))
            {
                foreach (var kind in (NoticeKind[])[NoticeKind.MoveOld, NoticeKind.MoveNew])
                    await queues.SendAsync(new SendNoticeWork(key.Hex, kind.ToString(), LocalDatePattern.Iso.Format(clock.Now().InUtc().Date)), cancellationToken);
            }

            kept = true;
            return AskedToMove.Asked;
        }
        finally
        {
            // What did not come to its end can be asked for again.
            if (!kept)
            {
                await limits.ReleaseAsync(to, CancellationToken.None);
                await limits.ReleaseMoveAsync(key, CancellationToken.None);
            }
        }
    }
}
