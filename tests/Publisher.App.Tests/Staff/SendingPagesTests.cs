using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Publisher.App.Local;
using Publisher.App.Tests.Local;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Social;
using Publisher.Staff;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

/// <summary>Sending from the console, over HTTP, as staff do it.</summary>
public sealed partial class SendingPagesTests
{
    private const string First = "biuletyn-0001";

    private const string Call = "call/drugi-nabor-2023";

    [Theory]
    [InlineData("pl", "w poniedziałek 8 maja, za 6 dni, o 8:00", "Wydanie jest gotowe.", "Wysyłka ruszyła.", "Dostarczono 3 wiadomości.")]
    [InlineData("en", "on Monday 8 May, in 6 days, at 8:00", "The edition is ready.", "It is on its way.", "3 messages were delivered.")]
    public async Task The_next_edition_is_prepared_looked_at_tested_and_sent(string language, string when, string ready, string going, string delivered)
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);
        var list = await anna.ReadAsync($"/staff/editions?lang={language}");
        Assert.Contains(when, list, StringComparison.Ordinal);
        Assert.Contains($"href=\"/staff/items/{Call}", list, StringComparison.Ordinal);

        var edition = await ActAsync(anna, "/staff/editions", "/staff/editions", ("digest", "biuletyn"));
        Assert.Equal($"/staff/editions/{First}", edition);
        var page = await anna.ReadAsync(edition);
        Assert.Contains(ready, page, StringComparison.Ordinal);
        using var mail = await anna.GetAsync($"{edition}/mail?mail=pl&scheme=dark");
        Assert.StartsWith("sandbox;", Assert.Single(mail.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.DoesNotContain("prefers-color-scheme: dark", await mail.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // To oneself: marked, and with nobody's links.
        Assert.Equal(edition, await ActAsync(anna, edition, edition, ("do", "test"), ("to", "me@example.com")));
        var test = EmlReader.Read(await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(Path.Combine(product.Outbox, $"{First}-test"), "*.eml"))));
        Assert.StartsWith("[Test] ", test.Subject, StringComparison.Ordinal);
        Assert.Equal("<me@example.com>", test.To);
        var leave = Regex.Match(test.Text, "/unsubscribe/[^\\s>]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        using (await anna.PostAsync(leave, [("List-Unsubscribe", "One-Click")]))
        {
        }

        Assert.Equal(3, (await product.Get<SubscriberList>().CountConfirmedAsync(default)).Sum());

        Assert.Equal(edition, await ActAsync(anna, edition, edition, ("do", "send")));
        Assert.Contains(going, await anna.ReadAsync(edition), StringComparison.Ordinal);
        await SentAsync(product, First);
        // Said twice, it is sent once.
        Assert.Equal(edition, await ActAsync(anna, "/staff", edition, ("do", "send")));
        Assert.Contains(delivered, await anna.ReadAsync(edition), StringComparison.Ordinal);
        Assert.Equal(3, new OutboxFolder(product.Outbox).List(First).Count);
        Assert.Contains($"href=\"{edition}\"", await anna.ReadAsync("/staff/editions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_paused_looked_at_live_resumed_and_who_missed_it_is_named()
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);
        await product.Get<Suppressions>().AddAsync(Some.Subscriber("jan@example.org").Key, "bounced", default);
        var ready = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", default);
        var now = product.Get<TimeProvider>().Now();
        await product.Get<EditionList>().SaveAsync(ready.To(EditionState.Sending) with { Plan = "00:3", Started = now, Origin = now }, default);
        var edition = $"/staff/editions/{First}";

        using var live = JsonDocument.Parse(await anna.ReadAsync($"{edition}/live?lang=en"));
        var root = live.RootElement;
        Assert.Equal(["edition", "state", "stateText", "planned", "percent", "line", "eta", "warnings", "counts"], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("sending", "on its way", 3, 0), (root.GetProperty("state").GetString(), root.GetProperty("stateText").GetString(), root.GetProperty("planned").GetInt32(), root.GetProperty("percent").GetInt32()));
        Assert.Equal(0, root.GetProperty("counts").GetProperty("accepted").GetInt32());

        await ActAsync(anna, edition, edition, ("do", "pause"));
        await ActAsync(anna, edition, edition, ("do", "pause"));
        Assert.Equal(EditionState.Paused, (await product.Get<EditionList>().FindAsync(First, default))!.State);
        await ActAsync(anna, edition, edition, ("do", "resume"));
        await SentAsync(product, First);

        var missed = await anna.ReadAsync($"{edition}/missed");
        // Who may look nobody up sees no more of an address than tells one reader from the next.
        Assert.Contains("j•••@example.org", WebUtility.HtmlDecode(missed), StringComparison.Ordinal);
        Assert.DoesNotContain("jan@example.org", missed, StringComparison.Ordinal);
        using var ewa = await product.SignInAsync(StaffRole.Approver);
        Assert.Contains("jan@example.org", await ewa.ReadAsync($"{edition}/missed"), StringComparison.Ordinal);
        Assert.Contains("never mailed", missed, StringComparison.Ordinal);
        await ActAsync(anna, $"{edition}/missed", edition, ("do", "retry"), ("rejected", "yes"));
        Assert.Contains("There is nobody whom that would help.", await anna.ReadAsync(edition), StringComparison.Ordinal);
        await ActAsync(anna, edition, edition, ("do", "cancel"));
        Assert.Contains("the sending has ended", await anna.ReadAsync(edition), StringComparison.Ordinal);
        var verbs = (await product.Get<AuditLog>().PageAsync("", default)).Entries.Select(entry => entry.What).ToList();
        Assert.Single(verbs, verb => verb == "edition-pause");
        Assert.Single(verbs, verb => verb == "edition-resume");
        Assert.DoesNotContain("edition-retry", verbs);
        Assert.DoesNotContain("edition-cancel", verbs);
    }

    [Fact]
    public async Task Cancelling_is_asked_for_twice_and_nobody_gets_it_then()
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);
        var edition = await ActAsync(anna, "/staff/editions", "/staff/editions", ("digest", "biuletyn"));

        Assert.Contains("name=\"do\" value=\"cancel\"", await anna.ReadAsync($"{edition}?confirm=cancel"), StringComparison.Ordinal);
        await ActAsync(anna, $"{edition}?confirm=cancel", edition, ("do", "cancel"));

        Assert.Equal(EditionState.Cancelled, (await product.Get<EditionList>().FindAsync(First, default))!.State);
        Assert.False(Directory.Exists(Path.Combine(product.Outbox, First)));
    }

    [Theory]
    [InlineData("pl", "Dotrze do 2 osób.", "To ogłoszenie już wyszło")]
    [InlineData("en", "It reaches 2 people.", "This announcement was made already")]
    public async Task An_item_is_counted_checked_and_announced_once_however_often_the_button_is_pressed(string language, string reach, string already)
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);
        var html = await anna.ReadAsync($"/staff/send/announce?item={Call}&lang={language}");
        Assert.Contains($"<option value=\"{Call}\" selected>", html, StringComparison.Ordinal);
        (string, string)[] fields = [("csrf", StaffBrowser.FieldOf(html, "csrf")), ("key", StaffBrowser.FieldOf(html, "key")), ("item", Call), ("language", "pl"), ("channels", "mail")];

        Assert.Contains(reach, await PostAsync(anna, "/staff/send/announce", HttpStatusCode.OK, [.. fields, ("do", "count")]), StringComparison.Ordinal);
        var check = await PostAsync(anna, "/staff/send/announce", HttpStatusCode.OK, [.. fields, ("do", "check")]);
        Assert.Contains(reach, check, StringComparison.Ordinal);
        var sent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => anna.PostAsync("/staff/send/announce", [.. FieldsOf(check), ("do", "send")])));

        Assert.All(sent, answer => Assert.Equal((HttpStatusCode.SeeOther, "/staff/editions/announcement-call-drugi-nabor-2023-1"), (answer.StatusCode, answer.Headers.Location!.OriginalString)));
        foreach (var answer in sent) answer.Dispose();
        await SentAsync(product, "announcement-call-drugi-nabor-2023-1");
        await ActAsync(anna, "/staff", "/staff/send/announce", [.. FieldsOf(check), ("do", "send")]);
        Assert.Contains(already, await anna.ReadAsync("/staff/editions"), StringComparison.Ordinal);
        Assert.Equal(2, new OutboxFolder(product.Outbox).List("announcement-call-drugi-nabor-2023-1").Count);
    }

    [Fact]
    public async Task Own_words_are_never_lost_and_go_to_those_they_are_for()
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);
        var html = await anna.ReadAsync("/staff/send/announce");
        (string, string)[] words = [("csrf", StaffBrowser.FieldOf(html, "csrf")), ("key", StaffBrowser.FieldOf(html, "key")), ("item", ""), ("language", "pl"), ("text", "W piątek **nie** <b>pracujemy</b>."), ("kinds", "event")];

        var refused = await PostAsync(anna, "/staff/send/announce", HttpStatusCode.UnprocessableEntity, [.. words, ("subject", ""), ("channels", "facebook"), ("at", "2023-05-01T08:00"), ("do", "check")]);
        Assert.Contains("W pi&#261;tek **nie** &lt;b&gt;pracujemy&lt;/b&gt;.", Entities(refused), StringComparison.Ordinal);
        Assert.Contains("value=\"2023-05-01T08:00\"", refused, StringComparison.Ordinal);
        foreach (var target in (string[])["subject", "channels-1", "at"]) Assert.Contains($"<a href=\"#{target}\">", refused, StringComparison.Ordinal);

        var check = await PostAsync(anna, "/staff/send/announce", HttpStatusCode.OK, [.. words, ("subject", "Biuro"), ("channels", "mail"), ("at", "2023-05-03T08:00"), ("do", "check")]);
        Assert.DoesNotContain("<b>pracujemy", check, StringComparison.Ordinal);
        Assert.Contains("<strong>nie</strong>", check, StringComparison.Ordinal);
        Assert.Contains("W pi", await PostAsync(anna, "/staff/send/announce", HttpStatusCode.OK, [.. FieldsOf(check), ("do", "edit")]), StringComparison.Ordinal);
        var edition = await ActAsync(anna, "/staff", "/staff/send/announce", [.. FieldsOf(check), ("do", "send")]);

        var made = (await product.Get<EditionList>().FindAsync(edition["/staff/editions/".Length..], default))!;
        Assert.Equal((EditionState.Scheduled, Instant.FromUtc(2023, 5, 3, 6, 0)), (made.State, made.Due));
        Assert.Equal([ItemKind.Event], made.Audience.Kinds);
        // Another text under the same key is not taken for the same.
        var other = await PostAsync(anna, "/staff/send/announce", HttpStatusCode.Conflict, [.. FieldsOf(check).Where(field => field.Name != "subject"), ("subject", "Inne biuro"), ("do", "send")]);
        Assert.Contains("value=\"Inne biuro\"", other, StringComparison.Ordinal);
        Assert.NotEqual(StaffBrowser.FieldOf(check, "key"), StaffBrowser.FieldOf(other, "key"));
    }

    [Fact]
    public async Task A_correction_shows_what_was_and_what_is_and_goes_to_those_who_were_told()
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);
        Assert.Contains("nie powiedzieli", await anna.ReadAsync($"/staff/send/correct?item={Call}&lang=pl"), StringComparison.Ordinal);
        var item = new ItemRef(ItemKind.Call, "drugi-nabor-2023");
        var told = await product.Get<AnnounceItem>().RunAsync(item, default);
        await product.Get<DispatchEditions>().SendAsync(told, default);
        await SentAsync(product, told.Id);
        var call = (Content.Call)(await product.Get<Items>().FindAsync(item, default))!.Item;
        await product.Get<Items>().SaveAsync(call with { Closes = new Moment(call.Closes!.Value.Date.PlusDays(3), call.Closes.Value.Time) }, default);

        var page = await anna.ReadAsync($"/staff/send/correct?item={Call}&lang=en");
        Assert.Contains("<del>", page, StringComparison.Ordinal);
        Assert.Contains("It reaches 2 people.", page, StringComparison.Ordinal);
        var edition = await ActAsync(anna, "/staff", "/staff/send/correct", FieldsOf(page[page.IndexOf("<main", StringComparison.Ordinal)..]));

        Assert.Equal("/staff/editions/correction-call-drugi-nabor-2023-2", edition);
        await SentAsync(product, "correction-call-drugi-nabor-2023-2");
        Assert.Equal(2, new OutboxFolder(product.Outbox).List("correction-call-drugi-nabor-2023-2").Count);
        using var again = await anna.GetAsync($"/staff/send/correct?item={Call}");
        Assert.Equal(edition, again.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Posts_are_copied_marked_as_posted_rewritten_and_given_up()
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);
        var item = new ItemRef(ItemKind.Call, "drugi-nabor-2023");
        var form = $"/staff/posts/linkedin/{Call}";
        Assert.Contains("value=\"2023-04-01T08:00\"", await PostAsync(anna, form, HttpStatusCode.UnprocessableEntity, [("csrf", await anna.CsrfAsync(form)), ("occasion", "first"), ("text", "Own words"), ("at", "2023-04-01T08:00")]), StringComparison.Ordinal);
        Assert.Equal("/staff/posts?network=linkedin", await ActAsync(anna, form, form, ("occasion", "first"), ("text", "Own words"), ("at", "2023-05-04T08:00")));
        var wished = (await product.Get<Posts>().OfItemAsync("linkedin", item, default))[^1];
        Assert.Equal((true, "Own words", Instant.FromUtc(2023, 5, 4, 6, 0)), (wished.Own, wished.Text, wished.At));

        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", item), default);
        await product.Functions.RunTimerNowAsync("CollectContent");
        await Eventually.IsTrueAsync(async () => (await product.Get<Posts>().CurrentAsync(default)).Any(post => post.Item == item && post is { Network: "facebook", State: PostState.Ready }), "a pack lies ready");

        var page = await anna.ReadAsync("/staff/posts?network=facebook&lang=en");
        Assert.Contains("<textarea id=\"text-call-drugi-nabor-2023\" readonly", page, StringComparison.Ordinal);
        (string, string)[] post = [("csrf", StaffBrowser.FieldOf(page, "csrf")), ("network", "facebook"), ("item", Call), ("occasion", "first")];
        Assert.Contains("value=\"not an address\"", await PostAsync(anna, "/staff/posts", HttpStatusCode.UnprocessableEntity, [.. post, ("do", "posted"), ("url", "not an address")]), StringComparison.Ordinal);
        await ActAsync(anna, "/staff/posts", "/staff/posts", [.. post, ("do", "posted"), ("url", "https://www.facebook.com/1/posts/2")]);
        Assert.Equal(PostState.Posted, (await product.Get<Posts>().OfItemAsync("facebook", item, default))[^1].State);

        Assert.DoesNotContain("name=\"at\"", await anna.ReadAsync($"/staff/posts/facebook/{Call}"), StringComparison.Ordinal);
        await ActAsync(anna, "/staff/posts", "/staff/posts", ("network", "linkedin"), ("item", Call), ("occasion", "first"), ("do", "drop"));
        Assert.Equal(PostState.Dropped, (await product.Get<Posts>().OfItemAsync("linkedin", item, default))[^1].State);
    }

    [Theory]
    [InlineData("/staff/editions/nobody-made-it")]
    [InlineData("/staff/editions/..%2Fx")]
    [InlineData("/staff/editions/nobody-made-it/live")]
    [InlineData("/staff/send/correct")]
    [InlineData("/staff/posts/facebook/call/nothing")]
    [InlineData("/staff/posts/nowhere/call/drugi-nabor-2023")]
    public async Task What_is_not_there_is_said_in_a_sentence(string path)
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author);

        using var answer = await anna.GetAsync(path);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    /// <summary>Presses a button of a form of ours, and says where that leads.</summary>
    internal static async Task<string> ActAsync(StaffBrowser browser, string from, string to, params (string Name, string Value)[] fields)
    {
        var csrf = await browser.CsrfAsync(from);
        using var answer = await browser.PostAsync(to, [.. fields.Where(field => field.Name != "csrf"), ("csrf", csrf)]);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString;
    }

    internal static async Task<string> PostAsync(StaffBrowser browser, string to, HttpStatusCode status, params (string Name, string Value)[] fields)
    {
        using var answer = await browser.PostAsync(to, fields);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, html);
        return html;
    }

    internal static Task SentAsync(SendingProduct product, string edition) => Eventually.IsTrueAsync(
        async () => await product.Get<EditionList>().StateAsync(edition, default) == EditionState.Sent, $"{edition} was sent");

    /// <summary>The hidden fields of a page's forms.</summary>
    internal static (string Name, string Value)[] FieldsOf(string html) =>
        [.. Hidden().Matches(html).Select(match => (match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value))).Distinct()];

    /// <summary>Letters as one may write them either way.</summary>
    private static string Entities(string html) => html.Replace("ą", "&#261;", StringComparison.Ordinal);

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();
}
