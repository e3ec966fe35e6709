using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>What came back about mail to one address.</summary>
public enum FeedbackKind
{
    /// <summary>There is no such mailbox, and will be none.</summary>
    HardBounce,

    /// <summary>The mail did not arrive this time: a full mailbox, a server that was away, a filter.</summary>
    SoftBounce,

    /// <summary>The reader said that it is spam.</summary>
    Complaint,

    /// <summary>Staff let the address be mailed again: what came before counts no more.</summary>
    Lifted,
}

/// <param name="At">When it happened, as far as the one who reports it says.</param>
/// <param name="Source">Who reports it: "ses", "inbound".</param>
/// <param name="Detail">A status or reason in a few words; no address.</param>
public sealed record FeedbackEntry(FeedbackKind Kind, Instant At, string Source, string Detail);

/// <summary>
/// The table <c>feedback</c>: one row for each report about mail to a subscriber, under the subscriber's key and a hash of the report's own name. So
/// the same report, said twice or in another order, is the same row.
/// </summary>
public sealed class FeedbackLog(TableServiceClient tables)
{
    /// <summary>Octets of a report's name that tell it from all others of one subscriber.</summary>
    private const int NameSize = 16;

    private readonly TableClient table = tables.GetTableClient("feedback");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <param name="id">The report's own name, unlike any other of its source.</param>
    /// <returns>False where it is there already; it stays as it was.</returns>
    public async Task<bool> AddAsync(SubscriberKey key, string id, FeedbackEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(ToRow(key, id, entry), cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            return false;
        }
    }

    /// <summary>All of one subscriber, the oldest first.</summary>
    public async Task<IReadOnlyList<FeedbackEntry>> OfAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var entries = new List<FeedbackEntry>();
        await foreach (var row in table.QueryAsync<TableEntity>(HistoryTable.Of(key), cancellationToken: cancellationToken)) entries.Add(FromRow(row));
        return [.. entries.OrderBy(entry => entry.At)];
    }

    /// <summary>Deletes all of one subscriber.</summary>
    public async Task RemoveAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(HistoryTable.Of(key), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        await foreach (var row in rows) await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    /// <summary>Deletes what is older, of one partition of subscribers.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> ForgetAsync(string partition, Instant before, CancellationToken cancellationToken)
    {
        var (forgotten, limit) = (0, before.ToDateTimeOffset());
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and At lt {limit}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
            forgotten++;
        }

        return forgotten;
    }

    private static TableEntity ToRow(SubscriberKey key, string id, FeedbackEntry entry) => new(key.PartitionKey, $"{key.RowKey}-{Name(entry.Source, id)}")
    {
        ["Kind"] = entry.Kind.ToString(),
        ["At"] = entry.At.ToDateTimeOffset(),
        ["Source"] = entry.Source,
        ["Detail"] = entry.Detail,
    };

    private static FeedbackEntry FromRow(TableEntity row) => new(
        Enum.Parse<FeedbackKind>(row.GetString("Kind")!),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("At")!.Value),
        row.GetString("Source") ?? "",
        row.GetString("Detail") ?? "");

    // A hash: what somebody else made up may be of any length and hold characters that no key may.
    private static string Name(string source, string id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{id}")).AsSpan(0, NameSize));
}
