using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>
/// The face of subscribers: who may be mailed. What is written here and proves something, an import, a change, an end, is written with its entry
/// of the history in the same row, and so is never without it; then the entry moves to the history. Should that fail, the change stands and its
/// entry waits in the row: the next change moves it, or the daily round of retention.
/// </summary>
public sealed class SubscriberList(TableServiceClient tables, SubscriberHistory history, TimeProvider clock, ILogger<SubscriberList>? log = null)
{
    /// <summary>Rows of one entity group transaction (Table service limit).</summary>
    internal const int TransactionRows = 100;

    /// <summary>Conditional writes of one change: one row has one person behind it, so more means a fault of ours.</summary>
    private const int MaxAttempts = 10;

    private readonly TableClient table = tables.GetTableClient(SubscriberTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Subscriber?> FindAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? SubscriberTable.FromRow(row.Value!) : null;
    }

    /// <summary>The key of the one whose key starts so; null where nobody's does, or more than one person's.</summary>
    /// <param name="start">Hex digits, more than the two of a partition.</param>
    public async Task<SubscriberKey?> FindByStartAsync(string start, CancellationToken cancellationToken)
    {
        // A letter "g" is what follows all hex digits.
        var (partition, from, to) = (start[..2], start[2..], start[2..] + "g");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        SubscriberKey? found = null;
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            if (found is not null) return null;
            found = SubscriberKey.FromRow(row.PartitionKey, row.RowKey);
        }

