using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Publisher.App.Tests.Local;
using Publisher.App.Tests.Staff;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Notices;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Accessibility;

/// <summary>
/// Every page that the running product answers with, looked over by rules that others made. Pages are found by themselves: what another page
/// links to is followed. What no page links to is named in <see cref="Doors"/>, and a function that answers GET may not be missing there.
/// </summary>
public sealed partial class PublicPageAccessibilityTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    /// <summary>Messages of an edition's outbox: one is made like another.</summary>
    private const int MostOfAKind = 3;

    /// <summary>Addresses to begin at, for each function that answers GET; none for one that answers without a page.</summary>
    private static readonly Dictionary<string, string[]> Doors = new(StringComparer.Ordinal)
    {
        ["Accessibility"] = ["/accessibility"],
        ["Archive"] = ["/archive", "/archive/biuletyn-0001", "/archive/biuletyn-0009"],
        ["Assets"] = ["/assets/nothing.png"],
        ["OpenLink"] = ["/r/nothing/call/nothing/page"],
        ["Calendar"] = ["/calendar/call/nothing"],
        ["ChangeAddress"] = ["/preferences/bad/address"],
        ["Confirm"] = ["/confirm/bad"],
        ["EditionMissed"] = [],
        ["EditionStatus"] = [],
        ["Erase"] = ["/preferences/bad/erase"],
        ["Feeds"] = ["/feeds", "/feeds/nothing"],
        ["FollowCall"] = ["/preferences/bad/call/nothing"],
        ["Health"] = [],
        ["HealthReady"] = [],
        ["Move"] = ["/move/bad"],
        ["OpenApi"] = [],
        ["Pictures"] = ["/pictures/nothing.png"],
        ["Posts"] = [],
        ["Preferences"] = ["/preferences/bad"],
        ["Privacy"] = ["/privacy"],
        // The console's pages are looked at where somebody is signed in: StaffPageAccessibilityTests.
        ["StaffAnnounce"] = [],
        ["StaffApprovals"] = [],
        ["StaffAudience"] = [],
        ["StaffAudit"] = [],
        ["StaffBoard"] = [],
        ["StaffCorrect"] = [],
        ["StaffDoctor"] = [],
        ["StaffEdition"] = [],
        ["StaffEditionView"] = [],
        ["StaffEditions"] = [],
        ["StaffFiles"] = [],
        ["StaffImport"] = [],
        ["StaffImportList"] = [],
        ["StaffItem"] = [],
        ["StaffItemApproval"] = [],
        ["StaffItemApprovalDocument"] = [],
        ["StaffItemDocument"] = [],
        ["StaffItemNew"] = [],
        ["StaffItemPreview"] = [],
        ["StaffNextMail"] = [],
        ["StaffNextMailDocument"] = [],
        ["StaffPerson"] = [],
        ["StaffPost"] = [],
        ["StaffPosts"] = [],
        ["StaffReports"] = [],
        ["StaffSettings"] = [],
        ["StaffSignIn"] = [],
        ["Subscribe"] = ["/subscribe", "/subscribe?sent=1", "/subscribe?kind=call"],
        ["SubscribeEmbed"] = ["/subscribe/embed"],
        ["SubscribeQr"] = [],
        ["SubscriberData"] = ["/preferences/bad/data"],
        ["Unsubscribe"] = ["/unsubscribe/bad"],
    };

    [Fact]
    public void No_function_that_people_can_open_is_left_out()
    {
        var opened = Directory.EnumerateFiles(Checkout.At("functions", "Publisher.App", "Triggers"), "function.json", SearchOption.AllDirectories)
            .Where(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("bindings").EnumerateArray().Any(AnswersGet))
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!));

        Assert.Equal(opened.Order(StringComparer.Ordinal), Doors.Keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Every_page_is_accessible_light_and_dark_on_a_phone_and_wider_and_its_markup_is_valid()
    {
        var pages = await PagesAsync();
        foreach (var expected in (string[])["start", "outbox-biuletyn-0001", "outbox-social", "outbox-notices", "outbox-notices-00001.eml-html"]) Assert.Contains(pages, page => page.Name == expected);
        foreach (var language in product.Get<Templates>().Languages)
            foreach (var expected in (string[])["accessibility", "address", "address-faults", "address-sent", "archive", "call", "call-changed", "call-unknown", "archive-biuletyn-0001", "archive-biuletyn-0009", "confirm", "confirm-bad", "confirm-done", "data", "erase", "feeds", "move-ask", "move-agreed", "move-new", "move-cancelled", "move-over", "nothing-here", "preferences", "preferences-paused", "preferences-bad", "preferences-faults", "preferences-saved", "privacy", "return", "subscribe", "subscribe-faults", "subscribe-look", "unsubscribe", "unsubscribe-bad", "unsubscribe-done"])
                Assert.Contains(pages, page => page.Name == $"{expected}.{language}");

        HtmlCheck.AssertNone(await HtmlCheck.MarkupAsync(pages));
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        HtmlCheck.AssertNone(await HtmlCheck.AccessibilityAsync(pages));
    }

    private static SubscriberKey Ola => SubscriberKey.Of(Address.Parse("ola@example.org", out _)!);

    private static bool AnswersGet(JsonElement binding) => binding.GetProperty("type").GetString() == "httpTrigger"
        && (!binding.TryGetProperty("methods", out var methods) || methods.EnumerateArray().Any(method => method.GetString() == "get"));

    private async Task<IReadOnlyList<HtmlPage>> PagesAsync()
    {
        await SendAsync();
        var pages = new List<HtmlPage>();
        // Pages for the person at this machine are in one language.
        await FollowAsync(["/"], "", new Dictionary<string, string>(StringComparer.Ordinal) { ["/"] = "start" }, pages);
        foreach (var language in product.Get<Templates>().Languages) await VisitAsync(language, pages);
        return pages;
    }

    private async Task VisitAsync(string language, List<HtmlPage> pages)
    {
        var (unsubscribe, preferences) = ($"/unsubscribe/{Token(LinkPurpose.Unsubscribe)}", $"/preferences/{Token(LinkPurpose.Preferences)}");
        var (data, erase) = ($"{preferences}/data", $"{preferences}/erase");
        var confirm = $"/confirm/{product.Get<LinkTokens>().Create(LinkPurpose.Confirm, SubscriberKey.Of(Newcomer(language)), product.Get<TimeProvider>().Now())}";
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { [unsubscribe] = "unsubscribe", [preferences] = "preferences", [data] = "data", [erase] = "erase", [confirm] = "confirm", [$"{preferences}/address"] = "address" };
        await FollowAsync(["/nothing/here", unsubscribe, preferences, data, erase, confirm, .. Doors.Values.SelectMany(doors => doors)], language, names, pages);
        await PostAsync("preferences-faults", preferences, ("kinds", "nonsense"), ("name", new string('a', 1000)));
        await PostAsync("preferences-saved", preferences, ("kinds", "news"), ("name", "Ola"));
        await PostAsync("preferences-paused", preferences, ("pause", "2023-06-01"));
        await PostAsync("call-changed", $"{preferences}/call/drugi-nabor-2023", ("choice", "followed"));
        await GetAsync("call", $"{preferences}/call/drugi-nabor-2023");
        await GetAsync("call-unknown", $"{preferences}/call/nothing");
        await PostAsync("address-faults", $"{preferences}/address", ("address", "x"));
        await PostAsync("address-sent", $"{preferences}/address", ("address", $"new-{language}@example.com"));
        await MoveAsync();
        await PostAsync("subscribe-look", "/subscribe", ("address", "jan@example.org"));
        await PostAsync("subscribe-faults", "/subscribe", ("opened", product.Get<FormTimes>().Create()), ("address", "x"), ("name", new string('a', 1000)), ("kinds", "nonsense"), ("role", "king"));
        await PostAsync("confirm-done", confirm);
        await PostAsync("unsubscribe-done", unsubscribe, ("List-Unsubscribe", "One-Click"));
        await GetAsync("return", preferences);
        await product.Get<SubscriberList>().ReturnAsync(Ola, product.Get<TimeProvider>().Now(), _ => new HistoryEntry(product.Get<TimeProvider>().Now(), HistoryEvent.Returned, "test"), default);
        await product.Get<ChangePreferences>().RunAsync(Ola, new PreferenceChange { Pause = "" }, default);

        async Task MoveAsync()
        {
            var moves = product.Get<MoveAddress>();
            var to = Address.Parse($"new-{language}@example.com", out _)!;
            await moves.AskAsync(Ola, to, "", default);
            string Link(MoveSide side) => $"/move/{product.Get<LinkTokens>().CreateMove(side, Ola, SubscriberKey.Of(to), product.Get<TimeProvider>().Now())}";
            var (old, @new) = (Link(MoveSide.Old), Link(MoveSide.New));
            await GetAsync("move-ask", old);
            await GetAsync("move-new", @new);
            await GetAsync("move-cancel", $"{old}?{Sender.CancelMove}");
            await PostAsync("move-agreed", @new, ("do", "agree"));
            await PostAsync("move-cancelled", old, ("do", "cancel"));
            await PostAsync("move-over", @new, ("do", "agree"));
        }

        string Token(LinkPurpose purpose) => product.Get<LinkTokens>().Create(purpose, Ola);

        async Task GetAsync(string name, string path) =>
            pages.Add(new HtmlPage($"{name}.{language}", HtmlKind.Page, await (await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), language)).Content.ReadAsStringAsync()));

        async Task PostAsync(string name, string path, params (string Name, string Value)[] fields)
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))) };
            var answer = await SendAsync(post, language);
            if (answer.StatusCode == HttpStatusCode.SeeOther) answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, answer.Headers.Location), language);
            pages.Add(new HtmlPage($"{name}.{language}", HtmlKind.Page, await answer.Content.ReadAsStringAsync()));
        }
    }

    /// <summary>Opens pages and all that they link to.</summary>
    private async Task FollowAsync(IEnumerable<string> doors, string language, Dictionary<string, string> names, List<HtmlPage> pages)
    {
        var (ahead, seen) = (new Queue<string>(doors), new HashSet<string>(StringComparer.Ordinal));
        while (ahead.TryDequeue(out var path))
        {
            if (!seen.Add(path) || seen.Count(other => KindOf(other) == KindOf(path)) > MostOfAKind) continue;
            using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), language);
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var html = await answer.Content.ReadAsStringAsync();
            var name = names.GetValueOrDefault(path) ?? NotInNames().Replace(path.Trim('/'), "-");
            pages.Add(new HtmlPage(language.Length > 0 ? $"{name}.{language}" : name, KindOfHtml(path, answer), html));
            foreach (Match link in Local().Matches(html)) ahead.Enqueue(WebUtility.HtmlDecode(link.Groups[1].Value));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string language)
    {
        if (language.Length > 0) request.Headers.AcceptLanguage.ParseAdd(language);
        return await product.Client.SendAsync(request);
    }

    /// <summary>The messages of an edition are of one kind, every other page is of its own.</summary>
    private static string KindOf(string path) => Message().Replace(path, "*");

    private static HtmlKind KindOfHtml(string path, HttpResponseMessage answer) =>
        path.EndsWith("/html", StringComparison.Ordinal) ? HtmlKind.Mail
        : path.StartsWith("/archive/", StringComparison.Ordinal) && answer.IsSuccessStatusCode ? HtmlKind.Edition
        : HtmlKind.Page;

    /// <summary>Somebody who has signed up and not confirmed yet.</summary>
    private static Address Newcomer(string language) => Address.Parse($"new-{language}@example.org", out _)!;

    private async Task SendAsync()
    {
        foreach (var language in product.Get<Templates>().Languages)
            await product.Get<AskToSubscribe>().RunAsync(
                new SignUpRequest(Newcomer(language), "", language, Interests.Everything, null, product.Get<ConsentTexts>().In(language)), "test", Network.Unknown, default);
        await product.Get<AskToMove>().RunAsync(SubscriberKey.Of(Address.Parse("jan@example.org", out _)!), Address.Parse("jan@example.com", out _)!, Network.Unknown, default);
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", default);
        await product.Get<DispatchEditions>().SendAsync(edition, default);
        await Eventually.IsTrueAsync(
            async () => (await product.Get<EditionList>().FindAsync(edition.Id, default))!.State == EditionState.Sent, "the edition was sent");
        await Eventually.IsTrueAsync(
            () => Task.FromResult(Directory.Exists(Path.Combine(product.Outbox, SendNotice.Folder)) && Directory.GetFiles(Path.Combine(product.Outbox, SendNotice.Folder), "*.eml").Length == product.Get<Templates>().Languages.Count + 2),
            "the notices were sent");
    }

    [GeneratedRegex("[^A-Za-z0-9.-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInNames();

    [GeneratedRegex("href=\"(/[^\"#]*)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Local();

    [GeneratedRegex(@"[^/]+\.eml", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Message();
}
