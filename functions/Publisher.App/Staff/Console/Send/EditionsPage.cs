using System.Globalization;
using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Send;

/// <summary>What is sent: the next editions, those on their way, and those that were.</summary>
public sealed class EditionsPage(
    IReadOnlyList<Digest> digests, DigestWatermarks watermarks, PrepareEdition prepare, RecordedEditions recorded, EditionList editions, Candidates candidates, Batches batches, Programmes programmes, Templates templates,
    LookAhead outlook, SendWordsOf wordsOf, ConsolePages pages, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff/editions";

    /// <summary>Editions on a page.</summary>
    private const int PageSize = 30;

    /// <summary>For the script: only what is on its way is asked for.</summary>
    private const string OnlyWay = "way";

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var (words, now, cancellationToken) = (wordsOf.For(context), clock.Now(), context.RequestAborted);
        // Read once, whatever is made of it: of the numbers that are asked for anew, the items are not seen.
        var known = context.Request.Query["part"] == OnlyWay ? new KnownContent([], await BrieflyAsync(cancellationToken)) : await candidates.ReadAsync(cancellationToken);
        var all = known.Editions;
        var isWhole = context.Request.Query["part"] != OnlyWay;
        var way = all.Where(edition => edition.State is EditionState.Draft or EditionState.Scheduled or EditionState.Sending or EditionState.Paused)
            .OrderByDescending(edition => edition.State is EditionState.Sending or EditionState.Paused).ThenBy(edition => edition.Due ?? edition.CutOff);
        var past = all.Where(edition => edition.State is EditionState.Sent or EditionState.Skipped or EditionState.Cancelled).OrderByDescending(edition => edition.Closed ?? edition.CutOff).ToList();
        var page = Math.Clamp(int.TryParse(context.Request.Query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 1, 1, Math.Max(1, (past.Count + PageSize - 1) / PageSize));
        var isMoving = all.Any(edition => edition.State is EditionState.Sending);
        return pages.Render(context, "editions", words.Texts["navEditions"], PageModel.Map(
            ("live", isMoving ? $"{Path}?part={OnlyWay}" : ""),
            ("next", isWhole ? (await Task.WhenAll(digests.Where(digest => digest.IsOn).Select(digest => NextAsync(digest, known, words, now, cancellationToken)))).ToList() : []),
            ("way", await Task.WhenAll(way.Select(edition => WayAsync(edition, words, now, cancellationToken)))),
            ("past", isWhole ? past.Skip((page - 1) * PageSize).Take(PageSize).Select(edition => (object)PageModel.Map(
                ("url", UrlOf(edition)),
                ("title", words.TitleOf(edition)),
                ("kind", words.KindOf(edition)),
                ("when", words.Moment(edition.Closed ?? edition.CutOff)),
                ("state", words.StateOf(edition)),
                ("badge", SendWords.BadgeOf(edition.State)),
                ("reached", edition.Reached is { } reached ? reached.ToString(CultureInfo.InvariantCulture) : ""))).ToList() : []),
            ("newer", page > 1 ? $"{Path}?page={page - 1}" : ""),
            ("older", page * PageSize < past.Count ? $"{Path}?page={page + 1}" : "")));
    }

    /// <summary>Makes a digest's next edition, for staff to look at and send.</summary>
    public async Task<IResult> PrepareAsync(HttpContext context)
    {
        var (words, digest) = (wordsOf.For(context), context.StaffForm()["digest"].ToString());
        try
        {
            var edition = await recorded.PrepareAsync(digest, context.Staff().Name, context.RequestAborted);
            return edition.State == EditionState.Skipped
                ? pages.SeeOther(context, Path, words.Texts["sendPreparedNothing"], FlashKind.Note)
                : pages.SeeOther(context, UrlOf(edition), words.Texts[edition.State == EditionState.Draft ? "sendPreparedBlocked" : "sendPrepared"], edition.State == EditionState.Draft ? FlashKind.Warning : FlashKind.Done);
        }
        catch (RefusedException refusal)
        {
            return pages.SeeOther(context, Path, words.Of(refusal), FlashKind.Warning);
        }
    }

    private async Task<List<Edition>> BrieflyAsync(CancellationToken cancellationToken)
    {
        var all = new List<Edition>();
        await foreach (var edition in editions.BrieflyAsync(cancellationToken)) all.Add(edition);
        return all;
    }

    internal static string UrlOf(Edition edition) => $"{Path}/{edition.Id}";

    private async Task<object> NextAsync(Digest digest, KnownContent known, SendWords words, Instant now, CancellationToken cancellationToken)
    {
        var progress = await watermarks.ReadAsync(digest.Id, cancellationToken);
        var (edition, decisions) = await prepare.ImagineAsync(digest.Id, now, known, cancellationToken);
        List<Item> chosen =
        [
            .. decisions is not null
                ? decisions.Where(decision => decision.Section is not null).Select(decision => decision.Stored.Item)
                : edition.Items.Join(known.Items, item => item.Ref, stored => stored.Ref, (_, stored) => stored.Item),
        ];
        var findings = chosen.SelectMany(item => EditionGate.Check(item, programmes, templates.Languages)).Distinct().OrderBy(finding => finding.Severity).ToList();
        string TitleOf(ItemRef item) => chosen.First(each => each.Ref == item).Title;
        return PageModel.Map(
            ("id", digest.Id),
            ("name", words.DigestOf(digest.Rhythm)),
            ("when", When(digest, progress, words, now)),
            ("made", decisions is null ? UrlOf(edition) : ""),
            ("summary", chosen.Count == 0 ? words.Texts["sendNextEmpty"] : words.Texts.Count("sendNextItems", chosen.Count)),
            ("items", chosen.Select(item => (object)PageModel.Map(("url", SendWords.ItemUrl(item.Ref)), ("title", item.Title), ("kind", words.Texts[$"kind{item.Kind}"]), ("lang", item.Language == words.Texts.Language ? "" : item.Language))).ToList()),
            ("findings", findings.Select(finding => (object)words.Of(finding, TitleOf)).ToList()));
    }

    private string When(Digest digest, DigestProgress? progress, SendWords words, Instant now)
    {
        var cadence = digest.Cadence;
        if (cadence.Form == CadenceForm.Never) return words.Texts["sendNextByHand"];
        if (cadence.Form == CadenceForm.AtOnce) return words.Texts.Fill("sendNextAtOnce", ("hours", cadence.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1].Replace("-", "–", StringComparison.Ordinal)));
        var due = cadence.NextAfter(progress?.Since ?? now, zone);
        return due <= now ? words.Texts["sendNextNow"] : words.Countdown(due, now);
    }

    private async Task<object> WayAsync(Edition brief, SendWords words, Instant now, CancellationToken cancellationToken)
    {
        EditionSummary? started = null;
        // Its plan is needed for that, and only here.
        if (brief.State is EditionState.Sending or EditionState.Paused && await editions.FindAsync(brief.Id, cancellationToken) is { } whole)
        {
            var status = await EditionStatus.ReadAsync(whole, batches, cancellationToken);
            started = EditionSummary.Of(status, await outlook.RunAsync(status, cancellationToken), words, now);
        }

        return PageModel.Map(
            ("url", UrlOf(brief)),
            ("title", words.TitleOf(brief)),
            ("kind", words.KindOf(brief)),
            ("state", words.StateOf(brief)),
            ("badge", SendWords.BadgeOf(brief.State)),
            ("when", brief.Due is { } due && brief.State == EditionState.Scheduled ? words.Countdown(due, now) : brief.Held && brief.State == EditionState.Scheduled ? words.Texts["sendWaitsForYou"] : ""),
            ("progress", started is null ? null : PageModel.Map(("percent", started.Percent.ToString(CultureInfo.InvariantCulture)), ("line", started.Line), ("eta", started.Eta))));
    }
}
