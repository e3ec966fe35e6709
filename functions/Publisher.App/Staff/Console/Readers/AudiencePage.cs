using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Rendering;
using Publisher.Reports;
using Publisher.Staff;

namespace Publisher.App.Staff.Console.Readers;

/// <summary>Who reads, in numbers and plots: from a count that is made once a day, or when somebody asks, and says from when it is.</summary>
public sealed class AudiencePage(ReportBlobs reports, AskForCount ask, AudienceCharts charts, ConsolePages pages, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff/audience";

    /// <summary>Daily rounds that are shown.</summary>
    private const int Rounds = 14;

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var (texts, strings, stop) = (pages.TextsFor(context), pages.StringsFor(context), context.RequestAborted);
        var words = new Words(strings, zone);
        var count = await reports.ReadAudienceAsync(stop);
        var underWay = await ask.IsUnderWayAsync(count, stop);
        var span = SpanOf(context.Request.Query["span"].ToString());
        var here = span == Span.Months ? Path : $"{Path}?span={span.ToString().ToLowerInvariant()}";
        var model = PageModel.Map(
            ("live", underWay ? here : ""),
            ("asOf", count is null ? "" : texts.Fill("audienceAsOf", ("moment", words.Moment(count.At.Local(zone))))),
            ("person", context.Staff().Role.Contains(StaffRole.Approver) ? PersonPage.Path : ""),
            ("upload", context.Staff().Role.Contains(StaffRole.Admin) ? ImportPage.Path : ""),
            ("rounds", (await reports.ReadRoundsAsync(stop)).Take(Rounds).Select(round => (object)PageModel.Map(
                ("moment", words.Moment(round.At.Local(zone))),
                ("what", RetentionWords.Of(texts, round)))).ToList()),
            ("counted", count is not null));
        if (count is not null)
        {
            foreach (var (name, value) in charts.Model(texts, strings, count, span, clock.Now().InZone(zone).Date)) model[name] = value;
            model["spans"] = Enum.GetValues<Span>().Select(each => (object)PageModel.Map(
                ("url", each == Span.Months ? Path : $"{Path}?span={each.ToString().ToLowerInvariant()}"), ("text", texts["audienceSpan" + each]), ("current", each == span))).ToList();
        }

        return pages.Render(context, "audience", texts["navAudience"], model);
    }

    /// <summary>Has everybody counted anew; the page shows when that is done.</summary>
    public async Task<IResult> CountAsync(HttpContext context)
    {
        var latest = await reports.ReadAudienceAsync(context.RequestAborted);
        // Pressed twice, it is done once.
        if (!await ask.IsUnderWayAsync(latest, context.RequestAborted)) await ask.RunAsync(context.RequestAborted);
        return pages.SeeOther(context, Path);
    }

    private static Span SpanOf(string text) => Enum.GetValues<Span>().FirstOrDefault(span => string.Equals(span.ToString(), text, StringComparison.OrdinalIgnoreCase), Span.Months);
}
