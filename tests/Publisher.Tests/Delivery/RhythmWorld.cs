using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

/// <summary>What a reader got.</summary>
/// <param name="Aspect">Closing and results are news to who knew of the item; all other headings tell of the item as it is.</param>
internal sealed record Got(ItemRef Item, string Aspect, decimal State, Rhythm By);

/// <summary>A reader who changes their rhythm at will, and what has reached them.</summary>
internal sealed class WorldReader(RhythmChoice choice, Instant joined)
{
    public RhythmChoice Choice { get; set; } = choice;

    public Instant Joined { get; } = joined;

    public List<Got> Got { get; } = [];
}

/// <summary>Items, three digests and readers, by the very rules that editions are made by; nothing is stored.</summary>
internal sealed class RhythmWorld(Instant start, RhythmOffer offer)
{
    private readonly Dictionary<ItemRef, StoredItem> items = [];
    private readonly List<Edition> editions = [];
    private readonly Dictionary<(string Edition, ItemRef Item), Item> kept = [];

    public Instant Now { get; private set; } = start;

    public List<WorldReader> Readers { get; } = [];

    public IReadOnlyCollection<StoredItem> Items => items.Values;

    /// <summary>When each item came to what it is now.</summary>
    public Dictionary<ItemRef, Instant> Since { get; } = [];

    public void Pass(Duration time) => Now += time;

    public void Publish(Item item)
    {
        var version = items.TryGetValue(item.Ref, out var old) ? old.Version + 1 : 1;
        if (old is null || ItemChanges.Matter(old.Item, item)) Since[item.Ref] = Now;
        items[item.Ref] = new StoredItem(item, version, old?.Published ?? Now, Now);
    }

    /// <summary>One edition of a rhythm, if there is anything to bring; it reaches everyone before anything else happens.</summary>
    public void Send(Rhythm rhythm)
    {
        var known = Brought.Of(editions.Where(edition => edition.Rhythm is null || edition.Rhythm == rhythm));
        var before = items.Values.Where(stored => known.TryGetValue(stored.Ref, out var brought) && brought.Version < stored.Version)
            .ToDictionary(stored => stored.Ref, stored => kept[(known[stored.Ref].By.Id, stored.Ref)]);
        var chosen = SelectItems.Decide(items.Values, known, before, Now, Some.Zone).Where(decision => decision.Section is not null).ToList();
        if (chosen.Count == 0) return;
        Send(new Edition($"{rhythm.Key()}-{editions.Count:0000}", rhythm == Rhythm.Weekly ? "biuletyn" : Digest.Reserved[rhythm], 1, EditionState.Sent, Now, []), [.. chosen.Select(decision => decision.Entry)]);
    }

    /// <summary>An item on its own, to everyone.</summary>
    public void Announce(StoredItem stored) => Send(
        new Edition($"announcement-{editions.Count:0000}", Edition.Announcement, 0, EditionState.Sent, Now, []),
        [new DigestEntry(stored.Item, SelectItems.SectionOfNew(stored.Item, Now, Some.Zone), Version: stored.Version)]);

    private void Send(Edition edition, IReadOnlyList<DigestEntry> entries)
    {
        edition = edition with { Released = Now, Items = [.. entries.Select(entry => new EditionItem(entry.Item.Ref, entry.Version, entry.Section))] };
        var others = editions.Where(other => other.Rhythm != edition.Rhythm).ToList();
        var compiled = new CompiledEdition(edition.Id, Now, null, entries, new Dictionary<string, Mail.Merge.MergeProgram>(StringComparer.Ordinal), new HashSet<ItemRef>(), Some.Zone)
        {
            Rhythm = edition.Rhythm,
            Offer = offer,
            Told = edition.Rhythm is null ? [] : Tellings.Of(entries, others, (other, item) => kept.GetValueOrDefault((other.Id, item))),
        };
        foreach (var entry in entries) kept[(edition.Id, entry.Item.Ref)] = entry.Item;
        editions.Add(edition);
        foreach (var reader in Readers.Where(reader => reader.Joined <= Now))
        {
            for (var at = 0; at < entries.Count; at++)
                if (compiled.Reaches(at, reader.Choice)) reader.Got.Add(new Got(entries[at].Item.Ref, AspectOf(entries[at].Section), StateOf(entries[at].Item), edition.Rhythm ?? Rhythm.Weekly));
        }

        Pass(Duration.FromMinutes(1));
    }

    /// <summary>The worlds here change a call's budget only, and never back.</summary>
    public static decimal StateOf(Item item) => item is Call { Budget: { } budget } ? budget : 0;

    private static string AspectOf(Section section) => section is Section.Closing or Section.Results ? section.ToString() : "item";
}
