using NodaTime;
using Publisher.Archive;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>The archive as the public sees it.</summary>
public sealed class ArchivePage(ArchivePages archive, PublicPages pages, DateTimeZone zone)
{
    public async Task<IResult> ListAsync(CancellationToken cancellationToken)
    {
        var words = new Words(pages.Strings, zone);
        var editions = (await archive.ListAsync(cancellationToken)).Select(edition => (object)new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = edition.Id,
            ["date"] = words.Date(edition.CutOff.InZone(zone).Date),
            ["subject"] = edition.Subject,
        }).ToList();
        return pages.Page("archive", pages.Strings["archive"], new Dictionary<string, object?>(StringComparer.Ordinal) { ["editions"] = editions });
    }

    public async Task<IResult> ShowAsync(string edition, CancellationToken cancellationToken) =>
        Edition.IsId(edition) && await archive.FindAsync(edition, PublicPages.Language, cancellationToken) is { } html ? pages.Html(html) : pages.NotFound();
}
