using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

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
                await table.SubmitTransactionAsync(
                    rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, SubscriberTable.ToRow(row))), cancellationToken);
                added += rows.Length;
            }

            progress?.Report(done += partition.Count());
        }

        return added;
    }

    /// <summary>Ends a subscription, at once for every batch that has not reached it yet. Ending it again changes nothing.</summary>
    /// <returns>False where nobody has this key.</returns>
    public async Task<bool> UnsubscribeAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        try
        {
            var row = new TableEntity(key.PartitionKey, key.RowKey) { ["Status"] = nameof(SubscriptionStatus.Unsubscribed) };
            await table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
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
        return SubscriberTable.In(range) + TableClient.CreateQueryFilter($" and Status eq {status}");
    }
}
