using Azure.Data.Tables;
using NodaTime;
using Publisher.Rendering;

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
        if (edition.Reached is { } reached) row["Reached"] = reached;
        if (edition.Due is { } due) row["Due"] = due.ToDateTimeOffset();
        if (!edition.Audience.IsEveryone) row["Audience"] = edition.Audience.ToString();
        if (edition.Text.Length > 0) (row["Text"], row["TextLanguage"]) = (edition.Text, edition.TextLanguage);
        if (edition.Released is { } released) row["Released"] = released.ToDateTimeOffset();
        if (edition.Told.Count > 0) row["Told"] = string.Join('\n', edition.Told);
        if (edition.Closed is { } closed) row["Closed"] = closed.ToDateTimeOffset();
        if (edition.UselessAfter is { } uselessAfter) row["UselessAfter"] = uselessAfter.ToDateTimeOffset();
        if (edition.Started is { } started) row["Started"] = started.ToDateTimeOffset();
        if (edition.Origin is { } origin) row["Origin"] = origin.ToDateTimeOffset();
        if (edition.Forgotten != Forgotten.Nothing) row["Forgotten"] = edition.Forgotten.ToString();
        if (edition.Paused is { } paused) row["Paused"] = paused.ToDateTimeOffset();
        return row;
    }

    /// <summary>All columns but the long ones, which say how it is sent and what its readers knew.</summary>
    public static IReadOnlyList<string> Brief { get; } =
    [
        "RowKey", "Digest", "Number", "State", "CutOff", "Items", "Heading", "Subject", "Held", "Content", "Note", "Due", "Audience", "Released", "Closed", "UselessAfter", "Started", "Origin",
        "Forgotten", "Paused", "Reached",
    ];

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
        At(row, "Closed"),
        At(row, "UselessAfter"),
        At(row, "Started"),
        At(row, "Origin"),
        At(row, "Paused"))
    {
        ETag = row.ETag,
        Forgotten = row.GetString("Forgotten") is { } forgotten ? Enum.Parse<Forgotten>(forgotten) : Forgotten.Nothing,
        Reached = row.GetInt32("Reached"),
        Due = At(row, "Due"),
        Audience = row.GetString("Audience") is { } audience ? Audience.Parse(audience) : Audience.Everyone,
        Text = row.GetString("Text") ?? "",
        TextLanguage = row.GetString("TextLanguage") ?? Organisation.Language,
        Released = At(row, "Released"),
        Told = [.. (row.GetString("Told") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Telling.Parse)],
    };

    private static Instant? At(TableEntity row, string column) => row.GetDateTimeOffset(column) is { } at ? Instant.FromDateTimeOffset(at) : null;
}
