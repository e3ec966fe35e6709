using System.Collections.Concurrent;
using NodaTime;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.Reports;

/// <summary>Reads what a report of activity is made of: editions, posts and items, a page of each, and the batches of each edition between the two days.</summary>
public sealed class ReportActivity(EditionList editions, Batches batches, Posts posts, Items items, Programmes programmes, Clicks clicks, ClickCounting counting, DateTimeZone zone)
{
    /// <summary>Editions whose batches are read at once.</summary>
    private const int Width = 16;

    /// <summary>Editions whose counts are kept: some years of them.</summary>
    private const int MostKept = 2000;

    // What is sent changes no more, unless staff try it again, which closes it anew.
    private readonly ConcurrentDictionary<(string Edition, Instant Closed), Tally> kept = new();

    public async Task<ActivityReport> RunAsync(ReportFilter filter, CancellationToken cancellationToken)
    {
        var begun = new List<Edition>();
        await foreach (var edition in editions.BrieflyAsync(cancellationToken))
            if (edition.Started is { } started && filter.Holds(started, zone)) begun.Add(edition);
        var opened = counting.IsOn ? OpenedAsync(begun, cancellationToken) : Task.FromResult<IReadOnlyDictionary<(string, ItemRef), int>?>(null);
        var counted = new ConcurrentBag<(Edition, Tally)>();
        await Parallel.ForEachAsync(
            begun, new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken },
            async (edition, token) => counted.Add((edition, await TallyAsync(edition, token))));
        // Of earlier versions of a post, the one that counts took the place.
        var made = (await posts.BrieflyAsync(null, cancellationToken)).Where(post => post.State is PostState.Posted or PostState.Withdrawn);
        return ActivityReport.Of(filter, counted, made, await ItemsAsync(cancellationToken), programmes, zone, await opened);
    }

    /// <summary>Whatever programme there is to ask for: those of the settings, and what items name beside them.</summary>
    public async Task<IReadOnlyList<string>> ProgrammesAsync(CancellationToken cancellationToken)
    {
        var named = (await ItemsAsync(cancellationToken)).Values.SelectMany(item => ActivityReport.NamesOf(item, programmes));
        return [.. programmes.All.Select(programme => programme.Name).Concat(named.Order(StringComparer.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private async Task<IReadOnlyDictionary<(string, ItemRef), int>?> OpenedAsync(IEnumerable<Edition> begun, CancellationToken cancellationToken) => await clicks.OfAsync(begun, cancellationToken);

    private async Task<Tally> TallyAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition is { State: EditionState.Sent, Closed: { } closed } && kept.TryGetValue((edition.Id, closed), out var known)) return known;
        var tally = (await batches.OfAsync(edition.Id, cancellationToken)).Aggregate(default(Tally), (sum, batch) => sum + batch.Tally);
        if (kept.Count >= MostKept) kept.Clear();
        if (edition is { State: EditionState.Sent, Closed: { } at }) kept[(edition.Id, at)] = tally;
        return tally;
    }

    private async Task<Dictionary<ItemRef, StoredItem>> ItemsAsync(CancellationToken cancellationToken)
    {
        var all = new Dictionary<ItemRef, StoredItem>();
        await foreach (var item in items.AllAsync(cancellationToken)) all[item.Ref] = item;
        return all;
    }
}
