using NodaTime;
using Publisher.Archive;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>The archive as the public sees it.</summary>
public sealed class ArchivePage(ArchivePages archive, PublicPages pages, DateTimeZone zone)
{
    public const string Path = "/archive";

    public async Task<IResult> ListAsync(HttpRequest request)
    {
        var own = pages.For(request);
        var words = new Words(own.Strings, zone);
        var editions = (await archive.ListAsync(request.HttpContext.RequestAborted)).Select(edition => (object)new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = edition.Id,
            ["query"] = own.Language.Query,
            ["date"] = words.Date(edition.CutOff.InZone(zone).Date),
            ["subject"] = edition.Subject,
        }).ToList();
        return own.Page("archive", own.Strings["archive"], new Dictionary<string, object?>(StringComparer.Ordinal) { ["editions"] = editions });
    }

    public async Task<IResult> ShowAsync(string edition, HttpRequest request)
    {
        var own = pages.For(request);
        // Editions from before a language was added are there in the organisation's own.
        return Edition.IsId(edition) && await archive.FindAsync(edition, [own.Language.Code, Templates.DefaultLanguage], request.HttpContext.RequestAborted) is { } html
            ? own.Html(html)
            : own.NotFound();
    }
}
