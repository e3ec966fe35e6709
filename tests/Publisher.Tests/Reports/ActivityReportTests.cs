using System.Text;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Reports;
using Publisher.Social;

namespace Publisher.Tests.Reports;

public sealed class ActivityReportTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_settlement_has_what_was_done_for_one_programme_between_two_days_and_nothing_else()
    {
        await product.SubscribeAsync(3);
        await product.PublishAsync(Some.Call("paid", "2023-06-01T12:00") with { Programme = "Fundusze Europejskie dla Kujaw i Pomorza" });
        await product.PublishAsync(Some.News("nobodys"));
        var edition = await product.SendNowAsync();
        await product.DrainAsync();
        // No edition goes out with a programme that there is no strip for; a post may.
        await product.PublishAsync(Some.News("other") with { Programme = "Własny program" });
        await MakePostAsync("other");
        await MakePostAsync("paid");
        await MakePostAsync("nobodys");

        var report = await ReportAsync("FEdKP 2021–2027");

        Assert.Equal((edition.Id, 3), Assert.Single(report.Editions) is var line ? (line.Edition.Id, line.Tally.Accepted) : default);
        var item = Assert.Single(report.Items);
        Assert.Equal(("call/paid", 3, 1), (item.Ref.ToString(), item.Messages, item.Posts.Count));
        Assert.Equal(["FEdKP 2021–2027"], item.Programmes);
        Assert.Equal(["call/paid", "news/nobodys", "news/other"], (await ReportAsync("")).Items.Select(each => each.Ref.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["news/other"], (await ReportAsync("własny program")).Items.Select(each => each.Ref.ToString()));
        Assert.Equal("Własny program", (await product.Get<ReportActivity>().ProgrammesAsync(default))[^1]);
        Assert.Equal((0, 0), (await ReportAsync("nobody's")) is var nothing ? (nothing.Editions.Count, nothing.Items.Count) : default);
        // The day is the organisation's: 22:00 UTC of the 29th is the 30th in Toruń.
        Assert.Empty((await product.Get<ReportActivity>().RunAsync(new ReportFilter(new LocalDate(2023, 4, 1), new LocalDate(2023, 4, 29), ""), default)).Editions);
    }

    [Fact]
    public async Task A_cell_is_no_formula_and_a_spreadsheet_sees_that_it_is_utf8()
    {
        var csv = await ReportCsv.WriteAsync([["Tytuł", "Liczba"], ["=HYPERLINK(\"https://evil.example\")", "@sum"], ["a;b \"c\"\nd", "-1"]], ';', default);

        Assert.Equal([0xEF, 0xBB, 0xBF], csv.Take(3));
        var text = Encoding.UTF8.GetString(csv.AsSpan(3)).ReplaceLineEndings("\n");
        Assert.Equal("Tytuł;Liczba\n\"'=HYPERLINK(\"\"https://evil.example\"\")\";'@sum\n\"a;b \"\"c\"\"\nd\";'-1\n", text);
    }

    private Task<ActivityReport> ReportAsync(string programme) =>
        product.Get<ReportActivity>().RunAsync(new ReportFilter(new LocalDate(2023, 4, 1), new LocalDate(2023, 4, 30), programme), default);

    private async Task MakePostAsync(string id)
    {
        var item = new ItemRef(id == "paid" ? ItemKind.Call : ItemKind.News, id);
        Assert.True(await product.Get<Posts>().PlanAsync(new Post("facebook", item, Occasion.First, 1, PostState.Posted, product.Now) { Url = $"https://facebook.example/{id}" }, default));
    }
}
