using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>That the editions of a rhythm have brought an item, as another edition brings it too.</summary>
/// <param name="At">When the sending of that edition began.</param>
public sealed record Telling(ItemRef Item, Rhythm Rhythm, Instant At)
{
    private const char Between = ' ';

    /// <summary><c>call/2023-2 at-once 2023-05-02T08:00:00Z</c>.</summary>
    public override string ToString() => string.Join(Between, Item, Rhythm.Key(), InstantPattern.ExtendedIso.Format(At));

    public static Telling Parse(string text) =>
        text.Split(Between) is [var item, var rhythm, var at] && ItemRef.TryParse(item, out var found) && Rhythms.Parse(rhythm) is { } known && InstantPattern.ExtendedIso.Parse(at).TryGetValue(default, out var instant)
            ? new Telling(found, known, instant)
            : throw new FormatException($"„{text}” does not say which rhythm brought what.");
}

/// <summary>When the editions of other rhythms brought the very thing that an edition brings. Pure.</summary>
public static class Tellings
{
    /// <summary>Items that other editions have in another version: whether that says the same has to be looked up.</summary>
    public static IEnumerable<(Edition Edition, ItemRef Item)> OtherVersions(IReadOnlyList<DigestEntry> entries, IReadOnlyList<Edition> others)
    {
        var versions = entries.ToDictionary(entry => entry.Item.Ref, entry => entry.Version);
        return from other in others
               from item in other.Items
               where versions.TryGetValue(item.Ref, out var version) && version != item.Version
               select (other, item.Ref);
    }

    /// <param name="entries">What the edition brings.</param>
    /// <param name="others">Editions of other rhythms, and announcements, that have reached or are reaching their readers.</param>
    /// <param name="kept">An item as another edition has it; null where nobody knows any more, and then it counts as another.</param>
    /// <returns>At most one for each item and rhythm.</returns>
    public static IReadOnlyList<Telling> Of(IReadOnlyList<DigestEntry> entries, IReadOnlyList<Edition> others, Func<Edition, ItemRef, Item?> kept)
    {
        var past = others.OrderBy(other => other.ReleasedOrMade).SelectMany(other => other.Items.Select(item => (other, item))).ToLookup(each => each.item.Ref);
        return [.. entries.SelectMany(entry => Of(entry, past[entry.Item.Ref], kept))];
    }

    private static IEnumerable<Telling> Of(DigestEntry entry, IEnumerable<(Edition Edition, EditionItem Item)> past, Func<Edition, ItemRef, Item?> kept)
    {
        var told = new Dictionary<Rhythm, Instant>();
        foreach (var (edition, item) in past)
        {
            // Its readers have been told something else since.
            if (item.Version != entry.Version && (kept(edition, item.Ref) is not { } old || ItemChanges.Matter(old, entry.Item))) Forget(told, edition.Rhythm);
            else if (edition.Rhythm is { } rhythm && IsSame(entry.Section, item.Section)) told.TryAdd(rhythm, edition.ReleasedOrMade);
        }

        return told.Select(each => new Telling(entry.Item.Ref, each.Key, each.Value));
    }

    /// <summary>That a deadline is near, or that there are results, is news to who knew of the item; all else is not.</summary>
    private static bool IsSame(Section section, Section brought) => section is not (Section.Closing or Section.Results) || section == brought;

    private static void Forget(Dictionary<Rhythm, Instant> told, Rhythm? by)
    {
        if (by is { } rhythm) told.Remove(rhythm);
        else told.Clear();
    }
}
