using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Board;

/// <summary>Why an item stands where it stands on the board; in the order shown.</summary>
public enum Urgency
{
    /// <summary>A call that closes within <see cref="DigestEntry.ClosingDays"/> days.</summary>
    Closing,

    /// <summary>A call with more time left, or without an end.</summary>
    Open,

    /// <summary>An event that is not over.</summary>
    Upcoming,

    Draft,

    /// <summary>News, results, what is over and what was withdrawn.</summary>
    Rest,
}

public sealed record BoardLine(StoredItem Stored, Urgency Urgency);

/// <summary>Orders items by what staff have to see to first. Pure.</summary>
public static class BoardOrder
{
    /// <summary>Closing soon and open calls by deadline, events by start, then drafts and the rest, the newest first.</summary>
    public static IReadOnlyList<BoardLine> Of(IEnumerable<StoredItem> items, Instant now, DateTimeZone zone) =>
    [
        .. items.Select(stored => new BoardLine(stored, UrgencyOf(stored.Item, now, zone)))
            .OrderBy(line => line.Urgency)
            .ThenBy(line => DateOf(line, zone))
            .ThenByDescending(line => line.Stored.Published ?? line.Stored.Changed)
            .ThenBy(line => line.Stored.Ref.ToString(), StringComparer.Ordinal),
    ];

    public static Urgency UrgencyOf(Item item, Instant now, DateTimeZone zone) => item switch
    {
        { Status: ItemStatus.Draft } => Urgency.Draft,
        { Status: ItemStatus.Withdrawn } or News or Call { Results: not null } => Urgency.Rest,
        _ when item.Expires(zone) <= now => Urgency.Rest,
        Call { Closes: { } closes } => Period.DaysBetween(now.InZone(zone).Date, closes.LastDay) <= DigestEntry.ClosingDays ? Urgency.Closing : Urgency.Open,
        Call => Urgency.Open,
        _ => Urgency.Upcoming,
    };

    /// <summary>What a group is ordered by before anything else; the same for all where that is nothing.</summary>
    private static Instant DateOf(BoardLine line, DateTimeZone zone) => (line.Urgency, line.Stored.Item) switch
    {
        (Urgency.Closing or Urgency.Open, var call) => call.Expires(zone) ?? Instant.MaxValue,
        (Urgency.Upcoming, Event @event) => @event.Starts.Begins(zone),
        _ => Instant.MinValue,
    };
}
