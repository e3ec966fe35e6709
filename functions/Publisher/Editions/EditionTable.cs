using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Editions;

/// <summary>The table <c>editions</c>: PartitionKey = "edition", RowKey = id. A weekly digest fills fifty rows a year.</summary>
internal static class EditionTable
{
    public const string Name = "editions";

    public const string PartitionKey = "edition";

    public static TableEntity ToRow(Edition edition)
    {
        var row = new TableEntity(PartitionKey, edition.Id)
        {
            ["Digest"] = edition.Digest,
            ["Number"] = edition.Number,
            ["State"] = edition.State.ToString(),
            ["CutOff"] = edition.CutOff.ToDateTimeOffset(),
            ["Items"] = string.Join(' ', edition.Items),
            ["Heading"] = edition.Heading,
            ["Subject"] = edition.Subject,
            ["Plan"] = edition.Plan,
            ["Held"] = edition.Held,
            ["Content"] = edition.Content,
            ["Note"] = edition.Note,
        };
        if (edition.Released is { } released) row["Released"] = released.ToDateTimeOffset();
        if (edition.Told.Count > 0) row["Told"] = string.Join('\n', edition.Told);
        if (edition.Closed is { } closed) row["Closed"] = closed.ToDateTimeOffset();
        if (edition.UselessAfter is { } uselessAfter) row["UselessAfter"] = uselessAfter.ToDateTimeOffset();
        return row;
    }

    public static Edition FromRow(TableEntity row) => new(
        row.RowKey,
        row.GetString("Digest")!,
        row.GetInt32("Number")!.Value,
        Enum.Parse<EditionState>(row.GetString("State")!),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("CutOff")!.Value),
        [.. row.GetString("Items")!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(EditionItem.Parse)],
        row.GetString("Heading") ?? "",
        row.GetString("Subject") ?? "",
        row.GetString("Plan") ?? "",
        row.GetBoolean("Held") ?? false,
        row.GetString("Content") ?? "",
        row.GetString("Note") ?? "",
        row.GetDateTimeOffset("Closed") is { } closed ? Instant.FromDateTimeOffset(closed) : null,
        row.GetDateTimeOffset("UselessAfter") is { } uselessAfter ? Instant.FromDateTimeOffset(uselessAfter) : null)
    {
        ETag = row.ETag,
        Released = row.GetDateTimeOffset("Released") is { } released ? Instant.FromDateTimeOffset(released) : null,
        Told = [.. (row.GetString("Told") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Telling.Parse)],
    };
}
