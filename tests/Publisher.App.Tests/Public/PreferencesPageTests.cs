using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed partial class PreferencesPageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    private const string Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task The_form_shows_what_is_chosen_and_not_whose_address_it_is()
    {
        var (person, link) = await SubscribeAsync(new Interests([ItemKind.Call], ["stawki"], ["sport, zdrowie"]), "Łucja");

        var answer = await product.Client.GetAsync(link);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("<html lang=\"pl\">", html, StringComparison.Ordinal);
        Assert.Equal(["call", "stawki", "sport, zdrowie"], Ticked(html));
        Assert.Equal(product.Get<Districts>().All.Count, html.Split("name=\"districts\"").Length - 1);
        Assert.Contains("value=\"Łucja\"", html, StringComparison.Ordinal);
        Assert.Contains(person.Address[..1] + "•••@example.org", html, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Address, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Contains("form-action 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("Tak, wypisz mnie", await product.Client.GetStringAsync(UnsubscribeLink().Match(html).Groups[1].Value), StringComparison.Ordinal);
        AssertAccessible(html);
    }

    [Fact]
    public async Task The_link_is_the_one_that_mails_carry_and_a_call_for_its_head_has_no_body()
    {
        var (person, _) = await SubscribeAsync();
        var url = (product.Get<Sender>() with { PublicUrl = "" }).PreferencesUrl(product.Get<LinkTokens>().Create(LinkPurpose.Preferences, person.Key));

        var whole = await product.Client.GetAsync(url);
        var head = await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (whole.StatusCode, head.StatusCode));
        Assert.Equal(whole.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url + "x"))).StatusCode);
    }

    [Fact]
    public async Task What_is_saved_is_told_and_counts_and_the_subscription_stays_what_it_was()
    {
        var (person, link) = await SubscribeAsync();
        var html = await product.Client.GetStringAsync(link);
        Assert.Equal(["call", "event", "news"], Ticked(html));

        var answer = await PostAsync(link, [.. Hidden(html), new("kinds", "news"), new("districts", "rubinkowo"), new("name", " Jan\u0007  Maria "), new("surprise", "x")]);

        Assert.Equal((HttpStatusCode.SeeOther, link + "?saved=1"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        html = await product.Client.GetStringAsync(answer.Headers.Location);
        Assert.Matches("<p class=\"note\" role=\"status\">Zapisano", html);
        Assert.Contains("<title>Zapisano: ", html, StringComparison.Ordinal);
        Assert.Equal(["news", "rubinkowo"], Ticked(html));
        AssertAccessible(html);
        var stored = await StoredAsync(person);
        Assert.Equal(person with { Name = "Jan Maria", Interests = stored.Interests }, stored);
        Assert.DoesNotContain("role=\"status\"", await product.Client.GetStringAsync(link), StringComparison.Ordinal);

        // Everything unticked is everything, as the form says.
        await PostAsync(link, Hidden(html));
        stored = await StoredAsync(person);
        Assert.Equal((0, 0, "Jan Maria"), (stored.Interests.Kinds.Count, stored.Interests.Districts.Count, stored.Name));
    }

    [Fact]
    public async Task How_often_is_changed_and_remembered_and_what_the_form_showed_changes_nothing()
    {
        var (person, link) = await SubscribeAsync(name: "Ala");
        var hidden = Hidden(await product.Client.GetStringAsync(link));

        await PostAsync(link, [.. hidden, new("rhythmcalls", "at-once"), new("rhythmrest", "weekly"), new("kinds", "deadlines"), new("kinds", "event")]);
        // Another window that was open all the time, with another field changed.
        await PostAsync(link, [.. hidden, new("rhythmcalls", "weekly"), new("rhythmrest", "monthly"), new("kinds", "call"), new("kinds", "event"), new("kinds", "news")]);

        var stored = await StoredAsync(person);
        Assert.Equal((Rhythm.AtOnce, Rhythm.Monthly), (stored.Rhythm.Calls, stored.Rhythm.Rest));
        Assert.Equal([(Rhythm.Weekly, Rhythm.Weekly), (Rhythm.AtOnce, Rhythm.Weekly)], stored.Rhythm.Past.Select(past => (past.Calls, past.Rest)));
        Assert.True(stored.Interests.Deadlines);
        Assert.Equal(["deadlines", "event"], Ticked(await product.Client.GetStringAsync(link)).Order(StringComparer.Ordinal));
        var data = await product.Client.GetStringAsync(link + "/data");
        Assert.Contains("nabory i ich terminy od razu, reszta raz w miesiącu", data, StringComparison.Ordinal);
        Assert.Contains("terminy naborów", data, StringComparison.Ordinal);
        var json = await product.Client.GetStringAsync(link + "/data/newsletter-data.json");
        foreach (var part in (string[])["\"deadlines\": true", "\"rhythm\": \"at-once/monthly\"", "\"rhythm\": \"at-once/weekly\"", "rhythm: at-once/weekly → at-once/monthly"])
            Assert.Contains(part, json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_lay_open_while_another_was_saved_undoes_nothing_of_it()
    {
        var (person, link) = await SubscribeAsync(new Interests([ItemKind.Call], ["stawki"], ["sport", "zdrowie"]), "Ala");
        var both = Hidden(await product.Client.GetStringAsync(link));

        await PostAsync(link, [.. both, new("kinds", "call"), new("kinds", "news"), new("districts", "stawki"), new("topics", "sport"), new("topics", "zdrowie"), new("name", "Ala")]);
        await PostAsync(link, [.. both, new("kinds", "call"), new("topics", "sport"), new("name", "Alicja")]);

        var stored = await StoredAsync(person);
        Assert.Equal([ItemKind.Call, ItemKind.News], stored.Interests.Kinds);
        Assert.Equal(([], "Alicja"), (stored.Interests.Districts, stored.Name));
        Assert.Equal(["sport"], stored.Interests.Topics);
    }

    [Fact]
    public async Task A_post_without_the_forms_fields_changes_nothing()
    {
        var (person, link) = await SubscribeAsync(new Interests([ItemKind.Call], ["stawki"], ["sport"]), "Ala");

        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(link, [new("List-Unsubscribe", "One-Click")])).StatusCode);

        var stored = await StoredAsync(person);
        Assert.Equal((1, 1, 1, "Ala", SubscriptionStatus.Confirmed), (stored.Interests.Kinds.Count, stored.Interests.Districts.Count, stored.Interests.Topics.Count, stored.Name, stored.Status));
    }

    [Theory]
    [InlineData("kinds", "spam", "Takiego rodzaju wiadomości nie mamy.")]
    [InlineData("districts", "atlantis\"><script>alert(1)</script>", "Takiej dzielnicy nie ma na naszej liście.")]
    [InlineData("topics", "kultura", "Takiego tematu nie ma na Twojej liście.")]
    [InlineData("rhythmcalls", "hourly", "Tak często nie wysyłamy wiadomości.")]
    [InlineData("rhythmrest", "WEEKLY\"><script>", "Tak często nie wysyłamy wiadomości.")]
    [InlineData("language", "xx", "W tym języku nie wysyłamy wiadomości.")]
    [InlineData("name", "01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890", "Imię jest za długie. Może mieć najwyżej 100 znaków.")]
    public async Task What_cannot_be_had_is_refused_in_a_sentence_beside_its_field(string field, string value, string sentence)
    {
        var (person, link) = await SubscribeAsync(new Interests([], [], ["sport"]), "Ala");

        var answer = await PostAsync(link, [new("kinds", "news"), new(field, value)]);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Matches($"<li><a href=\"#[a-z0-9-]+\">{Regex.Escape(sentence)}", html);
        Assert.Contains("role=\"alert\"", html, StringComparison.Ordinal);
        Assert.Contains("<title>Błąd: ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        // What was asked for besides is not lost: it can be sent again.
        Assert.Contains("news", Ticked(html));
        AssertAccessible(html);
        Assert.Equal((0, "Ala"), ((await StoredAsync(person)).Interests.Kinds.Count, (await StoredAsync(person)).Name));
    }

    [Fact]
    public async Task Hostile_values_are_shown_as_what_they_are()
    {
        var (person, link) = await SubscribeAsync(new Interests([], ["\"><script>alert(1)</script>"], ["'\"><img src=x onerror=alert(2)>"]));

        await PostAsync(link, [new("name", "\" autofocus onfocus=alert(3) x=\"</title><script>{{t \"now\"}}")]);
        var html = await product.Client.GetStringAsync(link);

        Assert.Equal("\" autofocus onfocus=alert(3) x=\"</title><script>{{t \"now\"}}", (await StoredAsync(person)).Name);
        foreach (var raw in (string[])["<script", "<img", "\" autofocus", "</title><"]) Assert.DoesNotContain(raw, html, StringComparison.Ordinal);
        Assert.Contains("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        AssertAccessible(html);

        // Told back as they were shown, they are no change.
        await PostAsync(link, [.. Hidden(html), .. Ticked(html).Select(value => new KeyValuePair<string, string>(value.Contains("img", StringComparison.Ordinal) ? "topics" : "districts", value)).Where(pair => pair.Value.Contains('<', StringComparison.Ordinal))]);
        Assert.Equal(person.Interests.Topics, (await StoredAsync(person)).Interests.Topics);
        Assert.Equal(person.Interests.Districts, (await StoredAsync(person)).Interests.Districts);
    }

    [Theory]
    [InlineData(70_000, false)]
    [InlineData(70_000, true)]
    [InlineData(2_000_000, true)]
    public async Task A_post_that_is_too_long_is_refused_in_a_sentence_and_changes_nothing(int length, bool chunked)
    {
        var (person, link) = await SubscribeAsync(name: "Ala");
        var request = new HttpRequestMessage(HttpMethod.Post, link) { Content = new StringContent("name=" + new string('a', length), Encoding.ASCII, Form) };
        request.Headers.TransferEncodingChunked = chunked;

        await AssertUnreadableAsync(await product.Client.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);
        Assert.Equal("Ala", (await StoredAsync(person)).Name);
    }

    [Fact]
    public async Task A_post_of_too_many_fields_or_of_no_form_is_refused_in_a_sentence()
    {
        var (_, link) = await SubscribeAsync();
        var many = new StringContent(string.Concat(Enumerable.Repeat("kinds=news&", 1000)), Encoding.ASCII, Form);

        await AssertUnreadableAsync(await product.Client.PostAsync(link, many), HttpStatusCode.RequestEntityTooLarge);
        await AssertUnreadableAsync(await product.Client.PostAsync(link, new StringContent("name=Jan", Encoding.ASCII, "text/plain")), HttpStatusCode.UnsupportedMediaType);
        await AssertUnreadableAsync(await product.Client.PostAsync(link, new MultipartFormDataContent { { new StringContent("Jan"), "name" } }), HttpStatusCode.UnsupportedMediaType);
        await AssertUnreadableAsync(await product.Client.PostAsync(link, null), HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_broken_link_nobodys_and_one_for_another_purpose_are_told_the_same()
    {
        var (left, link) = await SubscribeAsync();
        await product.Get<EraseSubscriber>().RunAsync(left.Key, CancellationToken.None);
        var tokens = product.Get<LinkTokens>();
        var told = new HashSet<string>(StringComparer.Ordinal);

        foreach (var path in (string[])
            [link, "/preferences/abc", $"/preferences/{tokens.Create(LinkPurpose.Preferences, Some.Subscriber("nobody@example.org").Key)}", $"/preferences/{tokens.Create(LinkPurpose.Unsubscribe, left.Key)}"])
        {
            foreach (var answer in (HttpResponseMessage[])[await product.Client.GetAsync(path), await PostAsync(path, [new("name", "Jan")])])
            {
                Assert.Equal((HttpStatusCode.NotFound, "no-store"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
                told.Add(await answer.Content.ReadAsStringAsync());
            }
        }

        Assert.Contains("Skopiuj go w całości", Assert.Single(told), StringComparison.Ordinal);
        Assert.Null(await product.Get<SubscriberList>().FindAsync(left.Key, CancellationToken.None));
    }

    private static async Task AssertUnreadableAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains("Nie udało się odczytać formularza", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>What can be seen without a browser: each field has a name of its own, and what points somewhere points at something that is there.</summary>
    private static void AssertAccessible(string html)
    {
        var ids = Ids().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
        foreach (Match reference in References().Matches(html)) Assert.All(reference.Groups[1].Value.Split(' '), id => Assert.Contains(id, ids));
        foreach (Match field in Fields().Matches(html)) Assert.Contains($"<label for=\"{field.Groups[1].Value}\"", html, StringComparison.Ordinal);
        Assert.Equal(html.Split("<fieldset").Length, html.Split("<legend>").Length);
    }

    private static List<string> Ticked(string html) => [.. TickedBoxes().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value))];

    private static List<KeyValuePair<string, string>> Hidden(string html) =>
        [.. HiddenFields().Matches(html).Select(match => new KeyValuePair<string, string>(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)))];

    private Task<HttpResponseMessage> PostAsync(string link, IEnumerable<KeyValuePair<string, string>> fields) => product.Client.PostAsync(link, new FormUrlEncodedContent(fields));

    private async Task<(Subscriber Person, string Link)> SubscribeAsync(Interests? interests = null, string name = "")
    {
        var person = Some.Subscriber($"reader-{Interlocked.Increment(ref people)}@example.org", interests, name);
        await product.Get<ImportSubscribers>().AddAsync([person], null, CancellationToken.None);
        return (person, "/preferences/" + product.Get<LinkTokens>().Create(LinkPurpose.Preferences, person.Key));
    }

    private async Task<Subscriber> StoredAsync(Subscriber person) => (await product.Get<SubscriberList>().FindAsync(person.Key, CancellationToken.None))!;

    [GeneratedRegex("""href="(/unsubscribe/[^"]+)">""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnsubscribeLink();

    [GeneratedRegex("""<input type="hidden" name="([^"]*)" value="([^"]*)">""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenFields();

    [GeneratedRegex("type=\"checkbox\"[^>]* value=\"([^\"]*)\" checked>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TickedBoxes();

    [GeneratedRegex(" id=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("(?:aria-describedby=|aria-labelledby=| for=|href=(?=\"#))\"#?([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex References();

    [GeneratedRegex("<input type=\"(?:text|checkbox|radio)\" id=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fields();
}
