using System.Net;
using System.Text.Json;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class DataAndErasePageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    [Fact]
    public async Task A_reader_sees_what_is_kept_in_words_and_how_it_came_about()
    {
        var (person, link) = await SubscribeAsync("Łucja <b>");
        await product.Client.PostAsync(link, new FormUrlEncodedContent([new("kinds", "news"), new("districts", "stawki")]));

        var answer = await product.Client.GetAsync(link + "/data");
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
        foreach (var said in (string[])[person.Address, "Dopisanie z listy", "z listy: a test", "Zmiana ustawień", "przez odnośnik z wiadomości", "Rodzaje wiadomości: nabory → aktualności; Dzielnice: wszystkie → Stawki", person.Key.Hex])
            Assert.Contains(said, html, StringComparison.Ordinal);
        Assert.DoesNotContain("Łucja <b>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains($"href=\"{link}/data\"", await product.Client.GetStringAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_has_all_that_the_page_has_and_is_kept_by_nobody_in_between()
    {
        var (person, link) = await SubscribeAsync("Łucja");
        var answer = await product.Client.GetAsync(link + "/data/newsletter-data.json");

        Assert.Equal(("application/json", "attachment", "no-store"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType, answer.Headers.CacheControl!.ToString()));
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        var kept = json.RootElement.GetProperty("subscriber");
        Assert.Equal((person.Address, "Łucja", "Confirmed", "a test"), (kept.GetProperty("address").GetString(), kept.GetProperty("name").GetString(), kept.GetProperty("status").GetString(), kept.GetProperty("source").GetString()));
        Assert.Equal("Imported", Assert.Single(json.RootElement.GetProperty("history").EnumerateArray()).GetProperty("event").GetString());
    }

    [Fact]
    public async Task Looking_erases_nobody_and_pressing_does_and_then_the_link_is_nobodys()
    {
        var (person, link) = await SubscribeAsync("Ala");

        var asked = await product.Client.GetStringAsync(link + "/erase");
        Assert.Contains("Usuń moje dane</button>", asked, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Address, asked, StringComparison.Ordinal);
        Assert.NotNull(await product.Get<SubscriberList>().FindAsync(person.Key, default));

        var done = await product.Client.PostAsync(link + "/erase", null);
        Assert.Contains("Usunęliśmy Twoje dane", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        Assert.Null(await product.Get<SubscriberList>().FindAsync(person.Key, default));
        var nobody = "/preferences/" + product.Get<LinkTokens>().Create(LinkPurpose.Preferences, Some.Subscriber("never-there@example.org").Key);
        var told = await (await product.Client.GetAsync(nobody)).Content.ReadAsStringAsync();
        foreach (var path in (string[])[link, link + "/data", link + "/data/newsletter-data.json", link + "/erase", nobody + "/erase", "/preferences/abc/erase"])
        {
            var answer = await product.Client.GetAsync(path);
            Assert.Equal((HttpStatusCode.NotFound, told), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await product.Client.PostAsync(link + "/erase", null)).StatusCode);
    }

    [Fact]
    public async Task A_link_to_leave_erases_nobody()
    {
        var (person, _) = await SubscribeAsync("");
        var leave = "/preferences/" + product.Get<LinkTokens>().Create(LinkPurpose.Unsubscribe, person.Key);

        Assert.Equal(HttpStatusCode.NotFound, (await product.Client.PostAsync(leave + "/erase", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await product.Client.GetAsync(leave + "/data")).StatusCode);
        Assert.NotNull(await product.Get<SubscriberList>().FindAsync(person.Key, default));
    }

    [Fact]
    public async Task By_which_button_somebody_left_is_in_the_history_and_no_body_keeps_anybody()
    {
        foreach (var (body, channel) in ((HttpContent?, string)[])
            [
                (new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]), "one click"),
                (new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } }, "one click"),
                (null, "link in a mail"),
                (new FormUrlEncodedContent([]), "link in a mail"),
                (new FormUrlEncodedContent([new("List-Unsubscribe", new string('x', 20_000))]), "link in a mail"),
                (new StringContent("%%%", null, "multipart/form-data"), "link in a mail"),
            ])
        {
            var (person, _) = await SubscribeAsync("");

            var answer = await product.Client.PostAsync("/unsubscribe/" + product.Get<LinkTokens>().Create(LinkPurpose.Unsubscribe, person.Key), body);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var proof = (await product.Get<ProveConsent>().RunAsync(person.Key, default))!;
            Assert.Equal((SubscriptionStatus.Unsubscribed, HistoryEvent.Unsubscribed, channel), (proof.Subscriber.Status, proof.History[^1].Event, proof.History[^1].Channel));
        }
    }

    private async Task<(Subscriber Person, string Link)> SubscribeAsync(string name)
    {
        var person = Some.Subscriber($"kept-{Interlocked.Increment(ref people)}@example.org", new Interests([ItemKind.Call], [], []), name);
        await product.Get<ImportSubscribers>().AddAsync([person], null, CancellationToken.None);
        return (person, "/preferences/" + product.Get<LinkTokens>().Create(LinkPurpose.Preferences, person.Key));
    }
}
