using System.Globalization;
using Azure.Data.Tables;
using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>The table <c>batches</c>: PartitionKey = edition, RowKey = number.</summary>
internal static class BatchTable
{
    public const string Name = "batches";

    public static TableEntity ToRow(Batch batch) => new(batch.Edition, batch.Name)
    {
        ["First"] = batch.Range.First,
        ["Last"] = batch.Range.Last,
        ["From"] = batch.Range.From,
        ["To"] = batch.Range.To,
        ["State"] = batch.State.ToString(),
        ["Attempt"] = batch.Attempt,
        ["Since"] = batch.Since.ToDateTimeOffset(),
        ["Accepted"] = batch.Tally.Accepted,
        ["Rejected"] = batch.Tally.Rejected,
        ["Deferred"] = batch.Tally.Deferred,
        ["Failed"] = batch.Tally.Failed,
        ["Repeated"] = batch.Tally.Repeated,
        ["Empty"] = batch.Tally.Empty,
        ["Suppressed"] = batch.Tally.Suppressed,
        ["Late"] = batch.Tally.Late,
        ["Unknown"] = batch.Tally.Unknown,
        ["Paused"] = batch.Tally.Paused,
        ["Trouble"] = batch.Trouble,
        ["Failures"] = batch.Failures,
        ["Requeued"] = batch.Requeued,
    };

    public static Batch FromRow(TableEntity row) => new(
        row.PartitionKey,
        int.Parse(row.RowKey, CultureInfo.InvariantCulture),
        new KeyRange(Int(row, "First"), Int(row, "Last"), Int(row, "From"), row.GetInt32("To") ?? KeyRange.Partitions - 1),
        Enum.Parse<BatchState>(row.GetString("State")!),
        Int(row, "Attempt"),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value),
        new Tally(
            Int(row, "Accepted"), Int(row, "Rejected"), Int(row, "Deferred"), Int(row, "Failed"), Int(row, "Repeated"),
            Int(row, "Empty"), Int(row, "Suppressed"), Int(row, "Late"), Int(row, "Unknown"), Int(row, "Paused")),
        row.GetString("Trouble") ?? "")
    {
        Failures = Int(row, "Failures"),
        Requeued = Int(row, "Requeued"),
        ETag = row.ETag,
    };

    /// <summary>Only that it is queued, and when its message is to be seen.</summary>
    public static TableEntity ToQueued(Batch batch) => new(batch.Edition, batch.Name)
    {
        ["State"] = batch.State.ToString(),
        ["Since"] = batch.Since.ToDateTimeOffset(),
        ["Requeued"] = batch.Requeued,
    };

    private static int Int(TableEntity row, string column) => row.GetInt32(column) ?? 0;
}
