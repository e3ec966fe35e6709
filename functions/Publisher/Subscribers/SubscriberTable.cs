using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
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

    // A text and not a time: a merge cannot take a column away, but it can empty one.
    private const string Asked = "Asked";

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
        row[Asked] = Text(subscriber.Asked);
        return row;
    }

    /// <summary>What a sign-up says, merged into the row of someone who gets no mail.</summary>
    public static TableEntity ToSignUp(Subscriber subscriber)
    {
        var row = ToPreferences(subscriber);
        row["Source"] = subscriber.Source;
        row[Asked] = Text(subscriber.Asked);
        return row;
    }

    /// <summary>Only when mail was last asked for.</summary>
    public static TableEntity ToAsked(SubscriberKey key, Instant? asked) => new(key.PartitionKey, key.RowKey) { [Asked] = Text(asked) };

    /// <summary>That the subscription is confirmed, and since when.</summary>
    public static TableEntity ToConfirmed(SubscriberKey key, Instant now)
    {
        var row = ToAsked(key, null);
        row["Status"] = nameof(SubscriptionStatus.Confirmed);
        row["Since"] = now.ToDateTimeOffset();
        return row;
    }

    /// <summary>That the subscription has ended; a sign-up that was waiting ends with it.</summary>
    public static TableEntity ToUnsubscribed(SubscriberKey key)
    {
        var row = ToAsked(key, null);
        row["Status"] = nameof(SubscriptionStatus.Unsubscribed);
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
        ["Role"] = subscriber.Role?.Key() ?? "",
        ["Deadlines"] = subscriber.Interests.Deadlines,
        ["Rhythm"] = RhythmText.Write(subscriber.Rhythm),
        ["RhythmPast"] = RhythmText.WritePast(subscriber.Rhythm.Past),
    };

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
            Split(row, "Topics"),
            row.GetBoolean("Deadlines") ?? false),
        row.GetString("Source") ?? "",
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value),
        ReaderRoles.Parse(row.GetString("Role") ?? ""),
        row.GetString(Asked) is { Length: > 0 } asked ? InstantPattern.ExtendedIso.Parse(asked).Value : null)
    {
        Rhythm = RhythmText.Read(row.GetString("Rhythm") ?? "", row.GetString("RhythmPast") ?? ""),
    };

    private static string Text(Instant? instant) => instant is { } given ? InstantPattern.ExtendedIso.Format(given) : "";

    private static ItemKind Kind(string key) => ItemKinds.TryParse(key, out var kind) ? kind : throw new ArgumentException(key, nameof(key));

    private static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    private static string[] Split(TableEntity row, string column) =>
        row.GetString(column) is { Length: > 0 } text ? text.Split(Separator) : [];
}
