using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>What of a subscriber's row says how long it is kept.</summary>
internal sealed record StoredSubscriber(SubscriberKey Key, SubscriptionStatus Status, Instant Since, HistoryEntry? Waiting, ETag Version)
{
    public CallChoices Calls { get; init; } = CallChoices.None;

    public AddressMove? Move { get; init; }

    public SubscriberKey? MovedTo { get; init; }

    public Instant? Asked { get; init; }

    public bool IsAsked => Asked is not null;
}

/// <summary>The table <c>subscribers</c>: PartitionKey = first two hex digits of the key, RowKey = the rest.</summary>
internal static class SubscriberTable
{
    public const string Name = "subscribers";

    /// <summary>The column of the entry that has not come to the history yet.</summary>
    public const string Waiting = "Waiting";

    // A text and not a time: a merge cannot take a column away, but it can empty one.
    private const string Asked = "Asked";

    private const string AskedFor = "AskedFor";
    private const string PausedUntil = "PausedUntil";
    private const string Followed = "Followed";
    private const string Left = "LeftCalls";
    private const string Move = "Move";
    private const string MovedTo = "MovedTo";
    private const string MovedFrom = "MovedFrom";

    /// <summary>The columns of <see cref="Stored"/>.</summary>
    public static readonly string[] StoredColumns = ["PartitionKey", "RowKey", "Status", "Since", Waiting, Followed, Left, Move, MovedTo, Asked];

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
        row[AskedFor] = subscriber.AskedFor?.ToText() ?? "";
        row[Move] = subscriber.Move?.ToText() ?? "";
        row[MovedTo] = subscriber.MovedTo?.Hex ?? "";
        row[MovedFrom] = Join(subscriber.MovedFrom.Select(key => key.Hex));
        return row;
    }

    /// <summary>Only what is chosen of single calls.</summary>
    public static TableEntity ToCalls(Subscriber subscriber) => new(subscriber.Key.PartitionKey, subscriber.Key.RowKey)
    {
        [Followed] = Join(subscriber.Calls.Followed),
        [Left] = Join(subscriber.Calls.Left),
    };

    /// <summary>Only a change of address that waits, or that none does.</summary>
    public static TableEntity ToMove(SubscriberKey key, AddressMove? move) => new(key.PartitionKey, key.RowKey) { [Move] = move?.ToText() ?? "" };

    /// <summary>
    /// What stays behind of a subscriber who has another address now: the way there. The row itself stays as well, so that no import takes the
    /// old address for a new one; who owns it may sign up anew.
    /// </summary>
    public static TableEntity ToMovedAway(SubscriberKey key, SubscriberKey to, Instant now)
    {
        var row = ToRow(new Subscriber(key, "", "", "", SubscriptionStatus.Unsubscribed, Interests.Everything, "", now) { MovedTo = to });
        row[Waiting] = "";
        return row;
    }

    /// <summary>Only the way to another row.</summary>
    public static TableEntity ToWay(SubscriberKey key, SubscriberKey to) => new(key.PartitionKey, key.RowKey) { [MovedTo] = to.Hex };

    /// <summary>What a sign-up says, merged into the row of someone who has confirmed nothing yet.</summary>
    public static TableEntity ToSignUp(Subscriber subscriber)
    {
        var row = ToAskedWords(subscriber);
        row[Asked] = Text(subscriber.Asked);
        return row;
    }

    /// <summary>What a sign-up says, kept beside the row of someone who has left: nobody knows yet whose word it is.</summary>
    public static TableEntity ToWaiting(Subscriber asked)
    {
        var row = ToAsked(asked.Key, asked.Asked);
        row[AskedFor] = Subscribers.AskedFor.Of(asked).ToText();
        return row;
    }

    /// <summary>That no sign-up waits any more, nor what it said.</summary>
    public static TableEntity ToNothingAsked(SubscriberKey key) => Unasked(new TableEntity(key.PartitionKey, key.RowKey));

    /// <summary>Only when mail was last asked for.</summary>
    public static TableEntity ToAsked(SubscriberKey key, Instant? asked) => new(key.PartitionKey, key.RowKey) { [Asked] = Text(asked) };

    /// <summary>That what was asked for is confirmed, and since when.</summary>
    public static TableEntity ToConfirmed(Subscriber confirmed, Instant now) =>
        Confirmed(confirmed.AskedFor is null ? new TableEntity(confirmed.Key.PartitionKey, confirmed.Key.RowKey) : ToAskedWords(confirmed.AsAsked()), now);

    /// <summary>That the subscription is confirmed as it was before, and since when.</summary>
    public static TableEntity ToConfirmed(SubscriberKey key, Instant now) => Confirmed(new TableEntity(key.PartitionKey, key.RowKey), now);

    private static TableEntity Confirmed(TableEntity row, Instant now)
    {
        Unasked(row);
        row["Status"] = nameof(SubscriptionStatus.Confirmed);
        row["Since"] = now.ToDateTimeOffset();
        // From now on the address is a subscriber's own again.
        row[MovedTo] = "";
        return row;
    }

    /// <summary>That the subscription has ended; a sign-up that was waiting ends with it.</summary>
    public static TableEntity ToUnsubscribed(SubscriberKey key)
    {
        var row = ToNothingAsked(key);
        row["Status"] = nameof(SubscriptionStatus.Unsubscribed);
        row[PausedUntil] = "";
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
        [PausedUntil] = subscriber.PausedUntil is { } day ? LocalDatePattern.Iso.Format(day) : "",
        [Followed] = Join(subscriber.Calls.Followed),
        [Left] = Join(subscriber.Calls.Left),
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
        row.ETag)
    {
        Calls = CallsIn(row),
        Move = AddressMove.FromText(row.GetString(Move)),
        MovedTo = KeysIn(row, MovedTo) is [var to] ? to : null,
        Asked = AskedIn(row),
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
            Split(row, "Topics"),
            row.GetBoolean("Deadlines") ?? false),
        row.GetString("Source") ?? "",
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("Since")!.Value),
        ReaderRoles.Parse(row.GetString("Role") ?? ""),
        AskedIn(row))
    {
        Rhythm = RhythmText.Read(row.GetString("Rhythm") ?? "", row.GetString("RhythmPast") ?? ""),
        PausedUntil = row.GetString(PausedUntil) is { Length: > 0 } day ? LocalDatePattern.Iso.Parse(day).Value : null,
        Calls = CallsIn(row),
        Move = AddressMove.FromText(row.GetString(Move)),
        MovedTo = KeysIn(row, MovedTo) is [var to] ? to : null,
        MovedFrom = KeysIn(row, MovedFrom),
        AskedFor = Subscribers.AskedFor.FromText(row.GetString(AskedFor)),
    };

    private static TableEntity ToAskedWords(Subscriber subscriber)
    {
        var row = ToPreferences(subscriber);
        row["Address"] = subscriber.Address;
        row["Source"] = subscriber.Source;
        return row;
    }

    private static TableEntity Unasked(TableEntity row)
    {
        row[Asked] = "";
        row[AskedFor] = "";
        return row;
    }

    private static Instant? AskedIn(TableEntity row) => row.GetString(Asked) is { Length: > 0 } asked ? InstantPattern.ExtendedIso.Parse(asked).Value : null;

    private static CallChoices CallsIn(TableEntity row) => CallChoices.Of(Split(row, Followed), Split(row, Left));

    private static SubscriberKey[] KeysIn(TableEntity row, string column) =>
        Split(row, column) is { Length: > 0 } keys ? [.. keys.Select(hex => SubscriberKey.FromBytes(Convert.FromHexString(hex)))] : [];

    private static string Text(Instant? instant) => instant is { } given ? InstantPattern.ExtendedIso.Format(given) : "";

    private static ItemKind Kind(string key) => ItemKinds.TryParse(key, out var kind) ? kind : throw new ArgumentException(key, nameof(key));

    private static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    private static string[] Split(TableEntity row, string column) =>
        row.GetString(column) is { Length: > 0 } text ? text.Split(Separator) : [];
}
