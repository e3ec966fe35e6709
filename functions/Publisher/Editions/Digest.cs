using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Editions;

/// <summary>A standing publication: a name and a cadence.</summary>
/// <param name="Id">A slug; it stands in the ids of its editions.</param>
public sealed record Digest(string Id, Cadence Cadence);

/// <summary>How far a digest has come.</summary>
/// <param name="Number">Of the last closed edition; 0 before the first.</param>
/// <param name="Through">The last closed edition's cut-off: what was published after it is new. Null before the first.</param>
/// <param name="Due">When the next edition is to be made.</param>
public sealed record DigestProgress(int Number, Instant? Through, Instant Due);

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
            row.Value!.GetInt32("Number")!.Value,
            row.Value.GetDateTimeOffset("Through") is { } through ? Instant.FromDateTimeOffset(through) : null,
            Instant.FromDateTimeOffset(row.Value.GetDateTimeOffset("Due")!.Value));
    }

    /// <summary>Written by whoever closes an edition; closing the same one again writes the same.</summary>
    public Task WriteAsync(string digest, DigestProgress progress, CancellationToken cancellationToken)
    {
        var row = new TableEntity(PartitionKey, digest) { ["Number"] = progress.Number, ["Due"] = progress.Due.ToDateTimeOffset() };
        if (progress.Through is { } through) row["Through"] = through.ToDateTimeOffset();
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
