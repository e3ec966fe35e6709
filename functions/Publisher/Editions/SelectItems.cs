using NodaTime;
using Publisher.Content;

namespace Publisher.Editions;

/// <summary>Which items an edition holds, and in which order. Pure.</summary>
public static class SelectItems
{
    /// <summary>
    /// How far before the last cut-off to look again: instances' clocks differ and a save takes its time, so an item can be stamped
    /// before a cut-off and appear after it. What is found twice is recognised by the editions it is in.
    /// </summary>
    public static readonly Duration Overlap = Duration.FromHours(1);

    /// <param name="published">Every item that changed since the last cut-off, less the overlap.</param>
    /// <param name="sent">What editions, announcements too, have ever brought. Not the time of its first publishing tells whether an item is
    /// new: one that was withdrawn over a cut-off and is back has reached nobody.</param>
    public static IReadOnlyList<StoredItem> New(IEnumerable<StoredItem> published, IReadOnlySet<ItemRef> sent, Instant now, DateTimeZone zone) =>
        [.. published
            .Where(stored => stored.Item.Status == ItemStatus.Published)
            .Where(stored => !sent.Contains(stored.Ref))
            .Where(stored => stored.Item.Expires(zone) is not { } end || end > now)
            .OrderBy(stored => stored.Item.Kind)
            .ThenBy(stored => Urgency(stored.Item, zone))
            .ThenBy(stored => stored.Published)
            .ThenBy(stored => stored.Item.Id, StringComparer.Ordinal)];

    private static Instant Urgency(Item item, DateTimeZone zone) => item switch
    {
        Event @event => @event.Starts.Begins(zone),
        _ => item.Expires(zone) ?? Instant.MaxValue,
    };
}