        return found;
    }

    /// <summary>The confirmed subscribers of a range, in the order of their keys, page by page.</summary>
    public async IAsyncEnumerable<Subscriber> ConfirmedAsync(KeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(ConfirmedIn(range), cancellationToken: cancellationToken))
            yield return SubscriberTable.FromRow(row);
    }

    /// <summary>How many confirmed subscribers each of the 256 partitions holds.</summary>
    public Task<int[]> CountConfirmedAsync(CancellationToken cancellationToken) => CountConfirmedAsync(KeyRange.Everything, cancellationToken);

    /// <summary>How many confirmed subscribers each partition of a range holds; 0 for those outside it.</summary>
    public async Task<int[]> CountConfirmedAsync(KeyRange range, CancellationToken cancellationToken)
    {
        var counts = new int[KeyRange.Partitions];
        var rows = table.QueryAsync<TableEntity>(ConfirmedIn(range), select: ["PartitionKey"], cancellationToken: cancellationToken);
        await foreach (var row in rows) counts[Convert.ToInt32(row.PartitionKey, 16)]++;
        return counts;
    }

    /// <summary>Adds those who are not there yet, whatever state they are there in: nobody's own choice is overwritten, and who left stays gone.</summary>
    /// <param name="subscribers">With keys all different.</param>
    /// <param name="progress">Told, after each step, how many have been dealt with.</param>
    /// <returns>How many were added.</returns>
    public async Task<int> AddMissingAsync(IEnumerable<Subscriber> subscribers, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        int added = 0, done = 0;
        foreach (var partition in subscribers.GroupBy(subscriber => subscriber.Key.PartitionKey))
        {
            var present = await RowKeysAsync(partition.Key, cancellationToken);
            var missing = partition.Where(subscriber => !present.Contains(subscriber.Key.RowKey)).ToList();
            foreach (var rows in missing.Chunk(TransactionRows))
            {
                await AddAsync([.. rows.Select(row => (row.Key, SubscriberTable.ToRow(row), Import(row)))], cancellationToken);
                added += rows.Length;
            }

            progress?.Report(done += partition.Count());
        }

        return added;
    }

    /// <summary>Adds people of one partition who are most likely not there yet, in one write; those who are, are left as they are.</summary>
    /// <param name="subscribers">At most <see cref="TransactionRows"/>, with keys all different.</param>
    /// <returns>How many were added.</returns>
    internal async Task<int> AddNewAsync(IReadOnlyList<Subscriber> subscribers, CancellationToken cancellationToken)
    {
        try
        {
            await AddAsync([.. subscribers.Select(row => (row.Key, SubscriberTable.ToRow(row), Import(row)))], cancellationToken);
            return subscribers.Count;
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            return await AddMissingAsync(subscribers, null, cancellationToken);
        }
    }

    /// <summary>Everyone there is, in whatever state, in the order of their keys, page by page.</summary>
    public async IAsyncEnumerable<Subscriber> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(filter: (string?)null, cancellationToken: cancellationToken)) yield return SubscriberTable.FromRow(row);
    }

    /// <summary>The key of everyone there is, in whatever state, in their order, page by page.</summary>
    public async IAsyncEnumerable<SubscriberKey> KeysAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(filter: (string?)null, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        await foreach (var row in rows) yield return SubscriberKey.FromRow(row.PartitionKey, row.RowKey);
    }

    /// <summary>
    /// Keeps what somebody asks for who may or may not own the address: the same reads and writes, whoever it is. A new address is unconfirmed; of
    /// one that has left, what is asked for waits beside what its owner chose; and of a confirmed one nothing changes but when it was asked for.
    /// </summary>
    /// <param name="asked">As they would be if confirmed; with <see cref="Subscriber.Asked"/>.</param>
    /// <param name="entry">What the history is told, by the status they have.</param>
    /// <returns>The status they have.</returns>
    public async Task<SubscriptionStatus> AskAsync(Subscriber asked, Func<SubscriptionStatus, HistoryEntry> entry, CancellationToken cancellationToken)
    {
        var after = await WriteAsync(asked.Key, Write, cancellationToken);
        return after!.Status;

        (Subscriber, TableEntity, HistoryEntry?)? Write(Subscriber? stored)
        {
            var kept = asked with { Status = stored?.Status ?? SubscriptionStatus.Unconfirmed };
            var row = stored is null ? SubscriberTable.ToRow(kept) : kept.Status switch
            {
                SubscriptionStatus.Confirmed => SubscriberTable.ToAsked(asked.Key, asked.Asked),
                SubscriptionStatus.Unsubscribed => SubscriberTable.ToWaiting(kept),
                _ => SubscriberTable.ToSignUp(kept),
            };
            return (kept, row, entry(kept.Status));
        }
    }

    /// <summary>Makes a subscription that was asked for a confirmed one. Confirming again changes nothing.</summary>
    /// <param name="entry">What the history is told, by what they asked for.</param>
    /// <returns>The subscriber as stored now; null where nothing waits to be confirmed.</returns>
    public async Task<Subscriber?> ConfirmAsync(SubscriberKey key, Instant now, Func<Subscriber, HistoryEntry> entry, CancellationToken cancellationToken)
    {
        var after = await WriteAsync(
            key,
            stored => stored is null || stored.Status == SubscriptionStatus.Confirmed || stored.Asked is null
                ? null
                : (stored.AsAsked() with { Status = SubscriptionStatus.Confirmed, Since = now, Asked = null, AskedFor = null, MovedTo = null },
                    SubscriberTable.ToConfirmed(stored, now), entry(stored.AsAsked())),
            cancellationToken);
        return after is { Status: SubscriptionStatus.Confirmed } ? after : null;
    }

    /// <summary>Ends a subscription, at once for every batch that has not reached it yet. Ending it again changes nothing. One
    /// that was never confirmed stays so, with nothing waiting: it was no subscription, and goes as any that nobody confirms.</summary>
    /// <param name="channel">By what, in words: <see cref="HistoryChannel.OneClick"/>.</param>
    /// <returns>False where nobody has this key.</returns>
    public async Task<bool> UnsubscribeAsync(SubscriberKey key, string channel, CancellationToken cancellationToken)
    {
        var left = await WriteAsync(
            key,
            stored => stored switch
            {
                null or { Status: not SubscriptionStatus.Confirmed, Asked: null } => null,
                { Status: SubscriptionStatus.Unconfirmed } => (stored with { Asked = null, AskedFor = null }, SubscriberTable.ToNothingAsked(key), Entry()),
                _ => (stored with { Status = SubscriptionStatus.Unsubscribed, Asked = null, AskedFor = null }, SubscriberTable.ToUnsubscribed(key), Entry()),
            },
            cancellationToken);
        return left is not null;

        HistoryEntry Entry() => new(clock.Now(), HistoryEvent.Unsubscribed, channel);
    }

    /// <summary>Changes what a subscriber chose, for every mail that is composed from a row read after it.</summary>
    /// <param name="change">Gets the subscriber as stored, and again where another write came between; what it gives back unchanged is not written.
    /// Only name, language and interests are taken from what it gives.</param>
    /// <param name="channel">By what, in words: <see cref="HistoryChannel.Link"/>.</param>
    /// <returns>The subscriber as stored now; null where nobody has this key.</returns>
    public Task<Subscriber?> ChangeAsync(SubscriberKey key, Func<Subscriber, Subscriber> change, string channel, CancellationToken cancellationToken) => WriteAsync(
        key,
        stored =>
        {
            if (stored is null) return null;
            var changed = change(stored);
            return ChoiceDetail.Between(stored, changed) is { Length: > 0 } detail
                ? (changed, SubscriberTable.ToPreferences(changed), new HistoryEntry(clock.Now(), HistoryEvent.Changed, channel, Detail: detail))
                : null;
        },
        cancellationToken);

    /// <summary>Lets somebody who has left be a subscriber again, with all that they chose before. Who is one stays what they are.</summary>
    /// <param name="entry">What the history is told, by what they get again.</param>
    /// <returns>The subscriber as stored now; null where nobody has this key.</returns>
    public Task<Subscriber?> ReturnAsync(SubscriberKey key, Instant now, Func<Subscriber, HistoryEntry> entry, CancellationToken cancellationToken) => WriteAsync(
        key,
        stored => stored is not { Status: SubscriptionStatus.Unsubscribed, MovedTo: null }
            ? null
            : (stored with { Status = SubscriptionStatus.Confirmed, Since = now, Asked = null, AskedFor = null }, SubscriberTable.ToConfirmed(key, now), entry(stored)),
        cancellationToken);

    /// <summary>Changes what waits of a change of address.</summary>
    /// <param name="change">Gets the subscriber as stored; null for no change.</param>
    /// <returns>The subscriber as stored now; null where nobody has this key.</returns>
    internal Task<Subscriber?> ChangeMoveAsync(SubscriberKey key, Func<Subscriber, (AddressMove? Move, HistoryEntry? Entry)?> change, CancellationToken cancellationToken) => WriteAsync(
        key,
        stored => stored is not null && change(stored) is var (move, entry) ? (stored with { Move = move }, SubscriberTable.ToMove(key, move), entry) : null,
        cancellationToken);

    /// <summary>Writes somebody under the key of their new address, over whoever is there.</summary>
    /// <param name="write">Gets who is there, or null; gives who is to be, and the entry that goes with it; null for no change.</param>
    internal Task<Subscriber?> MoveInAsync(SubscriberKey key, Func<Subscriber?, (Subscriber After, HistoryEntry? Entry)?> write, CancellationToken cancellationToken) => WriteAsync(
        key,
        stored => write(stored) is var (after, entry) ? (after, SubscriberTable.ToRow(after), entry) : null,
        cancellationToken);

    /// <summary>Leaves of a row only the way to another.</summary>
    /// <returns>False where another write came between.</returns>
    internal async Task<bool> LeaveBehindAsync(SubscriberKey key, SubscriberKey to, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(SubscriberTable.ToMovedAway(key, to, clock.Now()), version, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            return false;
        }
    }

    /// <summary>Sets a way right that leads over a row which is about to lead on itself. What has changed since it was read stays as it is.</summary>
    internal async Task RedirectAsync(SubscriberKey key, SubscriberKey to, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(SubscriberTable.ToWay(key, to), version, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            // It is somebody's own again, or is being signed up with: then it leads over the row between, as long as that one stands.
        }
    }

    /// <summary>Takes calls out of what is chosen. It is no choice of the subscriber's, so the history says nothing of it.</summary>
    internal Task<Subscriber?> ForgetCallsAsync(SubscriberKey key, Func<string, bool> call, CancellationToken cancellationToken) => WriteAsync(
        key,
        stored => stored is not null && stored with { Calls = stored.Calls.Without(call) } is var after && after.Calls != stored.Calls
            ? (after, SubscriberTable.ToCalls(after), null)
            : null,
        cancellationToken);

    /// <summary>Takes out of a row what a sign-up asked for that nobody confirmed, unless it was asked for again.</summary>
    internal Task<Subscriber?> ForgetAskedAsync(SubscriberKey key, Instant asked, CancellationToken cancellationToken) => WriteAsync(
        key,
        stored => stored is not null && stored.Status != SubscriptionStatus.Unconfirmed && stored.Asked == asked
            ? (stored with { Asked = null, AskedFor = null }, SubscriberTable.ToNothingAsked(key), null)
            : null,
        cancellationToken);

    /// <summary>Somebody with what a conditional write needs; null where nobody has this key.</summary>
    internal async Task<(Subscriber Subscriber, HistoryEntry? Waiting, ETag Version)?> FindWholeAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? (SubscriberTable.FromRow(row.Value!), SubscriberTable.WaitingIn(row.Value!), row.Value!.ETag) : null;
    }

    /// <summary>The entry that has not come to the history yet; null where there is none.</summary>
    internal async Task<HistoryEntry?> WaitingAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, select: ["PartitionKey", "RowKey", SubscriberTable.Waiting], cancellationToken: cancellationToken);
        return row.HasValue ? SubscriberTable.WaitingIn(row.Value!) : null;
    }

    /// <summary>Everyone of one partition, in whatever state, in the order of their keys, page by page.</summary>
    internal async IAsyncEnumerable<StoredSubscriber> InAsync(string partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: SubscriberTable.StoredColumns, cancellationToken: cancellationToken);
        await foreach (var row in rows) yield return SubscriberTable.Stored(row);
    }

    /// <summary>Moves an entry from its row to the history.</summary>
    /// <exception cref="RequestFailedException">It is still there.</exception>
    internal async Task MoveWaitingAsync(SubscriberKey key, HistoryEntry entry, ETag version, CancellationToken cancellationToken)
    {
        await history.AddAsync(key, entry, cancellationToken);
        try
        {
            await table.UpdateEntityAsync(SubscriberTable.ToNothingWaiting(key), version, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            // Whoever wrote it meanwhile moved the entry first, or moves it again, which adds no second one.
        }
    }

    /// <param name="version">That the row must still have; <see cref="ETag.All"/> for any.</param>
    /// <returns>False where another write came between.</returns>
    internal async Task<bool> RemoveAsync(SubscriberKey key, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await table.DeleteEntityAsync(key.PartitionKey, key.RowKey, version, cancellationToken);
            log?.SubscriptionRemoved(key.Short);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            return false;
        }
    }

    /// <param name="write">Gets who is stored, or null. Gives what is to be merged into the row, or is a row of its own where there is none, and the
    /// entry that goes with it, if any does; null for nothing.</param>
    private async Task<Subscriber?> WriteAsync(
        SubscriberKey key, Func<Subscriber?, (Subscriber After, TableEntity Row, HistoryEntry? Entry)?> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
            var stored = row.HasValue ? SubscriberTable.FromRow(row.Value!) : null;
            if (write(stored) is not { } written) return stored;
            var entity = written.Entry is null ? written.Row : SubscriberTable.WithWaiting(written.Row, written.Entry);
            try
            {
                // A row holds one entry: that of an earlier change goes first.
                if (written.Entry is not null && row.HasValue && SubscriberTable.WaitingIn(row.Value!) is { } earlier) await history.AddAsync(key, earlier, cancellationToken);
                var answer = row.HasValue
                    ? await table.UpdateEntityAsync(entity, row.Value!.ETag, TableUpdateMode.Merge, cancellationToken)
                    : await table.AddEntityAsync(entity, cancellationToken);
                if (written.Entry is { } said) log?.SubscriptionChanged(key.Short, said.Event, written.After.Status);
                if (written.Entry is { } entry && answer.Headers.ETag is { } version) await TryAsync(() => MoveWaitingAsync(key, entry, version, cancellationToken));
                return written.After;
            }
            catch (RequestFailedException fault) when (fault.Status is 404 or 409 or 412 && attempt < MaxAttempts)
            {
                // Somebody else was faster: what they wrote is read, and changed in its turn.
            }
        }
    }

    /// <param name="rows">Of one partition, at most as many as a transaction takes.</param>
    private async Task AddAsync(IReadOnlyList<(SubscriberKey Key, TableEntity Row, HistoryEntry Entry)> rows, CancellationToken cancellationToken)
    {
        var answers = await table.SubmitTransactionAsync(
            rows.Select(each => new TableTransactionAction(TableTransactionActionType.Add, SubscriberTable.WithWaiting(each.Row, each.Entry))), cancellationToken);
        log?.SubscriptionsImported(rows.Count);
        await TryAsync(async () =>
        {
            await history.AddAsync([.. rows.Select(each => (each.Key, each.Entry))], cancellationToken);
            var moved = rows.Zip(answers.Value).Where(pair => pair.Second.Headers.ETag is not null)
                .Select(pair => new TableTransactionAction(TableTransactionActionType.UpdateMerge, SubscriberTable.ToNothingWaiting(pair.First.Key), pair.Second.Headers.ETag!.Value))
                .ToList();
            if (moved.Count > 0) await table.SubmitTransactionAsync(moved, cancellationToken);
        });
    }

    private HistoryEntry Import(Subscriber subscriber) =>
        new(clock.Now(), HistoryEvent.Imported, HistoryChannel.Import(subscriber.Source), Detail: ChoiceDetail.Of(subscriber));

    /// <summary>What was to be done is done, and its entry is in the row: that it has not been moved is no reason to say it failed.</summary>
    private static async Task TryAsync(Func<Task> move)
    {
        try
        {
            await move();
        }
        catch (Exception fault) when (StorageFault.Is(fault) || fault is OperationCanceledException)
        {
        }
    }

    private async Task<HashSet<string>> RowKeysAsync(string partitionKey, CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken)) keys.Add(row.RowKey);
        return keys;
    }

    private static string ConfirmedIn(KeyRange range)
    {
        var status = nameof(SubscriptionStatus.Confirmed);
        return SubscriberTable.In(range) + TableClient.CreateQueryFilter($" and Status eq {status}");
    }
}
