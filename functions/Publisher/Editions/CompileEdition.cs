using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Renders an edition once and compiles it for its readers, in every language there are strings for.</summary>
public sealed class CompileEdition(DigestRenderer renderer, EditionBlobs blobs, Sender sender)
{
    /// <summary>Writes the edition's blobs; done again, it writes them again.</summary>
    /// <param name="items">In the order shown.</param>
    public async Task RunAsync(Edition edition, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var content = new DigestContent(items, edition.Heading, sender.ArchiveUrl(edition.Id), edition.CutOff, Whole: edition.IsAnnouncement);
        foreach (var language in renderer.Languages)
        {
            var rendered = renderer.Render(content, language);
            await blobs.SaveMessageAsync(edition.Id, language, sender.Compile(rendered, edition.Digest), cancellationToken);
            await blobs.SaveWebAsync(edition.Id, language, rendered.Web, cancellationToken);
        }

        await blobs.SaveItemsAsync(edition.Id, items, cancellationToken);
    }
}
