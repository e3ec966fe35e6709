using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Subscribers;

/// <summary>What of an entry says how long it is kept.</summary>
internal sealed record StoredEntry(SubscriberKey Key, string RowKey, Instant At, bool HasNetwork);

/// <summary>
/// The table <c>history</c>: PartitionKey as the subscriber's, RowKey = the subscriber's, the time and a counter. So the entries of many are
/// written at once, and the two tables can be read side by side.
/// </summary>
internal static class HistoryTable
{
    public const string Name = "history";

    public static TableEntity ToRow(SubscriberKey key, HistoryEntry entry, int number) =>
        new(key.PartitionKey, string.Create(CultureInfo.InvariantCulture, $"{key.RowKey}-{entry.At.ToUnixTimeTicks():D19}-{number:D2}"))
        {
            ["At"] = entry.At.ToDateTimeOffset(),
            ["Event"] = entry.Event.ToString(),
            ["Channel"] = entry.Channel,
            ["Wording"] = entry.Wording,
            ["Detail"] = entry.Detail,
            ["Network"] = entry.Network,
        };

    public static HistoryEntry FromRow(TableEntity row) => new(
        At(row),
        Enum.Parse<HistoryEvent>(row.GetString("Event")!),
        row.GetString("Channel") ?? "",
        row.GetString("Wording") ?? "",
        row.GetString("Detail") ?? "",
        row.GetString("Network") ?? "");

    public static StoredEntry Stored(TableEntity row) => new(
        KeyOf(row), row.RowKey, At(row), row.GetString("Network") is { Length: > 0 });

    /// <summary>The filter of one subscriber's rows.</summary>
    public static string Of(SubscriberKey key)
    {
        // A full stop is what follows a hyphen in ASCII.
        var (partition, from, to) = (key.PartitionKey, key.RowKey + "-", key.RowKey + ".");
        return TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
    }

    /// <summary>An entry as one text, for a column of the subscriber's row.</summary>
    public static string ToText(HistoryEntry entry) => JsonSerializer.Serialize(
        new string[] { InstantPattern.ExtendedIso.Format(entry.At), entry.Event.ToString(), entry.Channel, entry.Wording, entry.Detail, entry.Network });

    public static HistoryEntry FromText(string text)
    {
        var parts = JsonSerializer.Deserialize<string[]>(text)!;
        return new HistoryEntry(InstantPattern.ExtendedIso.Parse(parts[0]).Value, Enum.Parse<HistoryEvent>(parts[1]), parts[2], parts[3], parts[4], parts[5]);
    }

    /// <summary>Whose entry a row is.</summary>
    public static SubscriberKey KeyOf(TableEntity row) => SubscriberKey.FromRow(row.PartitionKey, row.RowKey[..row.RowKey.IndexOf('-', StringComparison.Ordinal)]);

    public static Instant At(TableEntity row) => Instant.FromDateTimeOffset(row.GetDateTimeOffset("At")!.Value);
}
