using Azure;
using Azure.Data.Tables;
using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>What of a subscriber's row says how long it is kept.</summary>
internal sealed record StoredSubscriber(SubscriberKey Key, SubscriptionStatus Status, Instant Since, HistoryEntry? Waiting, ETag Version);

/// <summary>The table <c>subscribers</c>: PartitionKey = first two hex digits of the key, RowKey = the rest.</summary>
internal static class SubscriberTable
{
    public const string Name = "subscribers";

    /// <summary>The column of the entry that has not come to the history yet.</summary>
    public const string Waiting = "Waiting";

    /// <summary>Between the entries of a list, as in a subscriber file: a topic may have a comma in it.</summary>
    private const char Separator = '|';

    public static TableEntity ToRow(Subscriber subscriber)
    {
        var row = ToPreferences(subscriber);
        row["Address"] = subscriber.Address;
        row["Status"] = subscriber.Status.ToString();
        row["Source"] = subscriber.Source;
        row["Since"] = subscriber.Since.ToDateTimeOffset();
        return row;
    }

    /// <summary>Only what subscribers choose themselves: merged into a row, it leaves all else in it as it is.</summary>
    public static TableEntity ToPreferences(Subscriber subscriber) => new(subscriber.Key.PartitionKey, subscriber.Key.RowKey)
    {
        ["Name"] = subscriber.Name,
        ["Language"] = subscriber.Language,
        ["Kinds"] = Join(subscriber.Interests.Kinds.Select(kind => kind.Key())),
        ["Districts"] = Join(subscriber.Interests.Districts),
        ["Topics"] = Join(subscriber.Interests.Topics),
    };

    public static TableEntity ToUnsubscribed(SubscriberKey key) => new(key.PartitionKey, key.RowKey) { ["Status"] = nameof(SubscriptionStatus.Unsubscribed) };

    // Emptied: a merge cannot take a column away.
    public static TableEntity ToNothingWaiting(SubscriberKey key) => new(key.PartitionKey, key.RowKey) { [Waiting] = "" };

    public static TableEntity WithWaiting(TableEntity row, HistoryEntry entry)
    {
        row[Waiting] = HistoryTable.ToText(entry);
        return row;
    }

    public static HistoryEntry? WaitingIn(TableEntity row) => row.GetString(Waiting) is { Length: > 0 } text ? HistoryTable.FromText(text) : null;

    public static StoredSubscriber Stored(TableEntity row) => new(
        SubscriberKey.FromRow(row.PartitionKey, row.RowKey),
        Enum.Parse<SubscriptionStatus>(row.GetString("Status")!),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value),
        WaitingIn(row),
        row.ETag);

    public static Subscriber FromRow(TableEntity row) => new(
        SubscriberKey.FromRow(row.PartitionKey, row.RowKey),
        row.GetString("Address") ?? "",
        row.GetString("Name") ?? "",
        row.GetString("Language") ?? "pl",
        Enum.Parse<SubscriptionStatus>(row.GetString("Status")!),
        new Interests(
            [.. Split(row, "Kinds").Where(key => ItemKinds.TryParse(key, out _)).Select(Kind)],
            Split(row, "Districts"),
            Split(row, "Topics")),
        row.GetString("Source") ?? "",
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value));

    private static ItemKind Kind(string key) => ItemKinds.TryParse(key, out var kind) ? kind : throw new ArgumentException(key, nameof(key));

    private static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    private static string[] Split(TableEntity row, string column) =>
        row.GetString(column) is { Length: > 0 } text ? text.Split(Separator) : [];
}
