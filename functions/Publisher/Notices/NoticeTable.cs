using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Notices;

/// <summary>The table <c>notices</c>: PartitionKey = day, RowKey = kind and subscriber.</summary>
public sealed class NoticeTable(TableServiceClient tables)
{
    /// <summary>Days that rows are kept: longer than any notice is tried.</summary>
    public const int Kept = 30;

    private readonly TableClient table = tables.GetTableClient("notices");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Notice?> FindAsync(LocalDate day, NoticeKind kind, SubscriberKey subscriber, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(PartitionKey(day), RowKey(kind, subscriber), cancellationToken: cancellationToken);
        return row.HasValue ? FromRow(row.Value!, day, kind, subscriber) : null;
    }

    /// <summary>Adds a notice that has no ETag, changes one that has.</summary>
    /// <returns>As stored, or null where another instance wrote in between.</returns>
    public async Task<Notice?> TrySaveAsync(Notice notice, CancellationToken cancellationToken)
    {
        try
        {
            var answer = notice.ETag == default
                ? await table.AddEntityAsync(ToRow(notice), cancellationToken)
                : await table.UpdateEntityAsync(ToRow(notice), notice.ETag, TableUpdateMode.Replace, cancellationToken);
            return answer.Headers.ETag is { } tag ? notice with { ETag = tag } : await FindAsync(notice.Day, notice.Kind, notice.Subscriber, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 409 or 412)
        {
            return null;
        }
    }

    /// <returns>How many old rows went; 0 when nothing is left.</returns>
    public Task<int> ForgetAsync(LocalDate today, CancellationToken cancellationToken) => OldRows.DeleteAsync(table, PartitionKey(today.PlusDays(-Kept)), cancellationToken);

    /// <summary>Deletes all of one person, of whatever day.</summary>
    public async Task RemoveAsync(SubscriberKey subscriber, CancellationToken cancellationToken)
    {
        var filter = string.Join(" or ", Enum.GetValues<NoticeKind>().Select(kind => TableClient.CreateQueryFilter($"RowKey eq {RowKey(kind, subscriber)}")));
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellationToken);
    }

    private static string PartitionKey(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static string RowKey(NoticeKind kind, SubscriberKey subscriber) => $"{kind.ToString().ToLowerInvariant()}-{subscriber}";

    private static TableEntity ToRow(Notice notice) => new(PartitionKey(notice.Day), RowKey(notice.Kind, notice.Subscriber))
    {
        ["State"] = notice.State.ToString(),
        ["Attempt"] = notice.Attempt,
        ["Since"] = notice.Since.ToDateTimeOffset(),
        ["Note"] = notice.Note,
    };

    private static Notice FromRow(TableEntity row, LocalDate day, NoticeKind kind, SubscriberKey subscriber) => new(
        day,
        kind,
        subscriber,
        Enum.Parse<NoticeState>(row.GetString("State")!),
        row.GetInt32("Attempt") ?? 0,
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value),
        row.GetString("Note") ?? "")
    {
        ETag = row.ETag,
    };
}
