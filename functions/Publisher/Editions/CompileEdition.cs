using System.Security.Cryptography;
using System.Text;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <param name="Content">The name of the folder that its parts lie in.</param>
/// <param name="Subject">Of a mail with all its items, for staff.</param>
public sealed record CompiledContent(string Content, string Subject);

/// <summary>Renders an edition once and compiles it for its readers, in every language there are strings for.</summary>
/// <param name="renderers">Makes the renderer of a set of templates.</param>
public sealed class CompileEdition(Func<Templates, DigestRenderer> renderers, TemplateOverrides overrides, EditionBlobs blobs, Sender sender)
{
    /// <summary>Octets of the hash: two contents of one edition are told apart, no more is asked of it.</summary>
    private const int ContentOctets = 8;

    /// <summary>Of what staff read about an edition.</summary>
    private const string StaffLanguage = "pl";

    /// <summary>Writes the edition's parts into a folder named after their content: two who compile different content do not mix.</summary>
    /// <param name="entries">In the order shown.</param>
    public async Task<CompiledContent> RunAsync(Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken)
    {
        var snapshot = EditionBlobs.Serialise(entries);
        var templates = await overrides.TakeAsync(cancellationToken);
        var renderer = renderers(templates);
        edition = edition with { Content = Convert.ToHexStringLower(SHA256.HashData([.. snapshot, .. Encoding.ASCII.GetBytes(templates.Version)]).AsSpan(0, ContentOctets)) };
        foreach (var language in renderer.Languages)
        {
            var rendered = renderer.Render(ContentOf(edition, entries), language);
            await blobs.SaveMessageAsync(edition, language, sender.Compile(rendered, edition.Digest), cancellationToken);
            await blobs.SaveWebAsync(edition, language, rendered.Web, cancellationToken);
        }

        await blobs.SaveItemsAsync(edition, snapshot, cancellationToken);
        return new CompiledContent(edition.Content, renderer.SubjectOfAll(ContentOf(edition, entries), StaffLanguage));
    }

    private DigestContent ContentOf(Edition edition, IReadOnlyList<DigestEntry> entries) =>
        new(entries, edition.Heading, sender.ArchiveUrl(edition.Id), sender.CalendarUrl, sender.From, edition.CutOff, edition.IsAnnouncement);
}
