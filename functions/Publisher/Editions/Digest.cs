using System.Globalization;
using Azure.Data.Tables;
using NodaTime;
using Publisher.Content;

namespace Publisher.Editions;

/// <summary>A standing publication: a name and a cadence, for those who chose its rhythm.</summary>
/// <param name="Id">A slug; it stands in the ids of its editions.</param>
/// <param name="UselessAfter">How long after its cut-off an edition is worth delivering; null for ever.</param>
public sealed record Digest(string Id, Cadence Cadence, Duration? UselessAfter = null, Rhythm Rhythm = Rhythm.Weekly)
{
    /// <summary>Ids of the digests beside the main one, which has the name that the settings give it.</summary>
    public static IReadOnlyDictionary<Rhythm, string> Reserved { get; } =
        new[] { Rhythm.AtOnce, Rhythm.Monthly }.ToDictionary(rhythm => rhythm, rhythm => rhythm.Key());

    /// <summary>False where the settings have done away with it. The main one is always there: staff make it where no timer does.</summary>
    public bool IsOn => Rhythm == Rhythm.Weekly || Cadence != Cadence.Never;

    /// <summary>The rhythm of a digest, by its id. The main one may have had another name once.</summary>
    public static Rhythm RhythmOf(string id) => Reserved.Where(each => each.Value == id).Select(each => each.Key).FirstOrDefault(Rhythm.Weekly);

    /// <summary>The id of one of its editions, counted from 1.</summary>
    public string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{Id}-{number:0000}");
}

/// <summary>How far a digest has come.</summary>
/// <param name="Number">Of the last closed edition; 0 before the first.</param>
/// <param name="Since">The last closed edition's cut-off; before the first, when the digest was first seen. The next one is due by the cadence
/// from there, whatever the cadence is by then.</param>
/// <param name="Began">Of a digest beside the main one: since when it is there; what the main one had brought by then is no news to its readers. Null
/// for the main one, and while the settings have it turned off.</param>
public sealed record DigestProgress(int Number, Instant Since, Instant? Began = null);

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
            Instant.FromDateTimeOffset(row.Value.GetDateTimeOffset("Since")!.Value),
            row.Value.GetDateTimeOffset("Began") is { } began ? Instant.FromDateTimeOffset(began) : null);
    }

    /// <summary>Written by whoever closes an edition; closing the same one again writes the same.</summary>
    public Task WriteAsync(string digest, DigestProgress progress, CancellationToken cancellationToken)
    {
        var row = new TableEntity(PartitionKey, digest) { ["Number"] = progress.Number, ["Since"] = progress.Since.ToDateTimeOffset() };
        if (progress.Began is { } began) row["Began"] = began.ToDateTimeOffset();
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
