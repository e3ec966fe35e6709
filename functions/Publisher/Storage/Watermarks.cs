using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Storage;

/// <summary>The table <c>watermarks</c>: how far a reader of changes has come. PartitionKey = reader, RowKey = "at".</summary>
public sealed class Watermarks(TableServiceClient tables)
{
    private const string RowKey = "at";

    private readonly TableClient table = tables.GetTableClient("watermarks");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Instant?> ReadAsync(string reader, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(reader, RowKey, cancellationToken: cancellationToken);
        return row.HasValue && row.Value!.GetDateTimeOffset("At") is { } at ? Instant.FromDateTimeOffset(at) : null;
    }

    public Task WriteAsync(string reader, Instant at, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(new TableEntity(reader, RowKey) { ["At"] = at.ToDateTimeOffset() }, TableUpdateMode.Replace, cancellationToken);
}
