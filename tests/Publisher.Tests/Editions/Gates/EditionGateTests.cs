using Publisher.Content;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.Tests.Editions.Gates;

/// <summary>What concerns an item's substance, and the edition as a whole.</summary>
public sealed class EditionGateTests
{
    [Theory]
    [InlineData("", "summary", Severity.Block, "is missing")]
    [InlineData(" \n ", "summary", Severity.Block, "is missing")]
    [InlineData("szkolenia dla organizacji.", "summary", Severity.Warn, "says the title once more")]
    public void A_summary_says_more_than_the_title(string summary, string field, Severity severity, string sentence)
    {
        var finding = Assert.Single(Gate.Check(Gate.News() with { Summary = summary }));

        Assert.Equal((field, severity), (finding.Field, finding.Severity));
        Assert.Contains(sentence, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Program Współpracy Transgranicznej", null)]
    [InlineData("FEdKP 2021-2O27", "FEdKP 2021–2027")]
    [InlineData("FEdKP", "FEdKP 2021–2027")]
    [InlineData("RPO WK-P", "RPO WK-P 2014–2020")]
    [InlineData("regionalny program operacyjny wojewodztwa kujawsko pomorskiego", "Regionalny Program Operacyjny Województwa Kujawsko-Pomorskiego na lata 2014-2020")]
    public void A_programme_without_a_strip_blocks_and_says_which_setting_to_add(string programme, string? near)
    {
        var finding = Assert.Single(Gate.Check(Some.Call("c") with { Programme = programme }));

        Assert.Equal(("programme", Severity.Block), (finding.Field, finding.Severity));
        Assert.Contains("add Publisher__Programmes__2__Name, Publisher__Programmes__2__Sentence and Publisher__Programmes__2__Logos", finding.Text, StringComparison.Ordinal);
        if (near is null) Assert.DoesNotContain("did you mean", finding.Text, StringComparison.Ordinal);
        else Assert.Contains($"did you mean „{near}”?", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_of_funding_without_a_strip_is_shown_to_somebody()
    {
        var finding = Assert.Single(Gate.Check(Gate.News() with { FundingSource = "Gmina Miasta Toruń" }));
        Assert.Equal(("fundingSource", Severity.Warn), (finding.Field, finding.Severity));

        Assert.Empty(Gate.Check(Gate.News() with { FundingSource = "Fundusze Europejskie  dla Kujaw i Pomorza, działanie 6.1" }));
        Assert.Empty(Gate.Check(Gate.News() with { FundingSource = "Gmina Miasta Toruń", Programme = "FEdKP 2021—2027" }));
        Assert.Empty(Gate.Check(Gate.News() with { Programme = " " }));
    }

    [Theory]
    [InlineData("#767676", "", null)]
    [InlineData("#777777", "", "#777777 on #ffffff is too pale to read, and so are white words on its buttons: contrast 4.4 : 1, and 4.5 : 1 is the least; #757575 would do")]
    [InlineData("#767676", "<td bgcolor=\"#eef2f5\">", "#767676 on #eef2f5 is too pale to read: contrast 4.0 : 1, and 4.5 : 1 is the least")]
    [InlineData("#767676", "<td style='background: #EEE;'>", "#767676 on #eeeeee is too pale")]
    [InlineData("#ffcc00", "<a style=\"background-color:#ffcc00\">", "#ffcc00 on #ffffff is too pale to read, and so are white words on its buttons")]
    [InlineData("#00529b", "<body style=\"background:#17212b\"><td bgcolor=\"#eef2f5\"><a style=\"background:#00529b\">", null)]
    [InlineData("navy", "", "„navy” is not a colour")]
    [InlineData("#zzzzzz", "", "„#zzzzzz” is not a colour")]
    public void The_accent_stands_out_from_every_light_background(string accent, string html, string? sentence)
    {
        var findings = Gate.Check([], new Look(accent, null), Gate.Html(html));

        if (sentence is null)
        {
            Assert.Empty(findings);
            return;
        }

        var finding = Assert.Single(findings);
        Assert.Equal((null, "Publisher__Look__Accent", Severity.Block), (finding.Item, finding.Field, finding.Severity));
        Assert.StartsWith(sentence, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21.0)]
    [InlineData("#ffffff", "#000000", 21.0)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#ff0000", "#ffffff", 4.0)]
    [InlineData("#0000ff", "#ffffff", 8.59)]
    [InlineData("#00529b", "#00529b", 1.0)]
    public void Contrast_is_as_the_guidelines_compute_it(string one, string other, double ratio)
    {
        Assert.Equal(ratio, Colour.Parse(one)!.Value.ContrastTo(Colour.Parse(other)!.Value), 0.01);
    }

    [Fact]
    public void The_default_look_and_the_templates_of_today_go_together()
    {
        var html = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "templates", "digest", "digest.html.hbs"));

        Assert.Contains("background", html, StringComparison.Ordinal);
        Assert.Empty(Gate.Check([Gate.News()], Look.Default, Gate.Html(html)));
    }

    [Fact]
    public void What_mail_programs_would_cut_off_blocks_and_the_largest_items_are_named()
    {
        Item[] items = [Gate.News() with { Id = "small" }, Gate.News() with { Id = "large" }, Some.Call("middle")];
        string Html(int letters) => $"<p id=\"news-small\">a</p><p id=\"news-large\">{new string('ż', letters)}</p><p id=\"call-middle\">{new string('x', 4000)}</p>";

        Assert.Empty(Gate.Check(items, Look.Default, Gate.Html(Html(35_000))));
        var much = Assert.Single(Gate.Check(items, Look.Default, Gate.Html(Html(45_000))));
        Assert.Equal(("html[pl]", Severity.Warn), (much.Field, much.Severity));
        var most = Assert.Single(Gate.Check(items, Look.Default, Gate.Html(Html(50_000))));
        Assert.Equal(Severity.Block, most.Severity);
        Assert.Contains("news/large (98 KB), call/middle (4 KB), news/small (1 KB)", most.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_the_last_item_is_not_counted_as_its_own()
    {
        Item[] items = [Gate.News() with { Id = "first" }, Gate.News() with { Id = "last" }];
        var html = $"<div id=\"news-first\"><div>{new string('x', 9000)}</div></div><div id=\"news-last\"><div>a</div><b>b</b></div><p>{new string('x', 100_000)}</p>";

        Assert.Contains("news/first (9 KB), news/last (1 KB)", Assert.Single(Gate.Check(items, Look.Default, Gate.Html(html))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FEdKP 2021–2027 oraz RPO WK-P 2014–2020", "FEdKP 2021–2027", "RPO WK-P 2014–2020")]
    [InlineData("rpo wk-p 2014-2020, fedkp 2021-2027, RPO WK-P 2014–2020", "RPO WK-P 2014–2020", "FEdKP 2021–2027")]
    [InlineData("Fundusze Europejskie dla Kujaw i Pomorza (FEdKP 2021–2027)", "FEdKP 2021–2027")]
    [InlineData("FEdKP 2021–20277")]
    [InlineData("XFEdKP 2021–2027")]
    public void Every_programme_that_an_item_names_is_found_by_its_whole_words(string named, params string[] programmes) =>
        Assert.Equal(programmes, Gate.Programmes.Of(Some.Call("c") with { Programme = named }).Select(programme => programme.Name));

    [Fact]
    public void Where_names_overlap_the_longest_is_meant()
    {
        var programmes = new Programmes([new Programme("NOWE FIO", [], "a", []), new Programme("NOWE FIO Plus", [], "b", [])]);

        Assert.Equal(["NOWE FIO Plus"], programmes.Of(Some.Call("c") with { Programme = "NOWE FIO Plus 2023" }).Select(programme => programme.Name));
        Assert.Equal(["NOWE FIO Plus", "NOWE FIO"], programmes.Of(Some.Call("c") with { Programme = "NOWE FIO Plus i NOWE FIO" }).Select(programme => programme.Name));
    }

    [Theory]
    [InlineData(80 * 1024, null)]
    [InlineData((80 * 1024) + 1, Severity.Warn)]
    [InlineData(100 * 1024, Severity.Warn)]
    [InlineData((100 * 1024) + 1, Severity.Block)]
    public void The_limits_of_size_are_exact(int octets, Severity? severity) =>
        Assert.Equal(severity, Gate.Check([], Look.Default, Gate.Html(new string('x', octets))).SingleOrDefault()?.Severity);

    [Fact]
    public void An_empty_edition_has_nothing_to_find() =>
        Assert.Empty(EditionGate.Check([], Programmes.None, Look.Default, [], new Dictionary<string, string>(StringComparer.Ordinal)));

    [Fact]
    public void An_item_in_two_sections_is_found_once()
    {
        var item = Gate.News() with { Summary = "" };

        Assert.Equal("news/a, summary: is missing; say in one or two sentences what it is about and for whom", Assert.Single(Gate.Check(item, item)).ToString());
    }

    [Fact]
    public void Every_item_of_the_sample_passes()
    {
        var entries = Rendering.Rendered.Sample().Select(item => new DigestEntry(item, Section.News)).ToList();

        var findings = EditionGate.Check(entries, TestProduct.Settings.Programmes, TestProduct.Settings.Look, ["pl"], Gate.Html(""));

        Assert.Empty(findings);
    }
}
