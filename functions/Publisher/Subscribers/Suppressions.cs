using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>The table <c>suppressions</c>: addresses that are never mailed, by their hash only, under the subscribers' keys.</summary>
public sealed class Suppressions(TableServiceClient tables, TimeProvider clock)
{
    /// <summary>The reason of those who left a list that was imported: their own choice, which they may change.</summary>
    public const string LeftElsewhere = "unsubscribed before the import";

    private readonly TableClient table = tables.GetTableClient("suppressions");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <param name="reason">In words, for staff: "bounced", "complained".</param>
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

    private async Task<string?> ReasonAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(key.PartitionKey, key.RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetString("Reason") ?? "" : null;
    }
}
