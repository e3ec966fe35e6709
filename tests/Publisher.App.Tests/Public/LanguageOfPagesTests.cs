using Microsoft.AspNetCore.Http;
using NodaTime;
using Publisher.App.Public;
using Publisher.App.Tests.Staff;
using Publisher.Archive;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class LanguageOfPagesTests(LocalProduct product, TwoLanguages languages) : IClassFixture<LocalProduct>, IClassFixture<TwoLanguages>
{
    private PublicPages Pages => new(languages.Templates, product.Get<PageFrame>());

    [Fact]
    public async Task A_page_says_which_language_it_is_in_and_caches_hear_who_chose_it()
    {
        var (chosen, asked, nobody) = (TwoLanguages.Request("de-AT"), TwoLanguages.Request("pl", "?lang=de"), TwoLanguages.Request());

        var (response, html) = await TwoLanguages.SendAsync(Pages.For(chosen).NotFound(), chosen);
        AssertGerman(html);
        Assert.Equal((404, "Accept-Language", ""), (response.StatusCode, response.Headers.Vary.ToString(), response.Headers.CacheControl.ToString()));
        Assert.Contains("href=\"/archive\"", html, StringComparison.Ordinal);

        (response, html) = await TwoLanguages.SendAsync(Pages.For(asked).NotFound(), asked);
        AssertGerman(html);
        Assert.Empty(response.Headers.Vary.ToString());
        Assert.Contains("href=\"/archive?lang=de\"", html, StringComparison.Ordinal);

        (_, html) = await TwoLanguages.SendAsync(Pages.For(nobody).NotFound(), nobody);
        Assert.Contains("<html lang=\"pl\">", html, StringComparison.Ordinal);
        Assert.DoesNotContain(TwoLanguages.Mark, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_is_asked_in_their_own_language_whatever_the_browser_says()
    {
        var (tokens, person) = (product.Get<LinkTokens>(), await GermanAsync("gerda@example.org"));
        var unsubscribe = new UnsubscribePage(tokens, product.Get<MoveAddress>(), Pages);
        var request = TwoLanguages.Request("pl");

        var (response, html) = await TwoLanguages.SendAsync(await unsubscribe.AskAsync(tokens.Create(LinkPurpose.Unsubscribe, person.Key), request), request);

        AssertGerman(html);
        Assert.Equal(("", "no-store"), (response.Headers.Vary.ToString(), response.Headers.CacheControl.ToString()));
        AssertGerman((await TwoLanguages.SendAsync(await unsubscribe.DoAsync(tokens.Create(LinkPurpose.Unsubscribe, person.Key), request), request)).Html);
    }

    [Fact]
    public async Task Languages_to_choose_from_are_each_named_in_their_own()
    {
        var (tokens, person, request) = (product.Get<LinkTokens>(), await GermanAsync("greta@example.org"), TwoLanguages.Request("pl"));
        var preferences = Preferences(product.Get<Organisation>());
        var token = tokens.Create(LinkPurpose.Preferences, person.Key);

        var (_, html) = await TwoLanguages.SendAsync(await preferences.ShowAsync(token, request), request);

        AssertGerman(html);
        Assert.Contains("lang=\"de\"><input type=\"radio\" id=\"language-1\" name=\"language\" value=\"de\" checked> <span>Deutsch</span>", html, StringComparison.Ordinal);
        Assert.Contains("lang=\"pl\"><input type=\"radio\" id=\"language-2\" name=\"language\" value=\"pl\"> <span>polski</span>", html, StringComparison.Ordinal);

        var post = TwoLanguages.Request(method: "POST");
        post.ContentType = "application/x-www-form-urlencoded";
        post.Body = new MemoryStream("was-language=de&language=pl"u8.ToArray());
        Assert.Equal(303, (await TwoLanguages.SendAsync(await preferences.SaveAsync(token, post), post)).Response.StatusCode);
        (_, html) = await TwoLanguages.SendAsync(await preferences.ShowAsync(token, request), request);
        Assert.Contains("<html lang=\"pl\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edition_without_a_page_in_the_readers_language_is_shown_in_the_organisations()
    {
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(edition.To(EditionState.Sending), CancellationToken.None);
        var archive = new ArchivePage(product.Get<ArchivePages>(), Pages, product.Get<DateTimeZone>());
        var request = TwoLanguages.Request("de");

        var (response, html) = await TwoLanguages.SendAsync(await archive.ShowAsync(edition.Id, request), request);
        Assert.Equal((200, "Accept-Language"), (response.StatusCode, response.Headers.Vary.ToString()));
        Assert.Contains("lang=\"pl\"", html, StringComparison.Ordinal);

        await product.Get<EditionBlobs>().SaveWebAsync(edition, "de", "<!doctype html><html lang=\"de\">", CancellationToken.None);
        Assert.Equal("<!doctype html><html lang=\"de\">", (await TwoLanguages.SendAsync(await archive.ShowAsync(edition.Id, request), request)).Html);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("biuro@example.org", true)]
    public async Task Whose_link_does_not_work_is_told_whom_to_write_to_where_there_is_someone(string email, bool told)
    {
        var request = TwoLanguages.Request("de");

        var (response, html) = await TwoLanguages.SendAsync(await Preferences(product.Get<Organisation>() with { Email = email }).ShowAsync("abc", request), request);

        AssertGerman(html);
        Assert.Equal((404, "Accept-Language", "no-store"), (response.StatusCode, response.Headers.Vary.ToString(), response.Headers.CacheControl.ToString()));
        Assert.Equal(told, html.Contains("napisz do nas: biuro@example.org", StringComparison.Ordinal));
    }

    private PreferencesPage Preferences(Organisation organisation) => new(
        product.Get<LinkTokens>(),
        product.Get<MoveAddress>(),
        new ChangePreferences(product.Get<SubscriberList>(), product.Get<Districts>(), languages.Templates.Languages, Rhythms.All, Some.Zone, product.Get<TimeProvider>()),
        product.Get<ChooseCall>(),
        new ReturnForm(product.Get<ReturnSubscriber>(), product.Get<ConsentTexts>(), new CallerNetwork(hosted: false), Pages),
        product.Get<Districts>(),
        product.Get<RhythmOffer>(),
        product.Get<MailsAMonth>(),
        Pages,
        new NobodysLink(organisation, Pages));

    private static void AssertGerman(string html)
    {
        Assert.Contains("<html lang=\"de\">", html, StringComparison.Ordinal);
        Assert.Contains("<h1>" + TwoLanguages.Mark, html, StringComparison.Ordinal);
    }

    private async Task<Subscriber> GermanAsync(string address)
    {
        var person = Some.Subscriber(address) with { Language = "de" };
        await product.Get<ImportSubscribers>().AddAsync([person], null, CancellationToken.None);
        return person;
    }
}
