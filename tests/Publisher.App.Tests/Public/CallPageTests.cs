using System.Net;
using System.Text.RegularExpressions;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed partial class CallPageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private const string Call = "drugi-nabor-2023";

    private static int people;

    [Theory]
    [InlineData("pl", "Śledzisz ten nabór", "Cofnij tę zmianę")]
    [InlineData("en", "You follow this call", "Undo this change")]
    [InlineData("uk", "Ви стежите за цим конкурсом", "Скасувати цю зміну")]
    public async Task Opening_the_link_changes_nothing_a_button_does_and_can_be_taken_back(string language, string followed, string undo)
    {
        var (person, link) = await SubscribeAsync(language);

        var html = await product.Client.GetStringAsync(link);
        Assert.Equal(["followed", "left"], Buttons(html));
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
        Assert.True((await StoredAsync(person)).Calls.IsNone);

        html = await PressAsync(link, "followed");
        Assert.Contains($"role=\"status\">{followed}", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"neither\">{undo}</button>", html, StringComparison.Ordinal);
        Assert.Equal(["neither", "left"], Buttons(html));
        Assert.Equal([Call], (await StoredAsync(person)).Calls.Followed);

        html = await PressAsync(link, "left");
        Assert.Contains($"value=\"followed\">{undo}</button>", html, StringComparison.Ordinal);
        Assert.Equal([Call], (await StoredAsync(person)).Calls.Left);
        // Pressed again, it offers no way back to what it is already.
        Assert.DoesNotContain(undo, await PressAsync(link, "left"), StringComparison.Ordinal);
        await PressAsync(link, "followed");
        await PressAsync(link, "neither");
        Assert.True((await StoredAsync(person)).Calls.IsNone);
    }

    [Fact]
    public async Task What_is_followed_or_left_stands_in_the_preferences_by_its_name_and_is_let_go_there()
    {
        var (person, link) = await SubscribeAsync("pl");
        var preferences = link[..link.IndexOf("/call/", StringComparison.Ordinal)];
        Assert.DoesNotContain("name=\"followed\"", await product.Client.GetStringAsync(preferences), StringComparison.Ordinal);
        await PressAsync(link, "followed");

        var html = WebUtility.HtmlDecode(await product.Client.GetStringAsync(preferences));
        var title = (await product.Get<ChooseCall>().FindAsync(Call, default))!.Title;
        Assert.Matches($"name=\"followed\" value=\"{Call}\" checked> <span>{Regex.Escape(title)}", html);

        await PostAsync(preferences, ("was-followed", Call));
        Assert.True((await StoredAsync(person)).Calls.IsNone);
        // Following is done where the call is: no form brings in what was not there.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(preferences, ("was-followed", ""), ("followed", Call))).StatusCode);
        await PressAsync(link, "left");
        Assert.Contains("name=\"left\"", await product.Client.GetStringAsync(preferences), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_call_a_withdrawn_one_and_a_broken_link_say_so_kindly()
    {
        var (person, link) = await SubscribeAsync("pl");
        var here = link[..^Call.Length];
        await product.Get<Items>().SaveAsync(Some.Call("wycofany"), default);
        await product.Get<Items>().SaveAsync(Some.Call("wycofany") with { Status = ItemStatus.Withdrawn }, default);

        foreach (var id in (string[])["never", "%3Cscript%3E", new string('a', 500)])
            await AssertSaysAsync(here + id, HttpStatusCode.NotFound, "Takiego naboru u nas nie ma.");
        await AssertSaysAsync(here + "wycofany", HttpStatusCode.Gone, "Ten nabór wycofano");
        await AssertSaysAsync($"/preferences/abc/call/{Call}", HttpStatusCode.NotFound, "Skopiuj go w całości");

        await PostAsync(link, ("choice", "everything"));
        await PostAsync(here + "never", ("choice", "followed"));
        Assert.True((await StoredAsync(person)).Calls.IsNone);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await product.Client.PostAsync(link, null)).StatusCode);
    }

    [Fact]
    public async Task Who_has_left_is_led_to_where_they_can_come_back()
    {
        var (person, link) = await SubscribeAsync("pl");
        await product.Get<SubscriberList>().UnsubscribeAsync(person.Key, default);

        foreach (var answer in (HttpResponseMessage[])[await product.Client.GetAsync(link), await PostAsync(link, ("choice", "followed"))])
            Assert.Equal((HttpStatusCode.SeeOther, link[..link.IndexOf("/call/", StringComparison.Ordinal)]), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.True((await StoredAsync(person)).Calls.IsNone);
    }

    private async Task AssertSaysAsync(string path, HttpStatusCode status, string sentence)
    {
        foreach (var answer in (HttpResponseMessage[])[await product.Client.GetAsync(path), await PostAsync(path)])
        {
            // A choice of a withdrawn call leads to the page that says so.
            if (answer.StatusCode == HttpStatusCode.SeeOther) continue;
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(sentence, html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        }
    }

    private async Task<string> PressAsync(string link, string choice)
    {
        var answer = await PostAsync(link, ("choice", choice));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return await product.Client.GetStringAsync(answer.Headers.Location);
    }

    private Task<HttpResponseMessage> PostAsync(string link, params (string Name, string Value)[] fields) =>
        product.Client.PostAsync(link, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    private static IEnumerable<string> Buttons(string html) => Button().Matches(html).Select(match => match.Groups[1].Value);

    private async Task<(Subscriber Person, string Link)> SubscribeAsync(string language)
    {
        var person = Some.Subscriber($"caller-{Interlocked.Increment(ref people)}@example.org") with { Language = language };
        await product.Get<ImportSubscribers>().AddAsync([person], null, default);
        return (person, $"/preferences/{product.Get<LinkTokens>().Create(LinkPurpose.Preferences, person.Key)}/call/{Call}");
    }

    private async Task<Subscriber> StoredAsync(Subscriber person) => (await product.Get<SubscriberList>().FindAsync(person.Key, default))!;

    [GeneratedRegex("name=\"choice\" value=\"([a-z]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Button();
}
