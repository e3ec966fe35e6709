using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Publisher.App.Tests.Staff;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed partial class LeaveAndReturnTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    [Fact]
    public async Task One_click_ends_it_in_one_round_trip_without_a_cookie_in_either_form_of_post()
    {
        var boundary = new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } };
        foreach (var post in (HttpContent[])[new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), boundary])
        {
            var (person, unsubscribe, _) = await SubscribeAsync();
            var answer = await product.Client.PostAsync(unsubscribe, post);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            Assert.Equal(SubscriptionStatus.Unsubscribed, (await StoredAsync(person)).Status);
            Assert.Equal("one click", (await product.Get<ProveConsent>().RunAsync(person.Key, default))!.History[^1].Channel);
        }
    }

    [Fact]
    public async Task A_repeated_link_one_of_an_erased_reader_and_one_nobody_ever_had_still_end_with_200_and_a_kind_word()
    {
        var (_, repeated, _) = await SubscribeAsync();
        var (erased, gone, _) = await SubscribeAsync();
        await product.Get<EraseSubscriber>().RunAsync(erased.Key, default);
        var nobodys = "/unsubscribe/" + product.Get<LinkTokens>().Create(LinkPurpose.Unsubscribe, Some.Subscriber("never-there@example.org").Key);
        var told = new HashSet<string>(StringComparer.Ordinal);

        foreach (var link in (string[])[repeated, repeated, gone, nobodys])
        {
            var answer = await OneClickAsync(link);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            told.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.Contains("Nie wyślemy więcej biuletynu", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_links_of_a_mail_from_before_a_change_of_address_still_work()
    {
        var (person, unsubscribe, preferences) = await SubscribeAsync();
        var to = await MoveAsync(person);

        var html = await product.Client.GetStringAsync(preferences);
        Assert.Contains("m•••@example.org", html, StringComparison.Ordinal);
        await product.Client.PostAsync(preferences, new FormUrlEncodedContent([new("name", "Maria")]));
        Assert.Equal("Maria", (await product.Get<SubscriberList>().FindAsync(to, default))!.Name);
        Assert.Contains("Zmiana adresu", await product.Client.GetStringAsync(preferences + "/data"), StringComparison.Ordinal);
        var own = product.Get<LinkTokens>().Create(LinkPurpose.Unsubscribe, to);
        Assert.Contains("Tak, wypisz mnie", await product.Client.GetStringAsync($"/unsubscribe/{own}"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await OneClickAsync(unsubscribe)).StatusCode);
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await product.Get<SubscriberList>().FindAsync(to, default))!.Status);
        await product.Client.PostAsync(preferences + "/erase", null);
        Assert.Null(await product.Get<SubscriberList>().FindAsync(to, default));
        Assert.Null(await product.Get<SubscriberList>().FindAsync(person.Key, default));
    }

    [Fact]
    public async Task Who_has_left_comes_back_by_one_button_with_what_they_had_chosen_and_the_words_they_agreed_to()
    {
        var (person, unsubscribe, preferences) = await SubscribeAsync();
        await OneClickAsync(unsubscribe);

        var html = await product.Client.GetStringAsync(preferences);
        Assert.Contains("Zgadzam się, chcę znów dostawać biuletyn</button>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Address, html, StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await StoredAsync(person)).Status);
        // A form that lay open since before, or a program's post, brings nobody back.
        foreach (var fields in (KeyValuePair<string, string>[][])[[new("kinds", "news")], [new("return", "pl-000000000000")], [new("return", "")]])
            Assert.Contains("chcę znów", await (await product.Client.PostAsync(preferences, new FormUrlEncodedContent(fields))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await StoredAsync(person)).Status);

        var version = Version().Match(html).Groups[1].Value;
        var answer = await product.Client.PostAsync(preferences, new FormUrlEncodedContent([new("return", version)]));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("Miło, że wracasz", await product.Client.GetStringAsync(answer.Headers.Location), StringComparison.Ordinal);
        var stored = await StoredAsync(person);
        Assert.Equal((SubscriptionStatus.Confirmed, "Ala"), (stored.Status, stored.Name));
        Assert.Equal(["stawki"], stored.Interests.Districts);
        var entry = (await product.Get<ProveConsent>().RunAsync(person.Key, default))!.History[^1];
        Assert.Equal((HistoryEvent.Returned, "link in a mail"), (entry.Event, entry.Channel));
        Assert.StartsWith($"subscribeConsent {version}: ", entry.Wording, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coming_back_does_not_lift_a_bounce_or_a_complaint()
    {
        var (person, unsubscribe, preferences) = await SubscribeAsync();
        await OneClickAsync(unsubscribe);
        await product.Get<Suppressions>().AddAsync(person.Key, "complained", default);
        await product.Client.PostAsync(preferences, new FormUrlEncodedContent([new("return", Version().Match(await product.Client.GetStringAsync(preferences)).Groups[1].Value)]));

        Assert.True(await product.Get<Suppressions>().StopsAllAsync(person.Key, default));
    }

    [Fact]
    public async Task A_pause_is_shown_changed_ended_by_one_button_and_refused_beyond_a_year()
    {
        var (person, _, preferences) = await SubscribeAsync();
        // The product's today is 2 May 2023.
        foreach (var wrong in (string[])["2023-05-02", "2024-05-03", "2023-02-30", "jutro", "9999-12-31", "<b>"])
        {
            var answer = await PostAsync(preferences, "pause", wrong);
            Assert.Equal((HttpStatusCode.UnprocessableEntity, null), (answer.StatusCode, (await StoredAsync(person)).PausedUntil));
            Assert.Contains("<a href=\"#pause\">Podaj dzień od jutra do 2 maja 2024", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await PostAsync(preferences, "pause", "1.06.2023");
        Assert.Equal(new NodaTime.LocalDate(2023, 6, 1), (await StoredAsync(person)).PausedUntil);
        var html = await product.Client.GetStringAsync(preferences);
        Assert.Contains("Przerwa: do dnia 1 czerwca 2023 r.", html, StringComparison.Ordinal);
        Assert.Contains("type=\"date\" id=\"pause\" name=\"pause\" value=\"2023-06-01\" min=\"2023-05-03\" max=\"2024-05-02\"", html, StringComparison.Ordinal);
        Assert.Contains("1 czerwca 2023", await product.Client.GetStringAsync(preferences + "/data"), StringComparison.Ordinal);
        await PostAsync(preferences, "pause", "2024-05-02");
        await PostAsync(preferences, "pause", "");

        Assert.Null((await StoredAsync(person)).PausedUntil);
        Assert.Equal(
            ["paused: none → 2023-06-01", "paused: 2023-06-01 → 2024-05-02", "paused: 2024-05-02 → none"],
            (await product.Get<ProveConsent>().RunAsync(person.Key, default))!.History.Skip(1).Select(entry => entry.Detail));
    }

    [Fact]
    public async Task Who_somebody_is_can_be_said_changed_and_taken_back()
    {
        var (person, _, preferences) = await SubscribeAsync();

        await PostAsync(preferences, "role", "ngo");
        Assert.Equal(ReaderRole.Ngo, (await StoredAsync(person)).Role);
        Assert.Contains("value=\"ngo\" checked", await product.Client.GetStringAsync(preferences), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(preferences, "role", "king")).StatusCode);
        await product.Client.PostAsync(preferences, new FormUrlEncodedContent([new("was-role", "ngo"), new("role", "")]));
        Assert.Null((await StoredAsync(person)).Role);
    }

    private async Task<SubscriberKey> MoveAsync(Subscriber person)
    {
        var (moves, to) = (product.Get<MoveAddress>(), Some.Subscriber($"moved-{person.Address}"));
        await moves.AskAsync(person.Key, Address.Parse(to.Address, out _)!, "", default);
        foreach (var side in Enum.GetValues<MoveSide>()) await moves.AgreeAsync(new MoveLink(person.Key, to.Key, side, Expired: false), "", default);
        return to.Key;
    }

    private Task<HttpResponseMessage> OneClickAsync(string link) => product.Client.PostAsync(link, new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded"));

    private Task<HttpResponseMessage> PostAsync(string link, string name, string value) => product.Client.PostAsync(link, new FormUrlEncodedContent([new(name, value)]));

    private async Task<(Subscriber Person, string Unsubscribe, string Preferences)> SubscribeAsync()
    {
        var person = Some.Subscriber($"leaver-{Interlocked.Increment(ref people)}@example.org", new([], ["stawki"], []), "Ala");
        await product.Get<ImportSubscribers>().AddAsync([person], null, default);
        var tokens = product.Get<LinkTokens>();
        return (person, "/unsubscribe/" + tokens.Create(LinkPurpose.Unsubscribe, person.Key), "/preferences/" + tokens.Create(LinkPurpose.Preferences, person.Key));
    }

    private async Task<Subscriber> StoredAsync(Subscriber person) => (await product.Get<SubscriberList>().FindAsync(person.Key, default))!;

    [GeneratedRegex("name=\"return\" value=\"([^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
