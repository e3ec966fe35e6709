using System.Net;
using Publisher.App.Tests.Staff;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class MovePageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    [Fact]
    public async Task Whatever_is_known_of_the_new_address_the_page_is_the_same()
    {
        var (subscribed, left, suppressed, erased) = (await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync(), await SubscribeAsync());
        await product.Get<SubscriberList>().UnsubscribeAsync(left.Person.Key, default);
        await product.Get<Suppressions>().AddAsync(suppressed.Person.Key, "bounced", default);
        await product.Get<EraseSubscriber>().RunAsync(erased.Person.Key, default);
        var told = new HashSet<string>(StringComparer.Ordinal);

        foreach (var to in (string[])["unknown-to-all@example.org", subscribed.Person.Address, left.Person.Address, suppressed.Person.Address, erased.Person.Address])
        {
            var (_, link) = await SubscribeAsync();
            var answer = await AskAsync(link, to);
            Assert.Equal((HttpStatusCode.SeeOther, link + "/address?sent=1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
            told.Add(await product.Client.GetStringAsync(answer.Headers.Location));
        }

        // The reader's own, too.
        var own = await SubscribeAsync();
        told.Add(await product.Client.GetStringAsync((await AskAsync(own.Link, own.Person.Address)).Headers.Location));
        Assert.Contains("Sprawdź obie skrzynki", Assert.Single(told.Select(html => html.Replace(own.Link, "", StringComparison.Ordinal)).Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_address_is_told_beside_its_field_and_a_second_wish_of_the_day_is_put_off()
    {
        var (person, link) = await SubscribeAsync();
        Assert.Contains($"href=\"{link}/address\"", await product.Client.GetStringAsync(link), StringComparison.Ordinal);

        var wrong = await AskAsync(link, "\"><script>alert(1)</script>");
        var html = await wrong.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("<a href=\"#address\">Wpisz cały adres", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Null((await product.Get<SubscriberList>().FindAsync(person.Key, default))!.Move);

        await AskAsync(link, $"first-{person.Address}");
        Assert.Contains("f•••@example.org", await product.Client.GetStringAsync(link + "/address"), StringComparison.Ordinal);
        var second = await AskAsync(link, $"second-{person.Address}");
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Contains("spróbuj jutro", await second.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal($"first-{person.Address}", (await product.Get<SubscriberList>().FindAsync(person.Key, default))!.Move!.To.Mailbox);
    }

    [Fact]
    public async Task Opening_a_link_moves_nobody_the_buttons_of_both_do_and_pressing_again_is_harmless()
    {
        var (person, links) = await AskedAsync();
        foreach (var link in links.Values)
        {
            Assert.Contains("Tak, zmień adres</button>", await product.Client.GetStringAsync(link), StringComparison.Ordinal);
            await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
            await product.Client.PostAsync(link, null);
        }

        Assert.Contains("czy odwołać", (await product.Client.GetStringAsync(links[MoveSide.Old] + "?cancel=1")).ToLowerInvariant(), StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"cancel\"", await product.Client.GetStringAsync(links[MoveSide.New]), StringComparison.Ordinal);
        Assert.Contains("na dotychczasowy adres", await PressAsync(links[MoveSide.New], "agree"), StringComparison.Ordinal);
        Assert.Null((await product.Get<SubscriberList>().FindAsync(person.Key, default))!.MovedTo);
        for (var press = 0; press < 2; press++)
            foreach (var link in links.Values) Assert.Contains("Gotowe. Biuletyn przychodzi odtąd na nowy adres.", await PressAsync(link, "agree"), StringComparison.Ordinal);
        Assert.Contains("Gotowe.", await PressAsync(links[MoveSide.Old], "cancel"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Called_off_by_the_old_mailbox_it_is_over_for_both_and_a_broken_link_says_so()
    {
        var (person, links) = await AskedAsync();

        Assert.Contains("Zmiana adresu jest odwołana", await PressAsync(links[MoveSide.Old], "cancel"), StringComparison.Ordinal);
        foreach (var link in links.Values) Assert.Equal(HttpStatusCode.Gone, (await product.Client.GetAsync(link)).StatusCode);
        await PressAsync(links[MoveSide.New], "agree");
        Assert.Null((await product.Get<SubscriberList>().FindAsync(person.Key, default))!.Move);

        foreach (var path in (string[])["/move/abc", links[MoveSide.Old] + "A"])
            foreach (var answer in (HttpResponseMessage[])[await product.Client.GetAsync(path), await product.Client.PostAsync(path, null)])
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<(Subscriber Person, IReadOnlyDictionary<MoveSide, string> Links)> AskedAsync()
    {
        var (person, link) = await SubscribeAsync();
        var to = $"new-{person.Address}";
        await AskAsync(link, to);
        var move = (await product.Get<SubscriberList>().FindAsync(person.Key, default))!.Move!;
        return (person, Enum.GetValues<MoveSide>().ToDictionary(side => side, side => "/move/" + product.Get<LinkTokens>().CreateMove(side, person.Key, SubscriberKey.Of(move.To), move.Asked)));
    }

    private Task<HttpResponseMessage> AskAsync(string link, string to) => product.Client.PostAsync(link + "/address", new FormUrlEncodedContent([new("address", to)]));

    private async Task<string> PressAsync(string link, string word) => await (await product.Client.PostAsync(link, new FormUrlEncodedContent([new("do", word)]))).Content.ReadAsStringAsync();

    private async Task<(Subscriber Person, string Link)> SubscribeAsync()
    {
        var person = Some.Subscriber($"mover-{Interlocked.Increment(ref people)}@example.org");
        await product.Get<ImportSubscribers>().AddAsync([person], null, default);
        return (person, "/preferences/" + product.Get<LinkTokens>().Create(LinkPurpose.Preferences, person.Key));
    }
}
