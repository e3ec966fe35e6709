using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>Why an address is never mailed, and since when.</summary>
/// <param name="Reason">In words: one of those that <see cref="Suppressions"/> names.</param>
public sealed record Suppression(string Reason, Instant Since);

/// <summary>The table <c>suppressions</c>: addresses that are never mailed, by their hash only, under the subscribers' keys.</summary>
public sealed class Suppressions(TableServiceClient tables, TimeProvider clock)
{
    /// <summary>The reason of those who left a list that was imported: their own choice, which they may change.</summary>
    public const string LeftElsewhere = "unsubscribed before the import";

    /// <summary>The reason of an address that a mail server said does not exist.</summary>
    public const string Bounced = "bounced";

    /// <summary>The reason of an address at which mail did not arrive again and again.</summary>
    public const string BouncedOften = "bounced three times in 30 days";

    /// <summary>The reason of those who called our mail spam.</summary>
    public const string Complained = "complained";

    private readonly TableClient table = tables.GetTableClient("suppressions");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <param name="reason">In words, for staff: <see cref="Bounced"/>, <see cref="Complained"/>.</param>
    public Task AddAsync(SubscriberKey key, string reason, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(key.PartitionKey, key.RowKey) { ["Reason"] = reason, ["Since"] = clock.Now().ToDateTimeOffset() },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <summary>Takes an address off the list; one that is not on it is no failure.</summary>
    public Task RemoveAsync(SubscriberKey key, CancellationToken cancellationToken) => table.DeleteEntityAsync(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);

    /// <summary>Whether somebody is on the list so that even what they ask for themselves must not be mailed: it bounces, or they complained.</summary>
    public async Task<bool> StopsAllAsync(SubscriberKey key, CancellationToken cancellationToken) => await ReasonAsync(key, cancellationToken) is { } reason && reason != LeftElsewhere;

    /// <summary>Takes somebody off the list who is on it by their own choice; call it when they have confirmed another.</summary>
    internal async Task LiftOwnAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        if (await ReasonAsync(key, cancellationToken) == LeftElsewhere) await RemoveAsync(key, cancellationToken);
    }

    /// <summary>Everyone of a range who must not be mailed: one query for a whole batch instead of one for each message.</summary>
    public async Task<IReadOnlySet<SubscriberKey>> InAsync(KeyRange range, CancellationToken cancellationToken)
    {
        var found = new HashSet<SubscriberKey>();
        await foreach (var row in table.QueryAsync<TableEntity>(SubscriberTable.In(range), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            found.Add(SubscriberKey.FromRow(row.PartitionKey, row.RowKey));
        return found;
    }

    /// <summary>The same for a batch that runs for a while: it is told who comes on the list meanwhile.</summary>
    public async Task<SuppressedInRange> OpenAsync(KeyRange range, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        return new SuppressedInRange(this, range, [.. await InAsync(range, cancellationToken)], now, clock);
    }

    /// <summary>Why and since when an address is on the list; null where it is not.</summary>
    public async Task<Suppression?> FindAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? new Suppression(row.Value!.GetString("Reason") ?? "", row.Value!.GetDateTimeOffset("Since") is { } since ? Instant.FromDateTimeOffset(since) : default) : null;
    }

    /// <summary>How many are on the list, by why.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(filter: (string?)null, select: ["Reason"], cancellationToken: cancellationToken))
        {
            var reason = row.GetString("Reason") ?? "";
            counts[reason] = counts.GetValueOrDefault(reason) + 1;
        }

        return counts;
    }

    /// <summary>Puts those of a range on a list of keys who were suppressed at a time or later.</summary>
    internal async Task AddSinceAsync(HashSet<SubscriberKey> keys, KeyRange range, Instant since, CancellationToken cancellationToken)
    {
        var from = since.ToDateTimeOffset();
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {range.FirstPartition} and PartitionKey le {range.LastPartition} and Since ge {from}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            keys.Add(SubscriberKey.FromRow(row.PartitionKey, row.RowKey));
    }

    private async Task<string?> ReasonAsync(SubscriberKey key, CancellationToken cancellationToken) => (await FindAsync(key, cancellationToken))?.Reason;
}
