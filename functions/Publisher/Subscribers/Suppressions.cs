using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>The table <c>suppressions</c>: addresses that are never mailed, by their hash only, under the subscribers' keys.</summary>
public sealed class Suppressions(TableServiceClient tables, TimeProvider clock)
{
    private readonly TableClient table = tables.GetTableClient("suppressions");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <param name="reason">In words, for staff: "bounced", "complained", "erased".</param>
    public Task AddAsync(SubscriberKey key, string reason, CancellationToken cancellationToken) => table.UpsertEntityAsync(
        new TableEntity(key.PartitionKey, key.RowKey) { ["Reason"] = reason, ["Since"] = clock.Now().ToDateTimeOffset() },
        TableUpdateMode.Replace,
        cancellationToken);

    /// <summary>Everyone of a range who must not be mailed: one query for a whole batch instead of one for each message.</summary>
    public async Task<IReadOnlySet<SubscriberKey>> InAsync(KeyRange range, CancellationToken cancellationToken)
    {
        var found = new HashSet<SubscriberKey>();
        await foreach (var row in table.QueryAsync<TableEntity>(SubscriberTable.In(range), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            found.Add(SubscriberKey.FromRow(row.PartitionKey, row.RowKey));
        return found;
    }
}
