using AngleSharp.Dom;
using NodaTime;
using Publisher.Content;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>Items whose every field is an attack, on every page of the console that shows them: words, and nothing but words.</summary>
public sealed class HostileItemTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private const string Attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onclick='alert(1)' {{t \"web\"}} {{{x}}} </textarea></title></iframe>";

    private const string Link = "https://example.org/'onmouseover='alert(1)";

    private const string Body = $"{Attack}\n\n[x](javascript:alert(1)) ![y](data:text/html,<script>alert(1)</script>) <javascript:alert(1)>\n\n<svg onload=alert(1)>\n\n[ok](https://example.org)";

    public static TheoryData<string> Kinds => ["call", "event", "news"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_that_is_stored_in_an_item_runs_or_breaks_out_of_where_it_stands(string kind)
    {
        var item = Of(kind);
        var now = Instant.FromUtc(2023, 5, 1, 8, 0);
        await product.Get<Items>().AddAsync(new StoredItem(item, 1, now, now), default);
        using var user = await ConsoleUser.SignInAsync(product);
        using var other = await ConsoleUser.SignInAsync(product);
        var path = $"/staff/items/{item.Ref}";

        Look(await user.OpenAsync("/staff"));
        Look(await user.OpenAsync($"/staff?q={Uri.EscapeDataString(Attack)}&kind={Uri.EscapeDataString(Attack)}&page=-1"));
        var form = Look(await user.OpenAsync(path));
        Assert.Equal(Attack.Trim(), form.Find("#f-title")!.GetAttribute("value"));
        foreach (var language in (string[])["pl", "en", "uk"])
        {
            var preview = Look(await user.OpenAsync($"{path}/preview?in={language}"));
            Assert.NotEmpty(preview.Document.QuerySelectorAll("iframe"));
            foreach (var frame in preview.Document.QuerySelectorAll("iframe"))
            {
                Assert.Equal("", frame.GetAttribute("sandbox"));
                LookAt(frame.GetAttribute("src")!, (await user.OpenAsync(frame.GetAttribute("src")!)).Document, ours: 0);
            }
        }

        var theirs = await other.OpenAsync(path);
        // Refused or asked: both show what was typed.
        var changed = Look(await form.SendAsync("publish", ("title", Attack + " 2"), ("note", Attack)));
        Look(await changed.SendAsync("withdraw"));
        Look(await (await user.OpenAsync($"{path}?do=withdraw")).SendAsync("withdraw"));
        Look(await theirs.SendAsync("publish", ("title", Attack + " 3")));
        using var approver = await ConsoleUser.SignInAsync(product, StaffRole.Approver);
        Look(await approver.OpenAsync("/staff/audit"));
    }

    [Fact]
    public async Task Markdown_is_shown_safely_while_it_is_typed_and_only_to_staff()
    {
        using var user = await ConsoleUser.SignInAsync(product);
        var token = await user.Browser.CsrfAsync();

        using var answer = await user.Browser.PostAsync("/staff/markdown", [("text", Body + "\n\n# Heading")], ("X-Csrf", token));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Contains("<h4>Heading</h4>", html, StringComparison.Ordinal);
        LookAt("markdown", new AngleSharp.Html.Parser.HtmlParser().ParseDocument(html), ours: 0);

        using var unasked = await user.Browser.PostAsync("/staff/markdown", [("text", "x")]);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, unasked.StatusCode);
        using var stranger = new StaffBrowser(product.Url);
        using var refused = await stranger.PostAsync("/staff/markdown", [("text", "x")], ("X-Csrf", token));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_preview_has_a_policy_of_its_own_by_which_nothing_in_it_runs_or_leads_away()
    {
        using var user = await ConsoleUser.SignInAsync(product);

        using var answer = await user.Browser.GetAsync("/staff/items/call/drugi-nabor-2023/preview/mail?scheme=dark&lang=pl");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var html = await answer.Content.ReadAsStringAsync();

        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'; img-src https: data: ", policy, StringComparison.Ordinal);
        Assert.EndsWith("form-action 'none'; frame-ancestors 'self'; sandbox", policy, StringComparison.Ordinal);
        Assert.Contains("<base target=\"_blank\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme", html, StringComparison.Ordinal);
        Assert.Contains("@media all", html, StringComparison.Ordinal);
        Assert.Contains("@media not all", await user.Browser.ReadAsync("/staff/items/call/drugi-nabor-2023/preview/mail?scheme=light&lang=pl"), StringComparison.Ordinal);
        using var nothing = await user.Browser.GetAsync("/staff/items/call/drugi-nabor-2023/preview/other");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, nothing.StatusCode);
    }

    private static ConsolePage Look(ConsolePage page)
    {
        Assert.True((int)page.Status < 500, $"{page.Path}: {page.Status}");
        LookAt(page.Path, page.Document, ours: 1);
        return page;
    }

    /// <param name="ours">Scripts that the page has itself.</param>
    private static void LookAt(string path, IDocument document, int ours)
    {
        Assert.True(document.QuerySelectorAll("script").Length == ours, path);
        Assert.True(document.QuerySelectorAll("script:not([src^='/staff/files/'])").Length == 0, path);
        Assert.All(document.All, element =>
        {
            Assert.DoesNotContain(element.Attributes, attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
            Assert.NotEqual("svg", element.LocalName);
            foreach (var name in (string[])["href", "src", "action"])
                if (element.GetAttribute(name) is { } url) Assert.False(url.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("data:text", StringComparison.OrdinalIgnoreCase) || url == "x", $"{path}: {url}");
        });
    }

    private static Item Of(string kind)
    {
        IReadOnlyList<ItemLink> links = [new(Link, Attack), new("https://example.org", Attack)];
        IReadOnlyList<ItemText> translations = [new("en", Attack, Attack, Body), new("uk", Attack, Attack, Body)];
        Item item = kind switch
        {
            "call" => new Call { Id = "", Title = "", Summary = "", Number = Attack, Priority = Attack, ProjectTypes = [Attack], WhoMayApply = Attack, Contact = Attack, Closes = new Moment(new LocalDate(2023, 6, 1)), Results = null },
            "event" => new Event { Id = "", Title = "", Summary = "", Starts = new Moment(new LocalDate(2023, 6, 1)), Venue = Attack, Address = Attack, Online = Attack, OnlineUrl = Link, Organisers = [Attack], Registration = Link, PhotoReport = Link, MediaCoverage = links },
            _ => new News { Id = "", Title = "", Summary = "", Project = Attack, FundingSource = Attack },
        };
        return item with { Id = $"attack-{kind}", Title = Attack, Summary = Attack, Body = Body, Programme = Attack, Image = new ItemImage("https://example.org/a.png", Attack), Links = links, Topics = [Attack], Translations = translations, Note = Attack, Status = ItemStatus.Published };
    }
}
