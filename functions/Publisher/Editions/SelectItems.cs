using NodaTime;
using Publisher.Content;

namespace Publisher.Editions;

/// <summary>Which items an edition holds, and in which order. Pure.</summary>
public static class SelectItems
{
    /// <summary>Items of one edition: more is no digest, and the rest is in the next one.</summary>
    public const int MaxItems = 100;

    /// <param name="published">Every published item.</param>
    /// <param name="sent">What editions, announcements too, have ever brought; a cancelled one brought nothing. No time tells whether an item
    /// is new: clocks differ, saves take their time, and one that was withdrawn over a cut-off and is back has reached nobody.</param>
    public static IReadOnlyList<StoredItem> New(IEnumerable<StoredItem> published, IReadOnlySet<ItemRef> sent, Instant now, DateTimeZone zone) =>
        [.. published
            .Where(stored => stored.Item.Status == ItemStatus.Published)
            .Where(stored => !sent.Contains(stored.Ref))
            .Where(stored => stored.Item.Expires(zone) is not { } end || end > now)
            .OrderBy(stored => stored.Item.Kind)
            .ThenBy(stored => Urgency(stored.Item, zone))
            .ThenBy(stored => stored.Published)
            .ThenBy(stored => stored.Item.Id, StringComparer.Ordinal)
            .Take(MaxItems)];

    private static Instant Urgency(Item item, DateTimeZone zone) => item switch
    {
        Event @event => @event.Starts.Begins(zone),
        _ => item.Expires(zone) ?? Instant.MaxValue,
    };
}
