using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>The face of subscribers: who may be mailed.</summary>
public sealed class SubscriberList(TableServiceClient tables)
{
    /// <summary>Rows of one entity group transaction (Table service limit).</summary>
    private const int TransactionRows = 100;

    /// <summary>Conditional writes of one change: one row has one person behind it, so more means a fault of ours.</summary>
    private const int MaxAttempts = 10;

    private readonly TableClient table = tables.GetTableClient(SubscriberTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Subscriber?> FindAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? SubscriberTable.FromRow(row.Value!) : null;
    }

    /// <summary>The confirmed subscribers of a range, in the order of their keys, page by page.</summary>
    public async IAsyncEnumerable<Subscriber> ConfirmedAsync(KeyRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(ConfirmedIn(range), cancellationToken: cancellationToken))
            yield return SubscriberTable.FromRow(row);
    }

    /// <summary>How many confirmed subscribers each of the 256 partitions holds.</summary>
    public async Task<int[]> CountConfirmedAsync(CancellationToken cancellationToken)
    {
        var counts = new int[KeyRange.Partitions];
        var rows = table.QueryAsync<TableEntity>(ConfirmedIn(KeyRange.Everything), select: ["PartitionKey"], cancellationToken: cancellationToken);
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
                await table.SubmitTransactionAsync(
                    rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, SubscriberTable.ToRow(row))), cancellationToken);
                added += rows.Length;
            }

            progress?.Report(done += partition.Count());
        }

        return added;
    }

    /// <summary>
    /// Keeps what somebody asks for who may or may not own the address: one read and one write, whoever it is. A new address is unconfirmed, one
    /// that has left stays so, and of a confirmed one nothing changes but when it was asked for: its choices are its owner's.
    /// </summary>
    /// <param name="asked">As they would be if confirmed; with <see cref="Subscriber.Asked"/>.</param>
    /// <returns>The status they have.</returns>
    public async Task<SubscriptionStatus> AskAsync(Subscriber asked, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(asked.Key.PartitionKey, asked.Key.RowKey, cancellationToken: cancellationToken);
            var status = row.HasValue ? SubscriberTable.FromRow(row.Value!).Status : SubscriptionStatus.Unconfirmed;
            try
            {
                if (!row.HasValue) await table.AddEntityAsync(SubscriberTable.ToRow(asked with { Status = SubscriptionStatus.Unconfirmed }), cancellationToken);
                else
                {
                    var change = status == SubscriptionStatus.Confirmed ? SubscriberTable.ToAsked(asked.Key, asked.Asked) : SubscriberTable.ToSignUp(asked);
                    await table.UpdateEntityAsync(change, row.Value!.ETag, TableUpdateMode.Merge, cancellationToken);
                }

                return status;
            }
            catch (RequestFailedException fault) when (fault.Status is 404 or 409 or 412 && attempt < MaxAttempts)
            {
                // Somebody else was faster: what they wrote is read first.
            }
        }
    }

    /// <summary>Makes a subscription that was asked for a confirmed one. Confirming again changes nothing.</summary>
    /// <param name="before">Runs before the write, and again where another write came between: the proof comes first.</param>
    /// <returns>The subscriber as stored now; null where nothing waits to be confirmed.</returns>
    public async Task<Subscriber?> ConfirmAsync(SubscriberKey key, Instant now, Func<Subscriber, Task> before, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
            if (!row.HasValue) return null;
            var stored = SubscriberTable.FromRow(row.Value!);
            if (stored.Status == SubscriptionStatus.Confirmed) return stored;
            if (stored.Asked is null) return null;
            await before(stored);
            try
            {
                await table.UpdateEntityAsync(SubscriberTable.ToConfirmed(key, now), row.Value!.ETag, TableUpdateMode.Merge, cancellationToken);
                return stored with { Status = SubscriptionStatus.Confirmed, Since = now, Asked = null };
            }
            catch (RequestFailedException fault) when (fault.Status is 404 or 412 && attempt < MaxAttempts)
            {
                // Somebody else was faster: perhaps it is confirmed already.
            }
        }
    }

    /// <summary>Ends a subscription, at once for every batch that has not reached it yet. Ending it again changes nothing.</summary>
    /// <returns>False where nobody has this key.</returns>
    public async Task<bool> UnsubscribeAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(SubscriberTable.ToUnsubscribed(key), ETag.All, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Changes what a subscriber chose, for every mail that is composed from a row read after it.</summary>
    /// <param name="change">Gets the subscriber as stored, and again where another write came between; what it gives back unchanged is not written.
    /// Only name, language and interests are taken from what it gives.</param>
    /// <returns>The subscriber as stored now; null where nobody has this key.</returns>
    public async Task<Subscriber?> ChangeAsync(SubscriberKey key, Func<Subscriber, Subscriber> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
            if (!row.HasValue) return null;
            var stored = SubscriberTable.FromRow(row.Value!);
            var changed = change(stored);
            if (ReferenceEquals(changed, stored)) return stored;
            try
            {
                await table.UpdateEntityAsync(SubscriberTable.ToPreferences(changed), row.Value!.ETag, TableUpdateMode.Merge, cancellationToken);
                return changed;
            }
            catch (RequestFailedException fault) when (fault.Status is 404 or 412 && attempt < MaxAttempts)
            {
                // Somebody else was faster: what they wrote is read, and changed in its turn.
            }
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
        return TableClient.CreateQueryFilter($"PartitionKey ge {range.FirstPartition} and PartitionKey le {range.LastPartition} and Status eq {status}");
    }
}
