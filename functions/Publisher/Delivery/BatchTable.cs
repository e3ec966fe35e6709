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
        ["Paused"] = batch.Tally.Paused,
        ["Trouble"] = batch.Trouble,
    };

    public static Batch FromRow(TableEntity row) => new(
        row.PartitionKey,
        int.Parse(row.RowKey, CultureInfo.InvariantCulture),
        new KeyRange(Int(row, "First"), Int(row, "Last")),
        Enum.Parse<BatchState>(row.GetString("State")!),
        Int(row, "Attempt"),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value),
        new Tally(Int(row, "Accepted"), Int(row, "Rejected"), Int(row, "Deferred"), Int(row, "Failed"), Int(row, "Repeated"), Int(row, "Empty"), Int(row, "Suppressed"), Int(row, "Late"), Int(row, "Paused")),
        row.GetString("Trouble") ?? "")
    {
        ETag = row.ETag,
    };

    private static int Int(TableEntity row, string column) => row.GetInt32(column) ?? 0;
}
