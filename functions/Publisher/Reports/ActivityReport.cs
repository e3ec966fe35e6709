using NodaTime;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.Reports;

/// <summary>What a report is about.</summary>
/// <param name="From">The first day, in the organisation's zone.</param>
/// <param name="To">The last day; it is within.</param>
/// <param name="Programme">As the settings or an item name it; empty for all that was done.</param>
public sealed record ReportFilter(LocalDate From, LocalDate To, string Programme)
{
    public bool Holds(Instant at, DateTimeZone zone) => at.InZone(zone).Date is var day && day >= From && day <= To;
}

/// <summary>An edition that went out.</summary>
/// <param name="Tally">Counts of its recipients.</param>
/// <param name="Items">What of it the report is about, in its order.</param>
public sealed record EditionLine(Edition Edition, Tally Tally, IReadOnlyList<ItemRef> Items)
{
    /// <summary>How often the links of what the report is about were opened, item by item; empty where nobody counts.</summary>
    public IReadOnlyDictionary<ItemRef, int> ClicksOf { get; init; } = new Dictionary<ItemRef, int>();

    /// <summary>The same in sum.</summary>
    public int Clicks => Items.Sum(item => ClicksOf.GetValueOrDefault(item));
}

/// <summary>An item and where it went.</summary>
/// <param name="Item">Null where it is kept no more.</param>
/// <param name="Programmes">Who pays, by name; what it names itself where the settings know no such programme.</param>
/// <param name="Editions">That brought it, the first first.</param>
/// <param name="Posts">That were made of it, likewise.</param>
public sealed record ItemLine(ItemRef Ref, StoredItem? Item, IReadOnlyList<string> Programmes, IReadOnlyList<EditionLine> Editions, IReadOnlyList<Post> Posts)
{
    /// <summary>Messages with it that were taken by the relay: who got two editions with it counts twice.</summary>
    public int Messages => Editions.Sum(edition => edition.Tally.Accepted);

    /// <summary>How often its links were opened from mails, in sum.</summary>
    public int Clicks => Editions.Sum(edition => edition.ClicksOf.GetValueOrDefault(Ref));
}

/// <summary>What was done between two days. Pure: all it knows was given to it.</summary>
public sealed record ActivityReport(IReadOnlyList<EditionLine> Editions, IReadOnlyList<ItemLine> Items)
{
    /// <summary>Whether openings of links are counted.</summary>
    public bool HasClicks { get; init; }

    public int Clicks => Editions.Sum(edition => edition.Clicks);

    public int Messages => Editions.Sum(edition => edition.Tally.Accepted);

    public int Posts => Items.Sum(item => item.Posts.Count);

    /// <param name="editions">Those that were begun, each with its counts.</param>
    /// <param name="clicks">How often the items of editions were opened; null where nobody counts.</param>
    /// <param name="posts">Those that are, or were, on a wall.</param>
    public static ActivityReport Of(
        ReportFilter filter, IEnumerable<(Edition Edition, Tally Tally)> editions, IEnumerable<Post> posts, IReadOnlyDictionary<ItemRef, StoredItem> items, Programmes programmes, DateTimeZone zone,
        IReadOnlyDictionary<(string Edition, ItemRef Item), int>? clicks = null)
    {
        var wanted = (ItemRef item) => filter.Programme.Length == 0 || NamesOf(items.GetValueOrDefault(item), programmes).Contains(filter.Programme, StringComparer.OrdinalIgnoreCase);
        var lines = editions
            // What found nobody who wanted it was no edition to anybody.
            .Where(each => each.Edition.Started is { } started && filter.Holds(started, zone) && (each.Edition.State != EditionState.Sent || each.Tally.Recipients > 0))
            .OrderBy(each => each.Edition.Started)
            .Select(each => new EditionLine(each.Edition, each.Tally, [.. each.Edition.Items.Select(item => item.Ref).Distinct().Where(wanted)]))
            // What is asked of one programme is not answered by mail that has nothing of it; words of their own name none.
            .Where(line => filter.Programme.Length == 0 || line.Items.Count > 0)
            .Select(line => clicks is null ? line : line with { ClicksOf = line.Items.ToDictionary(item => item, item => clicks.GetValueOrDefault((line.Edition.Id, item))) })
            .ToList();
        var made = posts.Where(post => filter.Holds(post.Since, zone) && wanted(post.Item)).OrderBy(post => post.Since).ToLookup(post => post.Item);
        var mailed = lines.SelectMany(line => line.Items.Select(item => (Item: item, Line: line))).ToLookup(pair => pair.Item, pair => pair.Line);
        var refs = mailed.Select(group => group.Key).Union(made.Select(group => group.Key));
        return new ActivityReport(lines, [.. refs
            .Select(item => new ItemLine(item, items.GetValueOrDefault(item), NamesOf(items.GetValueOrDefault(item), programmes), [.. mailed[item]], [.. made[item]]))
            .OrderBy(line => First(line)).ThenBy(line => line.Ref.ToString(), StringComparer.Ordinal)]) { HasClicks = clicks is not null };
    }

    /// <summary>Who pays for an item, by name.</summary>
    public static IReadOnlyList<string> NamesOf(StoredItem? stored, Programmes programmes)
    {
        if (stored is null) return [];
        var known = programmes.Of(stored.Item);
        return known.Count > 0 ? [.. known.Select(programme => programme.Name)] : Rendering.Programmes.NamedBy(stored.Item) is { Length: > 0 } named ? [named] : [];
    }

    private static Instant First(ItemLine line) => Instant.Min(line.Editions.Count > 0 ? line.Editions[0].Edition.Started!.Value : Instant.MaxValue, line.Posts.Count > 0 ? line.Posts[0].Since : Instant.MaxValue);
}
