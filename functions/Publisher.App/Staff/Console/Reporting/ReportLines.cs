using System.Globalization;
using NodaTime;
using Publisher.App.Public;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Reports;
using Publisher.Social;

namespace Publisher.App.Staff.Console.Reporting;

/// <summary>The lines of a report in the words of one language: for the page, and for a spreadsheet.</summary>
internal sealed class ReportLines(Strings texts, Strings strings, Sender sender, DateTimeZone zone)
{
    private readonly Words words = new(strings, zone);

    public string Summary(ReportFilter filter, ActivityReport report) => texts.Fill(
        filter.Programme.Length > 0 ? "reportSummaryProgramme" : "reportSummary",
        [("from", words.Date(filter.From)), ("to", words.Date(filter.To)), ("editions", Number(report.Editions.Count)), ("messages", Number(report.Messages)), ("items", Number(report.Items.Count)), ("posts", Number(report.Posts)),
            .. filter.Programme.Length > 0 ? [("programme", filter.Programme)] : (ReadOnlySpan<(string, string)>)[]]);

    public object Edition(EditionLine line) => PageModel.Map(
        ("date", When(line.Edition.Started!.Value)),
        ("kind", Kind(line.Edition)),
        ("title", Title(line.Edition)),
        ("url", line.Edition.IsPublic ? sender.ArchiveUrl(line.Edition.Id) : ""),
        ("items", Number(line.Items.Count)),
        ("accepted", Number(line.Tally.Accepted)),
        ("missed", Number(line.Tally.Rejected + line.Tally.Failed)),
        ("clicks", Number(line.Clicks)),
        ("open", line.Edition.State is EditionState.Sending or EditionState.Paused ? texts["reportOpen"] : line.Edition.State == EditionState.Cancelled ? texts["reportCancelled"] : ""));

    public object Item(ItemLine line) => PageModel.Map(
        ("title", line.Item?.Item.Title ?? line.Ref.ToString()),
        ("lang", line.Item?.Item.Language is { } language && language != texts.Language ? language : ""),
        ("kind", texts["kind" + line.Ref.Kind]),
        ("programme", string.Join(", ", line.Programmes)),
        ("editions", line.Editions.Select(edition => (object)PageModel.Map(
            ("text", texts.Fill("reportMailed", ("kind", Kind(edition.Edition)), ("date", When(edition.Edition.Started!.Value)), ("n", Number(edition.Tally.Accepted)))),
            ("url", edition.Edition.IsPublic ? sender.ArchiveUrl(edition.Edition.Id) : ""))).ToList()),
        ("posts", line.Posts.Select(post => (object)PageModel.Map(("text", texts.Fill("reportPosted", ("network", NetworkName(post.Network)), ("date", When(post.Since)))), ("url", post.Url))).ToList()),
        ("messages", Number(line.Messages)),
        ("clicks", Number(line.Clicks)));

    public IEnumerable<IReadOnlyList<string>> EditionRows(ActivityReport report)
    {
        yield return [texts["reportId"], texts["reportKind"], texts["reportTitle"], texts["reportDate"], texts["reportEnd"], texts["reportAccepted"], texts["reportRejected"], texts["reportFailed"], texts["reportItems"], texts["reportUrl"], .. Of(report, texts["reportClicks"])];
        foreach (var line in report.Editions)
        {
            var (edition, tally, items) = line;
            yield return [edition.Id, Kind(edition), Title(edition), Plain(edition.Started), Plain(edition.Closed), Digits(tally.Accepted), Digits(tally.Rejected), Digits(tally.Failed), string.Join(' ', items), edition.IsPublic ? sender.ArchiveUrl(edition.Id) : "", .. Of(report, Digits(line.Clicks))];
        }
    }

    /// <summary>A row for each channel that an item went by.</summary>
    public IEnumerable<IReadOnlyList<string>> ItemRows(ActivityReport report)
    {
        yield return [texts["reportId"], texts["reportKind"], texts["reportTitle"], texts["reportProgramme"], texts["reportChannel"], texts["reportDate"], texts["reportAccepted"], texts["reportUrl"], .. Of(report, texts["reportClicks"])];
        foreach (var line in report.Items)
        {
            string[] item = [line.Ref.ToString(), texts["kind" + line.Ref.Kind], line.Item?.Item.Title ?? "", string.Join(", ", line.Programmes)];
            foreach (var mailed in line.Editions)
            {
                var (edition, tally, _) = mailed;
                yield return [.. item, Kind(edition), Plain(edition.Started), Digits(tally.Accepted), edition.IsPublic ? sender.ArchiveUrl(edition.Id) : "", .. Of(report, Digits(mailed.ClicksOf.GetValueOrDefault(line.Ref)))];
            }


            foreach (var post in line.Posts) yield return [.. item, NetworkName(post.Network), Plain(post.Since), "", post.Url, .. Of(report, "")];
        }
    }

    /// <summary>A last cell, where openings are counted.</summary>
    private static string[] Of(ActivityReport report, string cell) => report.HasClicks ? [cell] : [];

    private string Kind(Edition edition) => texts["editionKind" + (edition switch
    {
        { IsAnnouncement: true } => "Announcement",
        { IsReminder: true } => "Reminder",
        { IsCorrection: true } => "Correction",
        _ => edition.Rhythm!.Value.ToString(),
    })];

    private static string Title(Edition edition) => edition.Heading.Length > 0 ? edition.Heading : edition.Subject.Length > 0 ? edition.Subject : edition.Id;

    private static string NetworkName(string network) => network switch { NetworkKeys.Facebook => "Facebook", NetworkKeys.LinkedIn => "LinkedIn", NetworkKeys.Mastodon => "Mastodon", _ => network };

    private string When(Instant at) => words.Moment(at.Local(zone));

    /// <summary>As spreadsheets sort it, in the organisation's zone.</summary>
    private string Plain(Instant? at) => at is { } instant ? instant.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    private string Number(int number) => strings.Number(number);

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
