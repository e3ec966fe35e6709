using System.Security.Cryptography;
using System.Text;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Renders an edition once and compiles it for its readers, in every language there are strings for.</summary>
/// <param name="renderers">Makes the renderer of a set of templates.</param>
public sealed class CompileEdition(Func<Templates, DigestRenderer> renderers, TemplateOverrides overrides, EditionBlobs blobs, Sender sender)
{
    /// <summary>Octets of the hash: two contents of one edition are told apart, no more is asked of it.</summary>
    private const int ContentOctets = 8;

    /// <summary>Writes the edition's parts into a folder named after their content: two who compile different content do not mix.</summary>
    /// <param name="items">In the order shown.</param>
    /// <returns>The folder's name.</returns>
    public async Task<string> RunAsync(Edition edition, IReadOnlyList<Item> items, CancellationToken cancellationToken)
    {
        var snapshot = EditionBlobs.Serialise(items);
        var templates = await overrides.TakeAsync(cancellationToken);
        var renderer = renderers(templates);
        edition = edition with { Content = Convert.ToHexStringLower(SHA256.HashData([.. snapshot, .. Encoding.ASCII.GetBytes(templates.Version)]).AsSpan(0, ContentOctets)) };
        var content = new DigestContent(items, edition.Heading, sender.ArchiveUrl(edition.Id), edition.CutOff, Whole: edition.IsAnnouncement);
        foreach (var language in renderer.Languages)
        {
            var rendered = renderer.Render(content, language);
            await blobs.SaveMessageAsync(edition, language, sender.Compile(rendered, edition.Digest), cancellationToken);
            await blobs.SaveWebAsync(edition, language, rendered.Web, cancellationToken);
        }

        await blobs.SaveItemsAsync(edition, snapshot, cancellationToken);
        return edition.Content;
    }
}
