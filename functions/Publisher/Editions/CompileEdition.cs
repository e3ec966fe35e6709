using System.Security.Cryptography;
using System.Text;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>An edition in every language, as its readers would get it, and what is to be said against sending it.</summary>
/// <param name="Subject">Of a mail with all its items, for staff.</param>
/// <param name="Text">The text part of such a mail, for staff, without a personal word.</param>
public sealed record RenderedEdition(IReadOnlyDictionary<string, RenderedDigest> Languages, IReadOnlyList<Finding> Findings, string Subject, string Text)
{
    /// <summary>True where nothing but its size is against it.</summary>
    public bool IsTooLarge => Blocking.Count > 0 && Blocking.All(SizeRule.IsOf);

    /// <summary>What has to be mended before it may go out.</summary>
    public IReadOnlyList<Finding> Blocking => [.. Findings.Where(finding => finding.Severity == Severity.Block)];
}

/// <summary>Renders an edition once, looks it over, and compiles it for its readers, in every language there are strings for.</summary>
/// <param name="renderers">Makes the renderer of a set of templates.</param>
public sealed class CompileEdition(
    Func<Templates, DigestRenderer> renderers, TemplateOverrides overrides, EditionBlobs blobs, Sender sender, Programmes programmes, Look look, ClickCounting clicks)
{
    /// <summary>Octets of the hash: two contents of one edition are told apart, no more is asked of it.</summary>
    private const int ContentOctets = 8;

    /// <summary>Of what staff read about an edition.</summary>
    private const string StaffLanguage = Organisation.Language;

    /// <summary>Renders it and looks it over; nothing is stored.</summary>
    /// <param name="entries">In the order shown.</param>
    /// <param name="toKeep">True for what is to be stored: only there do doors lead anywhere.</param>
    public async Task<RenderedEdition> RenderAsync(Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken, bool toKeep = false)
    {
        var templates = await overrides.TakeAsync(cancellationToken);
        var renderer = renderers(templates);
        var content = new DigestContent(entries, edition.Heading, sender.ArchiveUrl(edition.Id), sender.CalendarUrl, sender.From, edition.CutOff, edition.IsAnnouncement)
        {
            Reminder = edition.IsReminder,
            Correction = edition.IsCorrection,
            Door = toKeep && clicks.IsOn ? (item, url) => sender.DoorUrl(edition.Id, item, url) : null,
        };
        var languages = renderer.Languages.ToDictionary(language => language, language => renderer.Render(content, language), StringComparer.Ordinal);
        var whole = languages.ToDictionary(each => each.Key, each => each.Value.Whole, StringComparer.Ordinal);
        var findings = EditionGate.Check(entries, programmes, look, renderer.Languages, whole);
        return new RenderedEdition(
            languages,
            OwnWords.Of(edition) is null ? findings : [.. findings.Where(finding => finding.Field != "summary")],
            renderer.SubjectOfAll(content, StaffLanguage),
            renderer.TextOfAll(content, entries.Count == 1 && renderer.Languages.Contains(entries[0].Item.Language) ? entries[0].Item.Language : StaffLanguage));
    }

    /// <summary>Writes the edition's parts into a folder named after their content: two who compile different content do not mix.</summary>
    /// <param name="entries">What was rendered.</param>
    /// <returns>The folder's name.</returns>
    public async Task<string> SaveAsync(Edition edition, IReadOnlyList<DigestEntry> entries, RenderedEdition rendered, CancellationToken cancellationToken)
    {
        var snapshot = EditionBlobs.Serialise(entries);
        var programs = rendered.Languages.ToDictionary(each => each.Key, each => EditionBlobs.Serialise(sender.Compile(each.Value, edition.Digest)), StringComparer.Ordinal);
        // Of all that is written, so that another build, setting or template never writes into the folder of this one.
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(snapshot);
        foreach (var (language, program) in programs.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            hash.AppendData(program);
            hash.AppendData(Encoding.UTF8.GetBytes(rendered.Languages[language].Web));
        }

        edition = edition with { Content = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, ContentOctets)) };
        foreach (var (language, program) in programs)
        {
            await blobs.SaveMessageAsync(edition, language, program, cancellationToken);
            await blobs.SaveWebAsync(edition, language, rendered.Languages[language].Web, cancellationToken);
        }

        await blobs.SaveItemsAsync(edition, snapshot, cancellationToken);
        return edition.Content;
    }
}
