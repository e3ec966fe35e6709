using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Storage;

/// <summary>The table <c>watermarks</c>: how far a reader has come. PartitionKey = reader, RowKey = "at" for a time, "place" for a key.</summary>
public sealed class Watermarks(TableServiceClient tables)
{
    private const string RowKey = "at";
    private const string PlaceRowKey = "place";

    private readonly TableClient table = tables.GetTableClient("watermarks");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Instant?> ReadAsync(string reader, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(reader, RowKey, cancellationToken: cancellationToken);
        return row.HasValue && row.Value!.GetDateTimeOffset("At") is { } at ? Instant.FromDateTimeOffset(at) : null;
    }

    public Task WriteAsync(string reader, Instant at, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(new TableEntity(reader, RowKey) { ["At"] = at.ToDateTimeOffset() }, TableUpdateMode.Replace, cancellationToken);

    /// <summary>The key at which a reader of a whole table goes on; null where it has never been.</summary>
    public async Task<string?> ReadPlaceAsync(string reader, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(reader, PlaceRowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetString("Place") : null;
    }

    public Task WritePlaceAsync(string reader, string place, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(new TableEntity(reader, PlaceRowKey) { ["Place"] = place }, TableUpdateMode.Replace, cancellationToken);
}
