using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>What readers know of an item: the latest version that an edition brought, which edition that was, and under which headings it has stood.</summary>
public sealed record Brought(int Version, Edition By, IReadOnlySet<Section> Sections)
{
    /// <summary>Reads it from the editions, announcements too; what was cancelled or skipped brought nothing.</summary>
    public static IReadOnlyDictionary<ItemRef, Brought> Of(IEnumerable<Edition> editions)
    {
        var known = new Dictionary<ItemRef, Brought>();
        foreach (var edition in editions.Where(edition => edition.State is not (EditionState.Cancelled or EditionState.Skipped)).OrderBy(edition => edition.CutOff))
        {
            foreach (var item in edition.Items)
            {
                // It sets right what was brought, for those whom it was brought to; to all others it brings nothing.
                if (edition.IsCorrection && !known.ContainsKey(item.Ref)) continue;
                var sections = new HashSet<Section> { item.Section };
                if (known.TryGetValue(item.Ref, out var before)) sections.UnionWith(before.Sections);
                // A deadline that was moved may be near once more.
                if (item.Section == Section.Changed) sections.Remove(Section.Closing);
                known[item.Ref] = before is not null && before.Version > item.Version
                    ? before with { Sections = sections }
                    : new Brought(item.Version, edition, sections);
            }
        }

        return known;
    }
}
