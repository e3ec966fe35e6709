using Azure.Data.Tables;
using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>The table <c>subscribers</c>: PartitionKey = first two hex digits of the key, RowKey = the rest.</summary>
internal static class SubscriberTable
{
    public const string Name = "subscribers";

    /// <summary>Between the entries of a list, as in a subscriber file: a topic may have a comma in it.</summary>
    private const char Separator = '|';

    /// <summary>The rows of a range, as a filter; of every table that has the subscribers' keys.</summary>
    public static string In(KeyRange range)
    {
        if (range.First != range.Last) return TableClient.CreateQueryFilter($"PartitionKey ge {range.FirstPartition} and PartitionKey le {range.LastPartition}");
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {range.FirstPartition}");
        if (range.From > 0) filter += TableClient.CreateQueryFilter($" and RowKey ge {KeyRange.PartitionKey(range.From)}");
        if (range.To < KeyRange.Partitions - 1) filter += TableClient.CreateQueryFilter($" and RowKey lt {KeyRange.PartitionKey(range.To + 1)}");
        return filter;
    }

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
