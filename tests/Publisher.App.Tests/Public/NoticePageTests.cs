using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Tests.Staff;
using Publisher.Rendering;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class NoticePageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Fact]
    public async Task The_privacy_notice_says_who_keeps_what_and_how_to_leave()
    {
        var html = await ShowAsync(
            ("Organisation:Name", "LGD <Toruń>"), ("Organisation:Address", "ul. Wymyślona 1"), ("Organisation:Email", "biuro@example.org"), ("Organisation:PrivacyContact", "iod@example.org"));

        foreach (var said in (string[])
            ["LGD <Toruń>", "ul. Wymyślona 1", "mailto:biuro@example.org", "iod@example.org", "zgoda (artykuł 6 ustęp 1 litera a RODO)", "Historię zgody",
             "Nie sprawdzamy, czy wiadomość została otwarta", "plików cookie", "wypiszesz się", "Prezesa Urzędu Ochrony Danych Osobowych"])
            Assert.Contains(said, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("<Toruń>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_organisations_own_words_take_the_place_of_ours()
    {
        var html = WebUtility.HtmlDecode(await ShowAsync(("Organisation:Retention", "Przez 3 lata."), ("Organisation:Recipients", "Firma A."), ("Organisation:SupervisoryAuthority", "Urząd B.")));

        foreach (var own in (string[])["Przez 3 lata.", "Firma A.", "Urząd B."]) Assert.Contains(own, html, StringComparison.Ordinal);
        Assert.DoesNotContain("Prezesa Urzędu", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organisation_with_a_notice_of_its_own_sends_readers_there()
    {
        var settings = Settings(("Organisation:PrivacyUrl", "https://example.org/rodo"), ("Organisation:AccessibilityUrl", "https://example.org/dostepnosc"));
        var (pages, request) = (Pages(settings), TwoLanguages.Request());

        var (response, _) = await TwoLanguages.SendAsync(new PrivacyPage(settings.Organisation, settings.Notices, settings.Retention, new Editions.ClickCounting(settings.CountsClicks), pages).Show(request), Served(request));
        Assert.Equal((302, "https://example.org/rodo"), (response.StatusCode, response.Headers.Location.ToString()));
        var (_, html) = await TwoLanguages.SendAsync(pages.For(request).NotFound(), request);
        Assert.Contains("<a href=\"https://example.org/rodo\"", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/dostepnosc\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("full", "są zgodne", false)]
    [InlineData("partial", "są częściowo zgodne", true)]
    [InlineData("none", "nie są jeszcze zgodne", true)]
    public async Task The_accessibility_statement_says_how_far_it_goes_and_where_to_complain(string status, string said, bool exceptions)
    {
        var settings = Settings(("Organisation:AccessibilityStatus", status), ("Organisation:AccessibilityDate", "2026-03-31"), ("Organisation:AccessibilityContact", "Anna, tel. 56 000"));
        var request = TwoLanguages.Request();
        var page = new AccessibilityPage(settings.Organisation, settings.Notices, settings, product.Get<DateTimeZone>(), Pages(settings));

        var html = WebUtility.HtmlDecode((await TwoLanguages.SendAsync(page.Show(request), request)).Html);

        foreach (var part in (string[])[said, "WCAG 2.2", "31 marca 2026", "Anna, tel. 56 000", "Rzecznika Praw Obywatelskich"]) Assert.Contains(part, html, StringComparison.Ordinal);
        Assert.Equal(exceptions, html.Contains("Co może być niedostępne", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_are_in_the_organisations_colours_as_far_as_they_can_be_read_and_under_its_logo()
    {
        var settings = Settings(("Look:Accent", "#ffd700"), ("Look:Logo", "https://example.org/logo.png"), ("Look:LogoAlt", "LGD & Toruń"));
        var request = TwoLanguages.Request();

        var (_, html) = await TwoLanguages.SendAsync(Pages(settings).For(request).NotFound(), request);

        var colours = html.Split("--accent: ")[1..].Select(rest => Colour.Parse(rest[..7])!.Value).ToList();
        Assert.Equal(2, colours.Count);
        Assert.True(colours[0].ContrastTo(Colour.White) >= Colour.TextContrast, $"{colours[0]}");
        Assert.Equal("#ffd700", colours[1].ToString());
        Assert.Contains("<img src=\"https://example.org/logo.png\" alt=\"LGD &amp; Toruń\" width=\"160\">", html, StringComparison.Ordinal);
        Assert.Contains("<a class=\"skip\" href=\"#main\">", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/archive")]
    [InlineData("/feeds")]
    [InlineData("/feeds/items.atom")]
    [InlineData("/feeds/calendar.ics?kind=x")]
    [InlineData("/privacy")]
    [InlineData("/accessibility")]
    [InlineData("/health")]
    [InlineData("/nothing/here")]
    [InlineData("/unsubscribe/abc")]
    [InlineData("/assets/unia-europejska.png")]
    [InlineData("/api/announcements")]
    public async Task Every_answer_lets_nothing_in_and_gives_nothing_away(string path)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Head, HttpMethod.Post])
        {
            var headers = (await product.Client.SendAsync(new HttpRequestMessage(method, path))).Headers;

            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("camera=()", headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
            Assert.False(headers.Contains("Set-Cookie"));
            // A promise of TLS by a site that has none would lock its readers out.
            Assert.False(headers.Contains("Strict-Transport-Security"));
        }
    }

    private static async Task<string> ShowAsync(params (string Name, string Value)[] set)
    {
        var (settings, request) = (Settings(set), TwoLanguages.Request());
        return (await TwoLanguages.SendAsync(new PrivacyPage(settings.Organisation, settings.Notices, settings.Retention, new Editions.ClickCounting(settings.CountsClicks), Pages(settings)).Show(request), request)).Html;
    }

    private static HttpRequest Served(HttpRequest request)
    {
        request.HttpContext.RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider();
        return request;
    }

    private static PublicPages Pages(PublisherSettings settings) => new(TestProduct.Templates, new PageFrame(settings.Organisation, settings.Look, settings.Notices));

    private static PublisherSettings Settings(params (string Name, string Value)[] set) => PublisherSettings.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection([new("Publisher:Secret", new string('s', 32)), .. set.Select(pair => KeyValuePair.Create($"Publisher:{pair.Name}", (string?)pair.Value))])
            .Build(),
        local: true);
}
