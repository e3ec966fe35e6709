using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Sends one item now, to everyone who wants its kind, place and topic. The same version of an item is announced once, however often it is asked for.</summary>
public sealed class AnnounceItem(EditionList editions, Items items, PrepareEdition prepare, CompileEdition compile, DateTimeZone zone, TimeProvider clock)
{
    /// <exception cref="RefusedException">There is nothing to announce; the fault says why.</exception>
    public async Task<Edition> RunAsync(ItemRef item, CancellationToken cancellationToken)
    {
        var stored = await items.FindAsync(item, cancellationToken);
        var now = clock.Now();
        var fault = stored switch
        {
            null => $"there is no {item}",
            { Item.Status: not ItemStatus.Published } => $"{item} is not published",
            _ when stored.Item.Expires(zone) is { } end && end <= now => $"{item} is over: nobody could act on it any more",
            _ => null,
        };
        if (fault is not null) throw new RefusedException("Nothing was announced.", [new Fault("item", fault)]);

        var entry = new DigestEntry(stored!.Item, SelectItems.SectionOfNew(stored.Item, now, zone), Version: stored.Version);
        var announcement = new Edition(
            $"{Edition.Announcement}-{item.Kind.Key()}-{item.Id}-{stored.Version}",
            Edition.Announcement,
            0,
            EditionState.Draft,
            now,
            [new EditionItem(item, stored.Version, entry.Section)],
            Heading: stored.Item.Title,
            UselessAfter: stored.Item.Expires(zone));
        // Looked over before it is kept: who is refused does not expect it to go out by itself once the fault is mended.
        var rendered = await compile.RenderAsync(announcement, [entry], cancellationToken);
        if (rendered.Blocking is { Count: > 0 } faults)
            throw new RefusedException("Nothing was announced.", [.. faults.Select(finding => new Fault(finding.Field, finding.Text))]);
        var edition = await editions.AddAsync(announcement, cancellationToken);
        return edition.State == EditionState.Draft ? await prepare.FinishAsync(edition, cancellationToken) : edition;
    }
}
