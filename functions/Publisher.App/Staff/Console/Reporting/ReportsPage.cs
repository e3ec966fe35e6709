using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Publisher.App.Public;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Reports;

namespace Publisher.App.Staff.Console.Reporting;

/// <summary>What was done, between two days and for one programme: to look at, to print and as a table for a spreadsheet.</summary>
public sealed class ReportsPage(ReportActivity activity, Sender sender, ConsolePages pages, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff/reports";

    private const string Editions = "editions";

    private const string Items = "items";

    /// <summary>Years that one report may cover.</summary>
    private const int MostYears = 10;

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var (texts, query, stop) = (pages.TextsFor(context), context.Request.Query, context.RequestAborted);
        var today = clock.Now().InZone(zone).Date;
        // What settling mostly asks for: this month and the two before it.
        var (from, to) = (query["from"].ToString() is { Length: > 0 } start ? start : Text(new LocalDate(today.Year, today.Month, 1).PlusMonths(-2)), query["to"].ToString() is { Length: > 0 } end ? end : Text(today));
        var faults = new List<object>();
        var filter = Read(texts, from, to, query["programme"].ToString().Trim(), faults);
        var report = filter is null ? new ActivityReport([], []) : await activity.RunAsync(filter, stop);
        var lines = new ReportLines(texts, pages.StringsFor(context), sender, zone);
        if (filter is not null && query["as"].ToString() is Editions or Items) return await CsvAsync(texts, filter, query["as"].ToString() == Editions ? lines.EditionRows(report) : lines.ItemRows(report), query["as"].ToString(), stop);
        var programme = filter?.Programme ?? query["programme"].ToString().Trim();
        var programmes = (await activity.ProgrammesAsync(stop)).ToList();
        // What is asked for stays chosen, even where nothing names it any more.
        if (programme.Length > 0 && !programmes.Contains(programme, StringComparer.OrdinalIgnoreCase)) programmes.Add(programme);
        var self = filter is null ? "" : $"{Path}?from={Text(filter.From)}&to={Text(filter.To)}&programme={Uri.EscapeDataString(programme)}";
        return pages.Render(
            context, "reports", texts["navReports"],
            PageModel.Map(
                ("from", from), ("to", to), ("faults", faults), ("action", Path),
                ("fromFault", Of(faults, "from")), ("toFault", Of(faults, "to")),
                ("programmes", programmes.Select(name => (object)PageModel.Map(("name", name), ("chosen", string.Equals(name, programme, StringComparison.OrdinalIgnoreCase)))).ToList()),
                ("any", programme.Length == 0),
                ("summary", filter is null ? "" : lines.Summary(filter, report)),
                ("made", filter is null ? "" : texts.Fill("reportMade", ("moment", new Words(pages.StringsFor(context), zone).Moment(clock.Now().Local(zone))))),
                ("counted", texts[report.HasClicks ? "reportCountsClicks" : "reportCounts"]), ("clicks", report.HasClicks),
                ("editions", report.Editions.Select(lines.Edition).ToList()), ("items", report.Items.Select(lines.Item).ToList()),
                ("editionsFile", self.Length == 0 ? "" : $"{self}&as={Editions}"), ("itemsFile", self.Length == 0 ? "" : $"{self}&as={Items}")),
            faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, faults.Count > 0 ? texts["faultMark"] : "");
    }

    private static ReportFilter? Read(Strings texts, string from, string to, string programme, List<object> faults)
    {
        var (first, last) = (LocalDatePattern.Iso.Parse(from), LocalDatePattern.Iso.Parse(to));
        if (!first.Success) faults.Add(PageModel.Map(("target", "from"), ("text", texts["reportNoDay"])));
        if (!last.Success) faults.Add(PageModel.Map(("target", "to"), ("text", texts["reportNoDay"])));
        if (faults.Count > 0) return null;
        if (last.Value < first.Value) faults.Add(PageModel.Map(("target", "to"), ("text", texts["reportBackwards"])));
        else if (Period.Between(first.Value, last.Value, PeriodUnits.Years).Years >= MostYears) faults.Add(PageModel.Map(("target", "from"), ("text", texts.Fill("reportTooLong", ("years", $"{MostYears}")))));
        return faults.Count > 0 ? null : new ReportFilter(first.Value, last.Value, programme.Length > 300 ? programme[..300] : programme);
    }

    private static async Task<IResult> CsvAsync(Strings texts, ReportFilter filter, IEnumerable<IReadOnlyList<string>> rows, string what, CancellationToken cancellationToken) => new PrivateDownload(
        // Where a comma stands in numbers, spreadsheets want a semicolon between cells.
        await ReportCsv.WriteAsync(rows, texts.Language == "pl" ? ';' : ',', cancellationToken), "text/csv; charset=utf-8", $"{what}-{Text(filter.From)}-{Text(filter.To)}.csv");

    private static string Text(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static string Of(List<object> faults, string field) =>
        faults.Cast<Dictionary<string, object?>>().Where(fault => (string)fault["target"]! == field).Select(fault => (string)fault["text"]!).FirstOrDefault("");
}

/// <summary>A file for who asked, and for no cache.</summary>
internal sealed class PrivateDownload(byte[] content, string type, string name) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var headers = httpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(content, type, name).ExecuteAsync(httpContext);
    }
}
