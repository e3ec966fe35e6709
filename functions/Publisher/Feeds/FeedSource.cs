using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Feeds;

/// <summary>All that anyone was ever told of, read once: what feeds are made from.</summary>
public sealed class FeedSource
{
    /// <summary>Items of a feed: a reader that calls once a month misses none of a town's.</summary>
    public const int MaxItems = 100;

    /// <summary>Entries of a calendar: years of a town's dates, and a file that phones still take.</summary>
    public const int MaxEntries = 500;

    /// <summary>For so long a calendar is told that an entry is off: they ask once a day, and some people are away.</summary>
    public static readonly Duration CancelledFor = Duration.FromDays(30);

    private readonly IReadOnlyList<StoredItem> known;

    private FeedSource(IReadOnlyList<StoredItem> known) => this.known = known;

    /// <summary>Every topic that an item has or had, in alphabetical order.</summary>
    public IReadOnlyList<string> Topics =>
        [.. known.SelectMany(stored => stored.Item.Topics).Where(topic => topic.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>When anything in any feed last changed, an item's leaving it included; the beginning of time where nothing ever was.</summary>
    public Instant Changed => LastChange(known);

    public static async Task<FeedSource> ReadAsync(Items items, CancellationToken cancellationToken)
    {
        var known = new List<StoredItem>();
        await foreach (var stored in items.AllAsync(cancellationToken))
            if (stored.Published is not null && stored.Item.Status != ItemStatus.Draft) known.Add(stored);
        return new FeedSource(known);
    }

    /// <summary>What is published and admitted, the newest first.</summary>
    public IReadOnlyList<StoredItem> Newest(FeedFilter filter) =>
    [
        .. Admitted(filter).Where(stored => stored.Item.Status == ItemStatus.Published)
            .OrderByDescending(stored => stored.Published).ThenBy(stored => stored.Ref.ToString(), StringComparer.Ordinal).Take(MaxItems),
    ];

    /// <summary>What has a date and is admitted, the latest date first: what is still to come is never crowded out.</summary>
    public IReadOnlyList<StoredItem> Dated(FeedFilter filter, Instant now) =>
    [
        .. Admitted(filter).Where(stored => CalendarText.HasDate(stored.Item) && (stored.Item.Status == ItemStatus.Published || stored.Changed + CancelledFor > now))
            .OrderByDescending(stored => DateOf(stored.Item)).ThenBy(stored => stored.Ref.ToString(), StringComparer.Ordinal).Take(MaxEntries),
    ];

    /// <summary>When a feed last changed, by the items that are or were in it.</summary>
    public Instant ChangedIn(FeedFilter filter) => LastChange(Admitted(filter));

    private IEnumerable<StoredItem> Admitted(FeedFilter filter) => known.Where(stored => filter.Admits(stored.Item));

    private static Instant LastChange(IEnumerable<StoredItem> items) => items.Select(stored => stored.Changed).DefaultIfEmpty(NodaConstants.UnixEpoch).Max();

    private static LocalDate DateOf(Item item) => item is Event @event ? @event.Starts.Date : ((Call)item).Closes!.Value.LastDay;
}
