using NodaTime;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.Board;

/// <summary>An item as each channel would show it now.</summary>
/// <param name="Item">With an id, if it had none.</param>
/// <param name="Languages">The mail of a digest that brings nothing else, by language; and the page for everyone.</param>
/// <param name="Subject">Of that mail.</param>
/// <param name="Text">Its text part.</param>
/// <param name="Findings">What the gates say of it.</param>
public sealed record ItemPreview(
    Item Item, IReadOnlyDictionary<string, RenderedDigest> Languages, string Subject, string Text, IReadOnlyList<Finding> Findings, IReadOnlyList<PostPreview> Posts);

/// <summary>Shows an item, kept or still in its form, by the very code that sends it. Stores, queues and sends nothing.</summary>
public sealed class PreviewItem(CompileEdition compile, StaffPosts posts, IReadOnlyList<Digest> digests, IReadOnlyList<ISocialNetwork> networks, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>No edition has this id: a digest's ends in its number.</summary>
    private const string Id = "preview";

    /// <exception cref="TemplateException">It cannot be made by the templates as they are.</exception>
    public async Task<ItemPreview> OfAsync(Item item, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (item.Id.Length == 0) item = item with { Id = ItemIds.Of(item, now.InZone(zone).Date) };
        var section = item.Status == ItemStatus.Withdrawn ? Section.Changed : SelectItems.SectionOfNew(item, now, zone);
        var edition = new Edition(Id, MainDigest, 0, EditionState.Draft, now, [new EditionItem(item.Ref, 1, section)]);
        var rendered = await compile.RenderAsync(edition, [new DigestEntry(item, section)], cancellationToken);
        var occasion = item is Call { Results: not null } ? Occasion.Result : Occasion.First;
        return new ItemPreview(
            item,
            rendered.Languages,
            rendered.Subject,
            rendered.Text,
            [.. rendered.Findings.Where(finding => finding.Code is not null)],
            posts.Preview(item, occasion, [.. networks.Select(network => network.Key)], now));
    }

    private string MainDigest => digests.First(digest => digest.Rhythm == Rhythm.Weekly).Id;
}
