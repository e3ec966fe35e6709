using NodaTime;
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

    /// <summary>Days, from today on, that the mail to the new address may wait for: so few that nobody's wishes keep its owner from signing up for long,
    /// and that its link is good for some days yet (<see cref="LinkTokens.MoveDays"/>).</summary>
    private const int Days = 3;

    /// <param name="key">Of a confirmed subscriber.</param>
    public async Task<AskedToMove> RunAsync(SubscriberKey key, Address to, Network network, CancellationToken cancellationToken)
    {
        if (!await limits.AdmitNetworkAsync(network, cancellationToken) || !await limits.HasRoomAsync(cancellationToken)) return AskedToMove.Busy;
        if (!await limits.ClaimMoveAsync(key, cancellationToken)) return AskedToMove.AskedToday;
        // Whoever got a mail of sign-up today, or of another's move, gets the next one another day; and nobody is told so.
        var day = await limits.ClaimFirstAsync(to, Days, cancellationToken);
        var kept = false;
        try
        {
            if (!await limits.CountMailAsync(cancellationToken, Mails)) return AskedToMove.Busy;
            // Their own address, in another spelling perhaps, is nothing to move to; nor is that said, for it is masked on every page.
            if (SubscriberKey.Of(to) != key && await moves.AskAsync(key, to, network.Text, cancellationToken) is { } move)
            {
                await queues.SendAsync(Notice(NoticeKind.MoveOld), cancellationToken);
                if (day is { } its) await queues.SendAsync(Notice(NoticeKind.MoveNew), cancellationToken, WaitFor(its));

                SendNoticeWork Notice(NoticeKind kind) => new(key.Hex, kind.ToString(), LocalDatePattern.Iso.Format(move.Day));
            }

            kept = true;
            return AskedToMove.Asked;
        }
        finally
        {
            // What did not come to its end can be asked for again.
            if (!kept)
            {
                if (day is { } taken) await limits.ReleaseAsync(to, taken, CancellationToken.None);
                await limits.ReleaseMoveAsync(key, CancellationToken.None);
            }
        }
    }

    /// <returns>Null for today.</returns>
    private TimeSpan? WaitFor(LocalDate day)
    {
        var wait = day.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant() - clock.Now();
        return wait > Duration.Zero ? wait.ToTimeSpan() : null;
    }
}
