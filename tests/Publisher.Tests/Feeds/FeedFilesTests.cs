using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Publisher.Content;
using Publisher.Feeds;
using Publisher.Mail.Tests;

namespace Publisher.Tests.Feeds;

public sealed class FeedFilesTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task The_atom_feed_keeps_the_rules_of_its_format()
    {
        await using var product = await SomeItemsAsync();

        var feed = await AtomAsync(product);

        Assert.Equal("pl", feed.Attribute(XNamespace.Xml + "lang")!.Value);
        // RFC 4287 §4.1.1: exactly one of each, an author, a way back to itself.
        foreach (var one in (string[])["id", "title", "updated", "author"]) Assert.Single(feed.Elements(Atom + one));
        Assert.Equal("http://localhost:7071/feeds/items.atom", feed.Elements(Atom + "link").Single(link => link.Attribute("rel")!.Value == "self").Attribute("href")!.Value);
        var entries = feed.Elements(Atom + "entry").ToList();
        Assert.Equal(["News new", "Event old", "Call first"], entries.Select(entry => entry.Element(Atom + "title")!.Value));
        foreach (var entry in entries)
        {
            foreach (var one in (string[])["id", "title", "updated", "published", "summary", "content", "link"]) Assert.Single(entry.Elements(Atom + one));
            Assert.True(Uri.IsWellFormedUriString(entry.Element(Atom + "link")!.Attribute("href")!.Value, UriKind.Absolute));
            Assert.Equal("html", entry.Element(Atom + "content")!.Attribute("type")!.Value);
        }

        Assert.Equal(entries.Max(entry => entry.Element(Atom + "updated")!.Value), feed.Element(Atom + "updated")!.Value);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Element(Atom + "id")!.Value).Distinct().Count());
    }

    [Fact]
    public async Task An_edited_item_keeps_its_name_and_its_place_and_says_when_it_changed()
    {
        await using var product = await SomeItemsAsync();
        var before = Entry(await AtomAsync(product), "call/first");
        product.Pass(Duration.FromHours(3));
        await product.PublishAsync(Some.Call("first", "2023-05-31T15:00") with { Title = "Another title", Body = "## Jak?\n\nTak <b>.", Links = [new ItemLink("https://example.org/nabór", "Nabór")] });

        var feed = await AtomAsync(product);
        var after = Entry(feed, "call/first");

        Assert.Equal(before.Element(Atom + "published")!.Value, after.Element(Atom + "published")!.Value);
        Assert.Equal("2023-04-30T15:00:00Z", after.Element(Atom + "updated")!.Value);
        Assert.Equal("Another title", feed.Elements(Atom + "entry").Last().Element(Atom + "title")!.Value);
        Assert.Equal("tag:example.org,2026:call/first", after.Element(Atom + "id")!.Value);
        Assert.Equal("https://example.org/nab%C3%B3r", after.Element(Atom + "link")!.Attribute("href")!.Value);
        Assert.Contains("<h2>Jak?</h2>\n<p>Tak &lt;b&gt;.</p>", after.Element(Atom + "content")!.Value, StringComparison.Ordinal);
        Assert.Contains("do 31 maja 2023 r. (środa), godz.\u00A015:00", after.Element(Atom + "content")!.Value, StringComparison.Ordinal);
        Assert.Equal("http://localhost:7071/archive", before.Element(Atom + "link")!.Attribute("href")!.Value);
    }

    [Fact]
    public async Task The_json_feed_has_what_its_version_asks_for()
    {
        await using var product = await SomeItemsAsync();

        using var json = JsonDocument.Parse((await MakeAsync(product, FeedFiles.Json)).Content);

        var feed = json.RootElement;
        Assert.Equal("https://jsonfeed.org/version/1.1", feed.GetProperty("version").GetString());
        Assert.Equal("http://localhost:7071/feeds/items.json", feed.GetProperty("feed_url").GetString());
        Assert.NotEmpty(feed.GetProperty("title").GetString()!);
        Assert.NotEmpty(feed.GetProperty("authors")[0].GetProperty("name").GetString()!);
        var items = feed.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(3, items.Count);
        foreach (var item in items)
        {
            foreach (var text in (string[])["id", "url", "title", "summary", "content_html", "language"]) Assert.NotEmpty(item.GetProperty(text).GetString()!);
            Assert.True(item.GetProperty("date_modified").GetDateTimeOffset() >= item.GetProperty("date_published").GetDateTimeOffset());
            Assert.All(item.GetProperty("tags").EnumerateArray(), tag => Assert.NotEmpty(tag.GetString()!));
        }
    }

    [Fact]
    public async Task A_feed_holds_a_hundred_items_and_never_a_draft_or_one_that_was_withdrawn()
    {
        await using var product = await TestProduct.StartAsync();
        for (var number = 0; number < FeedSource.MaxItems + 3; number++)
        {
            await product.PublishAsync(Some.News($"n{number}"));
            product.Pass(Duration.FromMinutes(1));
        }

        await product.PublishAsync(Some.News("draft") with { Status = ItemStatus.Draft });
        await product.PublishAsync(Some.News("n102") with { Status = ItemStatus.Withdrawn });

        var ids = (await AtomAsync(product)).Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value).ToList();

        Assert.Equal(Enumerable.Range(2, 100).Reverse().Select(number => $"tag:example.org,2026:news/n{number}"), ids);
    }

    [Theory]
    [InlineData("kind=event", "event/stawki")]
    [InlineData("kind=call,news", "call/wrzosy news/city")]
    [InlineData("kind=event&kind=NEWS", "event/stawki news/city")]
    [InlineData("district=wrzosy", "call/wrzosy news/city")]
    [InlineData("district=Stawki,wrzosy", "call/wrzosy event/stawki news/city")]
    [InlineData("district=rudak", "news/city")]
    [InlineData("topic=zielen", "call/wrzosy")]
    [InlineData("topic=Ziele%C5%84,kultura", "call/wrzosy event/stawki")]
    [InlineData("topic=teatr, taniec", "event/stawki")]
    [InlineData("kind=call&district=stawki", "")]
    [InlineData("utm_source=mail&kind=", "call/wrzosy event/stawki news/city")]
    public async Task A_filter_lets_through_what_was_chosen_and_always_what_concerns_the_whole_city(string query, string ids)
    {
        await using var product = await TestProduct.StartAsync();
        await product.PublishAsync(Some.Call("wrzosy", "2023-06-01") with { Districts = ["wrzosy"], Topics = ["zieleń"] });
        await product.PublishAsync(Some.Event("stawki", "2023-06-01") with { Districts = ["stawki"], Topics = ["kultura", "teatr, taniec"] });
        await product.PublishAsync(Some.News("city"));

        var feed = await AtomAsync(product, query);

        Assert.Equal(
            ids.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value.Split(':')[^1]).Order(StringComparer.Ordinal));
        // The feed's own address leads to the same feed, and other feeds have other names.
        var self = feed.Elements(Atom + "link").First().Attribute("href")!.Value;
        Assert.Equal(feed.ToString(), (await AtomAsync(product, self.Contains('?', StringComparison.Ordinal) ? self.Split('?')[1] : "")).ToString());
    }

    [Theory]
    [InlineData("kind=evnt", FeedFaultReason.UnknownValue, "event")]
    [InlineData("district=wrzosyy", FeedFaultReason.UnknownValue, "wrzosy")]
    [InlineData("district=london", FeedFaultReason.UnknownValue, "")]
    [InlineData("topic=zieleni", FeedFaultReason.UnknownValue, "zieleń")]
    [InlineData("lang=xx", FeedFaultReason.UnknownValue, "")]
    [InlineData("kinds=call", FeedFaultReason.UnknownParameter, "kind")]
    [InlineData("lang=pl,de", FeedFaultReason.UnknownValue, "")]
    public void What_there_is_not_is_named_with_what_was_probably_meant(string query, FeedFaultReason reason, string near)
    {
        var (choice, fault) = new FeedQuery(TestProduct.Settings.Districts, ["zieleń"], ["pl"]).Read(Pairs(query));

        Assert.Null(choice);
        Assert.Equal((reason, near), (fault!.Reason, fault.Near));
    }

    [Fact]
    public void Any_query_is_a_choice_or_a_fault() => Chance.Times(2000, random =>
    {
        var known = (string[])["call", "event", "rubinkowo", "Zieleń", "pl", ",", "\0", "\uD800", "\uFFFE", "<b>", "' or 1=1", new('x', 500), "%", "ї"];
        var names = (string[])["kind", "district", "topic", "lang", "KIND", "", "kinds", "utm", "\uDC00"];
        var pairs = Enumerable.Range(0, random.Next(6)).Select(_ => KeyValuePair.Create(
            names[random.Next(names.Length)], string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => known[random.Next(known.Length)])))).ToList();

        var (choice, fault) = new FeedQuery(TestProduct.Settings.Districts, ["Zieleń", "a, b"], ["pl"]).Read(pairs);

        Assert.NotEqual(choice is null, fault is null);
        if (choice is not null) Assert.True(Uri.TryCreate("https://example.org/feeds/items.atom" + choice.Filter.Query(choice.Language), UriKind.Absolute, out _));
    });

    [Fact]
    public void No_more_values_are_looked_at_than_anyone_chooses()
    {
        var many = string.Join(',', Enumerable.Range(0, 200).Select(number => $"t{number}"));

        var (_, fault) = new FeedQuery(Districts.None, [.. many.Split(',')], ["pl"]).Read([KeyValuePair.Create("topic", many)]);

        Assert.Equal(FeedFaultReason.TooMany, fault!.Reason);
    }

    [Theory]
    [InlineData("\u0000\u0001\b\u001B[31m")]
    [InlineData("\uFFFE\uFFFF")]
    [InlineData("\uD800 alone \uDC00")]
    [InlineData("]]> <![CDATA[ <!-- &#0; &amp; \"'")]
    [InlineData("\uE000s name\uE001")]
    [InlineData("\u0085\u2028\u2029\r\n\t")]
    [InlineData("</title><script>alert(1)</script>")]
    public async Task Whatever_an_item_says_the_feeds_stay_readable(string hostile)
    {
        await using var product = await TestProduct.StartAsync();
        var text = $"Before {hostile} after";
        // Past the rules of the import, as if the rows were damaged. JSON has no half pairs to keep: they are put in behind it.
        var item = new News
        {
            Id = "hostile", Title = text, Summary = text, Body = $"# {text}\n\n[{text}](javascript:alert(1))", Topics = [text], Project = text,
            Links = [new ItemLink($"javascript:{hostile}", text)], Image = new ItemImage($"https://example.org/\"{hostile}", text),
        };
        await product.PublishAsync(item);

        var entry = Entry(await AtomAsync(product), "news/hostile");
        using var json = JsonDocument.Parse((await MakeAsync(product, FeedFiles.Json)).Content);

        foreach (var part in (string[])["title", "summary"])
        {
            Assert.StartsWith("Before", entry.Element(Atom + part)!.Value, StringComparison.Ordinal);
            Assert.EndsWith("after", entry.Element(Atom + part)!.Value, StringComparison.Ordinal);
        }

        var html = entry.Element(Atom + "content")!.Value;
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(html, json.RootElement.GetProperty("items")[0].GetProperty("content_html").GetString());
        Assert.Equal("http://localhost:7071/archive", entry.Element(Atom + "link")!.Attribute("href")!.Value);
    }

    [Fact]
    public void Half_a_pair_and_noncharacters_are_taken_out_of_any_text() =>
        Assert.Equal("a\uFFFDb\uFFFDc😀d", FeedText.Clean("a\uD800b\uDC00c\uFFFE\uFFFF\u0000\u001F\u009F😀d\U0001FFFE"));

    [SkippableFact]
    public async Task Another_reader_of_calendars_finds_what_is_on_and_for_a_month_what_is_off()
    {
        await using var product = await TestProduct.StartAsync();
        var off = Some.Event("off", "2023-06-02T18:00") with { Districts = ["stawki"] };
        await product.PublishAsync(off);
        await product.PublishAsync(Some.Event("on", "2023-06-01"));
        await product.PublishAsync(Some.Call("call", "2023-05-31T15:00"));
        await product.PublishAsync(Some.News("news"));
        await product.PublishAsync(Some.Event("draft", "2023-06-01") with { Status = ItemStatus.Draft });
        product.Pass(Duration.FromDays(1));
        await product.PublishAsync(off with { Status = ItemStatus.Withdrawn });

        Assert.Equal(
            ["call-call@example.org CONFIRMED 0", "event-off@example.org CANCELLED 1", "event-on@example.org CONFIRMED 0"], await EntriesAsync(product, ""));
        Assert.Equal(["event-on@example.org CONFIRMED 0"], await EntriesAsync(product, "kind=event&district=wrzosy"));
        Assert.Empty(await EntriesAsync(product, "kind=news"));
        product.Pass(Duration.FromDays(30));
        Assert.Equal(["call-call@example.org CONFIRMED 0", "event-on@example.org CONFIRMED 0"], await EntriesAsync(product, ""));
    }

    [Fact]
    public async Task A_calendar_says_what_it_is_and_holds_something_even_when_nothing_is_on()
    {
        await using var product = await TestProduct.StartAsync();

        var file = await MakeAsync(product, FeedFiles.Calendar, "kind=event");
        var text = Encoding.UTF8.GetString(file.Content);

        Assert.Equal("text/calendar; charset=utf-8; method=PUBLISH", file.ContentType);
        Assert.Contains("\r\nNAME:Lokalna Grupa Działania „Dla Miasta Torunia”: wydarzenia\r\n", text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nBEGIN:VTIMEZONE\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("END:VTIMEZONE\r\nEND:VCALENDAR\r\n", text, StringComparison.Ordinal);
    }

    private static async Task<TestProduct> SomeItemsAsync()
    {
        var product = await TestProduct.StartAsync();
        await product.PublishAsync(Some.Call("first", "2023-05-31T15:00") with { Districts = ["wrzosy"] });
        product.Pass(Duration.FromHours(1));
        await product.PublishAsync(Some.Event("old", "2023-05-20"));
        product.Pass(Duration.FromHours(1));
        await product.PublishAsync(Some.News("new"));
        return product;
    }

    private static async Task<XElement> AtomAsync(TestProduct product, string query = "") =>
        XDocument.Parse(Encoding.UTF8.GetString((await MakeAsync(product, FeedFiles.Atom, query)).Content)).Root!;

    private static XElement Entry(XElement feed, string item) => feed.Elements(Atom + "entry").Single(entry => entry.Element(Atom + "id")!.Value.EndsWith(":" + item, StringComparison.Ordinal));

    private static async Task<FeedFile> MakeAsync(TestProduct product, string name, string query = "")
    {
        var source = await FeedSource.ReadAsync(product.Get<Items>(), CancellationToken.None);
        var (choice, fault) = new FeedQuery(TestProduct.Settings.Districts, source.Topics, TestProduct.Templates.Languages).Read(Pairs(query));
        Assert.Null(fault);
        return product.Get<FeedFiles>().Make(name, source, choice!);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(string query) => query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=')).Select(pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1])));

    private static async Task<IReadOnlyList<string>> EntriesAsync(TestProduct product, string query)
    {
        const string Reader = """
            import json, sys
            import icalendar
            calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read().decode('utf-8'))
            if calendar.errors: raise ValueError(calendar.errors)
            for event in calendar.walk('VEVENT'):
                if event.errors: raise ValueError(event.errors)
            print(json.dumps([f"{event['UID']} {event['STATUS']} {event['SEQUENCE']}" for event in calendar.walk('VEVENT')]))
            """;
        var read = await Python.RunAsync(Reader, (await MakeAsync(product, FeedFiles.Calendar, query)).Content, "icalendar");
        return [.. JsonSerializer.Deserialize<string[]>(read)!.Order(StringComparer.Ordinal)];
    }
}
