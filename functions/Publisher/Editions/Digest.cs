using System.Globalization;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Editions;

/// <summary>A standing publication: a name and a cadence.</summary>
/// <param name="Id">A slug; it stands in the ids of its editions.</param>
/// <param name="UselessAfter">How long after its cut-off an edition is worth delivering; null for ever.</param>
public sealed record Digest(string Id, Cadence Cadence, Duration? UselessAfter = null)
{
    /// <summary>The id of one of its editions, counted from 1.</summary>
    public string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Id}-{number:0000}");
}

/// <summary>How far a digest has come.</summary>
/// <param name="Number">Of the last closed edition; 0 before the first.</param>
/// <param name="Since">The last closed edition's cut-off; before the first, when the digest was first seen. The next one is due by the cadence
/// from there, whatever the cadence is by then.</param>
public sealed record DigestProgress(int Number, Instant Since);

/// <summary>Digests' rows in the table <c>watermarks</c>: PartitionKey = "digest", RowKey = id.</summary>
public sealed class DigestWatermarks(TableServiceClient tables)
{
    private const string PartitionKey = "digest";

    private readonly TableClient table = tables.GetTableClient("watermarks");

    public async Task<DigestProgress?> ReadAsync(string digest, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(PartitionKey, digest, cancellationToken: cancellationToken);
        if (!row.HasValue) return null;
        return new DigestProgress(
            row.Value!.GetInt32("Number")!.Value, Instant.FromDateTimeOffset(row.Value.GetDateTimeOffset("Since")!.Value));
    }

    /// <summary>Written by whoever closes an edition; closing the same one again writes the same.</summary>
    public Task WriteAsync(string digest, DigestProgress progress, CancellationToken cancellationToken)
    {
        var row = new TableEntity(PartitionKey, digest) { ["Number"] = progress.Number, ["Since"] = progress.Since.ToDateTimeOffset() };
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
