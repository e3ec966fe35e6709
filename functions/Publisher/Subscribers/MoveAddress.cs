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
public sealed class MoveAddress(SubscriberList subscribers, SubscriberHistory history, Suppressions suppressions, Erasures erasures, EraseSubscriber erase, TimeProvider clock)
{
    /// <summary>Old keys that are kept with a subscriber, and changes in a row that are followed: more means a game.</summary>
    public const int MostMoves = 100;

    /// <summary>Conditional writes of one change, as of any other.</summary>
    private const int MaxAttempts = 10;

    /// <summary>Who a key is of today: it may be that of an address that somebody had before. What was agreed and broke off is carried out first.</summary>
    /// <returns>Null where nobody has this key, nor had it; nor where its way ends at somebody who came to an address on it later.</returns>
    public async Task<Subscriber?> CurrentAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var start = key;
        for (var hop = 0; hop <= MostMoves; hop++)
        {
            if (await subscribers.FindAsync(key, cancellationToken) is not { } found) return null;
            if (found.Move is { IsAgreed: true } move)
            {
                await FinishAsync(key, cancellationToken);
                key = SubscriberKey.Of(move.To);
            }
            else if (found.MovedTo is { } next) key = next;
            else return found.Had(start) ? found : null;
        }

        return null;
    }

    /// <summary>
    /// Ends the subscription behind a key, at once for every batch that has not reached it yet. A move that ends meanwhile is followed, for the row
    /// that it writes was read before this.
    /// </summary>
    /// <param name="channel">By what, in words: <see cref="HistoryChannel.OneClick"/>.</param>
    public async Task LeaveAsync(SubscriberKey key, string channel, CancellationToken cancellationToken)
    {
        var at = (await CurrentAsync(key, cancellationToken))?.Key ?? key;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            await subscribers.UnsubscribeAsync(at, channel, cancellationToken);
            if (await CurrentAsync(key, cancellationToken) is not { Status: SubscriptionStatus.Confirmed } there || there.Key == at) return;
            at = there.Key;
        }
    }

    /// <summary>Keeps what a subscriber asks for, in the place of what they asked for before.</summary>
    /// <param name="network">The caller's, for the history.</param>
    /// <returns>What waits now; null where nobody who gets mail has this key, or one change is being carried out.</returns>
    public async Task<AddressMove?> AskAsync(SubscriberKey key, Address to, string network, CancellationToken cancellationToken)
    {
        var (move, asked) = (new AddressMove(to, clock.Now()), false);
        await subscribers.ChangeMoveAsync(
            key,
            stored =>
            {
                asked = stored is { Status: SubscriptionStatus.Confirmed, Move: null or { IsAgreed: false } };
                return asked ? (move, new HistoryEntry(move.Asked, HistoryEvent.AddressChangeAsked, HistoryChannel.Link, Network: network)) : null;
            },
            cancellationToken);
        return asked ? move : null;
    }

    /// <summary>Changes nothing.</summary>
    public async Task<MoveState> LookAsync(MoveLink link, CancellationToken cancellationToken)
    {
        var found = await subscribers.FindAsync(link.From, cancellationToken);
        if (found?.MovedTo is not null && (await subscribers.EndOfAsync(link.From, cancellationToken))?.Had(link.To) == true) return MoveState.Done;
        return StateOf(found, link);
    }

    /// <summary>Takes a mailbox's word, and carries the change out if it is the second. Said again, it changes nothing.</summary>
    /// <param name="network">The caller's, for the history.</param>
    public async Task<MoveState> AgreeAsync(MoveLink link, string network, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var after = await subscribers.ChangeMoveAsync(link.From, stored => StateOf(stored, link) == MoveState.Open ? (stored.Move!.With(link.Side, now), Agreed(link.Side)) : null, cancellationToken);
        if (after?.Move is { IsAgreed: true } move && SubscriberKey.Of(move.To) == link.To) await FinishAsync(link.From, cancellationToken, network);
        return await LookAsync(link, cancellationToken);

        HistoryEntry Agreed(MoveSide side) =>
            new(now, HistoryEvent.AddressChangeAgreed, HistoryChannel.Link, Detail: side == MoveSide.Old ? ChoiceDetail.OldMailbox : ChoiceDetail.NewMailbox, Network: network);
    }

    /// <summary>Calls a change off, as the old mailbox may until both have agreed.</summary>
    /// <param name="network">The caller's, for the history.</param>
    public async Task<MoveState> CancelAsync(MoveLink link, string network, CancellationToken cancellationToken)
    {
        if (link.Side == MoveSide.Old)
        {
            var entry = new HistoryEntry(clock.Now(), HistoryEvent.AddressChangeCancelled, HistoryChannel.Link, Detail: ChoiceDetail.OldMailbox, Network: network);
            await subscribers.ChangeMoveAsync(link.From, stored => StateOf(stored, link) is MoveState.Open or MoveState.Agreed && !stored.Move!.IsAgreed ? (null, entry) : null, cancellationToken);
        }

        return await LookAsync(link, cancellationToken);
    }

    /// <summary>Carries out what both have agreed to. It may break off anywhere, and be done by two at once.</summary>
    internal async Task FinishAsync(SubscriberKey key, CancellationToken cancellationToken, string network = "")
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await subscribers.FindWholeAsync(key, cancellationToken) is not ({ Move: { IsAgreed: true } move } old, var waiting, var version)) return;
            var to = SubscriberKey.Of(move.To);
            if (await erasures.HasAsync(key, cancellationToken) || (await erasures.FindAsync(to, cancellationToken) is { } erased && erased > move.Said))
            {
                // Whoever had either address erased after they agreed wants no move any more. This row is all that is left of them, and an erasure or
                // a move that broke off.
                await erase.RunAsync(key, cancellationToken);
                return;
            }

            // As with any confirmation: nobody but its owner lets an address back in, and they just did.
            await erasures.LiftAsync(to, cancellationToken);
            await suppressions.LiftOwnAsync(to, cancellationToken);
            await MoveInAsync(old, move, overwrite: attempt > 1, network, cancellationToken);
            await foreach (var entry in history.OfAsync(key, cancellationToken)) await history.AddAsync(to, entry, cancellationToken);
            if (waiting is not null) await history.AddAsync(to, waiting, cancellationToken);
            await history.RemoveAsync(key, cancellationToken);
            await RedirectAsync(old, to, cancellationToken);
            if (await erasures.HasAsync(key, cancellationToken))
            {
                await erase.RunAsync(to, cancellationToken);
                return;
            }

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
            await subscribers.ChangeMoveAsync(stored.Key, now => now.Move == move ? (null, new HistoryEntry(clock.Now(), HistoryEvent.AddressChangeExpired, HistoryChannel.Time)) : null, cancellationToken);
            return true;
        }

        if (stored.MovedTo is null) return false;
        if (await CurrentAsync(stored.Key, cancellationToken) is null) return await subscribers.RemoveAsync(stored.Key, stored.Version, cancellationToken);
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

    /// <summary>Lets what led to this row lead to the next: the row between is to be whoever's that signs up with its address.</summary>
    private async Task RedirectAsync(Subscriber old, SubscriberKey to, CancellationToken cancellationToken)
    {
        foreach (var key in old.MovedFrom.Where(key => key != to))
        {
            if (await subscribers.FindWholeAsync(key, cancellationToken) is not ({ MovedTo: { } next }, _, var version)) continue;
            if (next != to && (await subscribers.EndOfAsync(key, cancellationToken))?.Key == to) await subscribers.RedirectAsync(key, to, version, cancellationToken);
        }
    }

    private static MoveState StateOf(Subscriber? stored, MoveLink link) =>
        stored is not { Move: { } move, MovedTo: null } || SubscriberKey.Of(move.To) != link.To ? MoveState.Over
        // What both have agreed to is carried out, however long that takes.
        : move.IsAgreed ? MoveState.Agreed
        : link.Expired || stored.Status != SubscriptionStatus.Confirmed ? MoveState.Over
        : move.Agreed(link.Side) ? MoveState.Agreed
        : MoveState.Open;
}
