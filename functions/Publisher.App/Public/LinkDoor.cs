using System.Collections.Concurrent;
using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Reports;

namespace Publisher.App.Public;

/// <summary>
/// Sends on whoever opens a link of a mail, and counts in sum that it was opened. Where it leads stands in the edition that was sent, never in the call, so nobody can
/// make it lead elsewhere; that counting fails or is turned off is nothing that a reader sees.
/// </summary>
public sealed class LinkDoor(EditionList editions, EditionBlobs blobs, Sender sender, ClickCounting counting, Clicks clicks, CountClicks count, Visits visits, CallerNetwork caller, PublicPages pages, TimeProvider clock)
{
    /// <summary>Editions whose links are remembered: they never change, and after a mailing one is asked for thousands of times.</summary>
    private const int MostKept = 32;

    private readonly ConcurrentDictionary<string, (Instant Started, IReadOnlyList<DigestEntry> Entries)> kept = new(StringComparer.Ordinal);

    public async Task<IResult> OpenAsync(string edition, string kind, string id, string link, HttpContext context)
    {
        if (!Edition.IsId(edition) || !ItemRef.TryParse($"{kind}/{id}", out var item) || await FindAsync(edition, context.RequestAborted) is not var (started, entries)
            || LinkDoors.Find(entries, item, link, sender.ArchiveUrl(edition)) is not { } url)
            return pages.For(context.Request).NotFound();
        // Before it is sent only staff have it.
        if (counting.IsOn && started is { } since && !Visits.IsProgram(context.Request))
        {
            foreach (var (visit, by) in visits.Take(new Visit(edition, item, link), caller.AddressOf(context), context.Request.Headers.UserAgent.ToString()))
                await count.AddAsync(clicks.Of(visit.Edition, since, visit.Item, clock.Now()), by);
        }

        return new Onward(url);
    }

    private async Task<(Instant? Started, IReadOnlyList<DigestEntry> Entries)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (kept.TryGetValue(id, out var known)) return known;
        if (await editions.FindAsync(id, cancellationToken) is not { Content.Length: > 0 } edition) return null;
        var entries = await blobs.FindItemsAsync(edition, cancellationToken);
        if (edition.Started is not { } started || entries.Count == 0) return (edition.Started, entries);
        if (kept.Count >= MostKept) kept.Clear();
        kept[id] = (started, entries);
        return (started, entries);
    }

    /// <summary>Asked for anew each time, and told to nobody where from.</summary>
    private sealed class Onward(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = StatusCodes.Status302Found;
            // Letters beyond ASCII are encoded: a header has none (RFC 9110 §5.5).
            response.Headers.Location = new Uri(url).AbsoluteUri;
            response.Headers.CacheControl = "no-store";
            response.Headers["Referrer-Policy"] = "no-referrer";
            response.Headers["X-Robots-Tag"] = "noindex, nofollow";
            response.ContentLength = 0;
            return Task.CompletedTask;
        }
    }
}
