using NodaTime;

namespace Publisher.Subscribers;

/// <summary>Where a change of address stands, seen from one of its links.</summary>
public enum MoveState
{
    /// <summary>It waits for this mailbox to agree.</summary>
    Open,

    /// <summary>This mailbox has agreed, the other has not yet.</summary>
    Agreed,

    /// <summary>Mail goes to the new address.</summary>
    Done,

    /// <summary>It was called off, another was asked for instead, its time is over, or whoever asked is gone.</summary>
    Over,
}

/// <summary>
/// Moves a subscriber to another address once both mailboxes have agreed, in any order. What waits stands in their row, so it ends with them; from
/// the second word on the change is only carried out, by whoever comes next: the page, the next link, or the daily round. The new row is written
/// before the old one ends, so that nobody is without mail.
/// </summary>
public sealed class MoveAddress(SubscriberList subscribers, SubscriberHistory history, Suppressions suppressions, Erasures erasures, TimeProvider clock)
{
    /// <summary>Old keys that are kept with a subscriber, and changes in a row that are followed: more means a game.</summary>
    public const int MostMoves = 100;

    /// <summary>Conditional writes of one change, as of any other.</summary>
    private const int MaxAttempts = 10;

    /// <summary>Who a key is of today: it may be that of an address that somebody had before. What was agreed and broke off is carried out first.</summary>
    /// <returns>Null where nobody has this key, nor had it.</returns>
    public async Task<Subscriber?> CurrentAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop <= MostMoves; hop++)
        {
            if (await subscribers.FindAsync(key, cancellationToken) is not { } found) return null;
            if (found.Move is { IsAgreed: true } move)
            {
                await FinishAsync(key, cancellationToken);
                key = SubscriberKey.Of(move.To);
            }
            else if (found.MovedTo is { } next) key = next;
            else return found;
        }

        return null;
    }

    /// <summary>Keeps what a subscriber asks for, in the place of what they asked for before.</summary>
    /// <param name="network">The caller's, for the history.</param>
    /// <returns>False where nobody who gets mail has this key, or one change is being carried out.</returns>
    public async Task<bool> AskAsync(SubscriberKey key, Address to, string network, CancellationToken cancellationToken)
    {
        var (now, asked) = (clock.Now(), false);
        await subscribers.ChangeMoveAsync(
            key,
            stored =>
            {
                asked = stored is { Status: SubscriptionStatus.Confirmed, Move: null or { IsAgreed: false } };
                return asked ? (new AddressMove(to, now), new HistoryEntry(now, HistoryEvent.AddressChangeAsked, HistoryChannel.Link, Network: network)) : null;
            },
            cancellationToken);
        return asked;
    }

    /// <summary>Changes nothing.</summary>
    public async Task<MoveState> LookAsync(MoveLink link, CancellationToken cancellationToken)
    {
        var found = await subscribers.FindAsync(link.From, cancellationToken);
        if (found?.MovedTo is not null && await IsSuccessorAsync(link, cancellationToken)) return MoveState.Done;
        return StateOf(found, link);
    }

    /// <summary>Takes a mailbox's word, and carries the change out if it is the second. Said again, it changes nothing.</summary>
    /// <param name="network">The caller's, for the history.</param>
    public async Task<MoveState> AgreeAsync(MoveLink link, string network, CancellationToken cancellationToken)
    {
        var after = await subscribers.ChangeMoveAsync(link.From, stored => StateOf(stored, link) == MoveState.Open ? (stored.Move!.With(link.Side), null) : null, cancellationToken);
        if (after?.Move is { IsAgreed: true } move && SubscriberKey.Of(move.To) == link.To) await FinishAsync(link.From, cancellationToken, network);
        return await LookAsync(link, cancellationToken);
    }

    /// <summary>Calls a change off, as the old mailbox may until both have agreed.</summary>
    public async Task<MoveState> CancelAsync(MoveLink link, CancellationToken cancellationToken)
    {
        if (link.Side == MoveSide.Old)
            await subscribers.ChangeMoveAsync(link.From, stored => StateOf(stored, link) is MoveState.Open or MoveState.Agreed && !stored.Move!.IsAgreed ? (null, null) : null, cancellationToken);
        return await LookAsync(link, cancellationToken);
    }

    /// <summary>Carries out what both have agreed to. It may break off anywhere, and be done by two at once.</summary>
    internal async Task FinishAsync(SubscriberKey key, CancellationToken cancellationToken, string network = "")
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await subscribers.FindWholeAsync(key, cancellationToken) is not ({ Move: { IsAgreed: true } move } old, var waiting, var version)) return;
            var to = SubscriberKey.Of(move.To);
            // As with any confirmation: nobody but its owner lets an address back in, and they just did.
            await erasures.LiftAsync(to, cancellationToken);
            await suppressions.LiftOwnAsync(to, cancellationToken);
            await MoveInAsync(old, move, overwrite: attempt > 1, network, cancellationToken);
            await foreach (var entry in history.OfAsync(key, cancellationToken)) await history.AddAsync(to, entry, cancellationToken);
            if (waiting is not null) await history.AddAsync(to, waiting, cancellationToken);
            await history.RemoveAsync(key, cancellationToken);
            // Whatever changed the old row since it was read is moved, too, with the next try.
            if (await subscribers.LeaveBehindAsync(key, to, version, cancellationToken)) return;
        }
    }

    /// <summary>Does in the daily round what no one else did.</summary>
    /// <param name="hasHistory">Whether there are entries under this key.</param>
    /// <returns>True where there was something to do.</returns>
    internal async Task<bool> KeepAsync(StoredSubscriber stored, bool hasHistory, CancellationToken cancellationToken)
    {
        if (stored.Move is { IsAgreed: true })
        {
            await FinishAsync(stored.Key, cancellationToken);
            return true;
        }

        if (stored.Move is { } move && move.IsOver(clock.Now()))
        {
            await subscribers.ChangeMoveAsync(stored.Key, now => now.Move == move ? (null, null) : null, cancellationToken);
            return true;
        }

        if (stored.MovedTo is not { } to) return false;
        if (await CurrentAsync(to, cancellationToken) is null) return await subscribers.RemoveAsync(stored.Key, stored.Version, cancellationToken);
        // Left over by a move that met another change; what somebody who signs up anew has said since stays.
        if (!hasHistory || stored.IsAsked) return false;
        await history.RemoveAsync(stored.Key, cancellationToken);
        return true;
    }

    /// <param name="overwrite">Whether to write over what was moved in before: the first try of a run may follow one that broke off, and a subscriber
    /// who has chosen something at the new address since.</param>
    private Task MoveInAsync(Subscriber old, AddressMove move, bool overwrite, string network, CancellationToken cancellationToken)
    {
        var to = SubscriberKey.Of(move.To);
        return subscribers.MoveInAsync(
            to,
            there =>
            {
                var isIn = there is { MovedTo: null } && there.MovedFrom.Contains(old.Key);
                if (isIn && !overwrite) return null;
                var moved = old with
                {
                    Key = to,
                    Address = move.To.Mailbox,
                    Asked = null,
                    Move = null,
                    MovedTo = null,
                    MovedFrom = [.. (there?.MovedFrom ?? []).Concat(old.MovedFrom).Append(old.Key).Where(key => key != to).Distinct().TakeLast(MostMoves)],
                };
                return (moved, isIn ? null : new HistoryEntry(clock.Now(), HistoryEvent.AddressChanged, HistoryChannel.Link, Network: network));
            },
            cancellationToken);
    }

    private async Task<bool> IsSuccessorAsync(MoveLink link, CancellationToken cancellationToken)
    {
        var key = link.From;
        for (var hop = 0; hop <= MostMoves; hop++)
        {
            if (await subscribers.FindAsync(key, cancellationToken) is not { MovedTo: { } next }) return false;
            if (next == link.To) return true;
            key = next;
        }

        return false;
    }

    private static MoveState StateOf(Subscriber? stored, MoveLink link) =>
        stored is not { Move: { } move, MovedTo: null } || SubscriberKey.Of(move.To) != link.To ? MoveState.Over
        // What both have agreed to is carried out, however long that takes.
        : move.IsAgreed ? MoveState.Agreed
        : link.Expired || stored.Status != SubscriptionStatus.Confirmed ? MoveState.Over
        : move.Agreed(link.Side) ? MoveState.Agreed
        : MoveState.Open;
}
