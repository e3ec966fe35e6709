using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>An item as an edition told it to its readers.</summary>
/// <param name="Places">Where it stands in the edition: bit n for place n.</param>
public sealed record ToldVersion(Edition By, Item Item, UInt128 Places);

/// <summary>What sets right what readers were told of an item. Pure.</summary>
public static class Corrections
{
    /// <summary>One version of an item is corrected once, however often it is asked for.</summary>
    public static string IdOf(StoredItem item) => FormattableString.Invariant($"{Edition.Correction}-{item.Item.Kind.Key()}-{item.Item.Id}-{item.Version}");

    /// <summary>An entry for each thing that readers were told and that is different now; a reader gets the one of what they were told last.</summary>
    /// <param name="told">In the order in which it was told.</param>
    /// <returns>The same order; empty where everything that was told is true.</returns>
    public static IReadOnlyList<DigestEntry> Entries(StoredItem now, IEnumerable<ToldVersion> told)
    {
        var entries = new List<DigestEntry>();
        foreach (var old in told)
            if (ItemChanges.Matter(old.Item, now.Item) && PlaceOf(old.Item, entries) is null) entries.Add(new DigestEntry(now.Item, Section.Changed, old.Item, now.Version));
        // A message has as many flags; what was told longest ago has been told anew since.
        return entries.Count > SelectItems.MaxItems ? entries[^SelectItems.MaxItems..] : entries;
    }

    /// <summary>The place of the entry that sets an old version right; null for one that needs it not.</summary>
    public static int? PlaceOf(Item told, IReadOnlyList<DigestEntry> entries)
    {
        for (var at = 0; at < entries.Count; at++)
            if (!ItemChanges.Matter(told, entries[at].Before!)) return at;
        return null;
    }

    /// <summary>From then on nobody needs to know: what they were told is past, and what is true is past.</summary>
    public static Instant? EndOf(DigestEntry entry, DateTimeZone zone) =>
        entry.Item.Expires(zone) is { } now && (entry.Before ?? entry.Item).Expires(zone) is { } before ? Instant.Max(now, before) : null;
}
