using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.App.Tests.Local;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.SignUp;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed partial class SignUpPageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    [Fact]
    public async Task The_form_asks_for_an_address_and_for_a_consent_that_nobody_ticked_beforehand()
    {
        using var answer = await product.Client.GetAsync("/subscribe");
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
        Assert.Matches("id=\"address\"[^>]* autocomplete=\"email\"", html);
        Assert.Matches("id=\"name\"[^>]* autocomplete=\"given-name\"", html);
        Assert.DoesNotMatch("id=\"consent\"[^>]* checked", html);
        Assert.Contains(Consent.Text, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.Equal(["call", "event", "news", "weekly", "weekly", "", "pl"], Ticked(html));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        AssertAccessible(html);
    }

    [Fact]
    public async Task A_link_chooses_beforehand_what_there_is_and_leaves_out_what_there_is_not()
    {
        var html = await product.Client.GetStringAsync("/subscribe?district=rubinkowo&kind=call&district=atlantis&kind=%3Cscript%3E&role=x&consent=1");

        Assert.Equal(["call", "rubinkowo", "weekly", "weekly", "", "pl"], Ticked(html));
        Assert.DoesNotMatch("id=\"consent\"[^>]* checked", html);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rhythm=monthly&kind=deadlines", "deadlines monthly monthly")]
    [InlineData("rhythm=at-once/monthly", "call event news at-once monthly")]
    [InlineData("rhythm=hourly", "call event news weekly weekly")]
    [InlineData("rhythm=monthly/at-once/weekly", "call event news weekly weekly")]
    [InlineData("rhythm=%3Cscript%3E", "call event news weekly weekly")]
    public async Task A_link_chooses_how_often(string query, string ticked)
    {
        var html = await product.Client.GetStringAsync("/subscribe?" + query);

        Assert.Equal(ticked + "  pl", string.Join(' ', Ticked(html)));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_there_is_an_archive_the_form_says_what_each_rhythm_promises()
    {
        var html = WebUtility.HtmlDecode(await product.Client.GetStringAsync("/subscribe"));

        foreach (var text in (string[])["Od razu<span class=\"aside\">, gdy tylko coś się pojawi", "Raz w tygodniu<span class=\"aside\">, najwyżej 1 wiadomość w tygodniu", "Raz w miesiącu<span class=\"aside\">, najwyżej 1 wiadomość w miesiącu"])
            Assert.Equal(2, html.Split(text).Length - 1);
    }

    [Fact]
    public async Task How_often_and_deadlines_only_are_kept_as_they_were_chosen()
    {
        var (page, api) = (Address(), Address());
        using var sent = await PostAsync([.. Complete(page), new("kinds", "deadlines"), new("kinds", "news"), new("rhythmcalls", "at-once"), new("rhythmrest", "monthly")]);
        using var taken = await product.Client.PostAsJsonAsync("/api/subscriptions", new { address = api, kinds = (string[])["deadlines"], rhythm = "monthly", consent = Consent.Version });

        var (first, second) = ((await FindAsync(page))!, (await FindAsync(api))!);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Accepted), (sent.StatusCode, taken.StatusCode));
        Assert.Equal((Rhythm.AtOnce, Rhythm.Monthly, true), (first.Rhythm.Calls, first.Rhythm.Rest, first.Interests.Deadlines));
        Assert.Equal([ItemKind.News], first.Interests.Kinds);
        Assert.Equal((Rhythm.Monthly, Rhythm.Monthly, true, 0), (second.Rhythm.Calls, second.Rhythm.Rest, second.Interests.Deadlines, second.Interests.Kinds.Count));
    }

    [Fact]
    public async Task A_rhythm_that_there_is_not_is_refused_by_the_API_in_a_sentence()
    {
        using var answer = await product.Client.PostAsJsonAsync("/api/subscriptions", new { address = Address(), rhythm = "hourly/<script>", consent = Consent.Version });
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(["rhythm"], JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateObject().Select(field => field.Name));
        Assert.DoesNotContain("script", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_steps_by_form_and_mail_make_a_subscriber()
    {
        var address = Address();
        using var sent = await PostAsync([.. Complete(address), new("kinds", "call"), new("districts", "rubinkowo"), new("role", "ngo")]);
        Assert.Equal((HttpStatusCode.SeeOther, "/subscribe?sent=1"), (sent.StatusCode, sent.Headers.Location!.ToString()));
        Assert.Contains("Sprawdź swoją skrzynkę", await product.Client.GetStringAsync(sent.Headers.Location), StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Unconfirmed, (await FindAsync(address))!.Status);

        var link = ConfirmLink().Match(await NoticeAsync(address)).Value;
        // Scanners open links, and ask for the head of what is behind them.
        var ask = await product.Client.GetStringAsync(link);
        using var head = await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Contains("<button type=\"submit\">Tak, chcę dostawać biuletyn</button>", ask, StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Unconfirmed, (await FindAsync(address))!.Status);

        for (var time = 0; time < 2; time++)
        {
            using var done = await product.Client.PostAsync(link, null);
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
            Assert.Contains("Gotowe.", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var stored = (await FindAsync(address))!;
        Assert.Equal((SubscriptionStatus.Confirmed, "Łucja", ReaderRole.Ngo), (stored.Status, stored.Name, stored.Role!.Value));
        Assert.Equal([ItemKind.Call], stored.Interests.Kinds);
        Assert.Equal(["rubinkowo"], stored.Interests.Districts);
        Assert.Contains("/preferences/", await product.Client.GetStringAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_expired_or_is_broken_offers_to_sign_up_again()
    {
        var (address, tokens) = (Address(), product.Get<LinkTokens>());
        using var _ = await PostAsync(Complete(address));
        var old = tokens.Create(LinkPurpose.Confirm, KeyOf(address), NodaTime.Instant.FromUtc(2023, 4, 20, 0, 0));
        var nobody = tokens.Create(LinkPurpose.Confirm, KeyOf("nobody@example.org"), NodaTime.Instant.FromUtc(2023, 5, 2, 0, 0));

        foreach (var (token, status) in ((string, HttpStatusCode)[])[(old, HttpStatusCode.Gone), (nobody, HttpStatusCode.Gone), ("x", HttpStatusCode.NotFound), (old[1..] + "A", HttpStatusCode.NotFound)])
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
            {
                using var answer = await product.Client.SendAsync(new HttpRequestMessage(method, "/confirm/" + token));
                Assert.Equal(status, answer.StatusCode);
                Assert.Contains("<a href=\"/subscribe\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        Assert.Equal(SubscriptionStatus.Unconfirmed, (await FindAsync(address))!.Status);
    }

    [Fact]
    public async Task Who_is_known_and_who_is_not_are_answered_alike()
    {
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var address in (string[])["anna@example.org", Address(), "ANNA@example.org"])
        {
            using var page = await PostAsync(Complete(address));
            using var api = await product.Client.PostAsJsonAsync("/api/subscriptions", new { address, consent = Consent.Version });
            answers.Add($"{page.StatusCode} {page.Headers.Location} {await page.Content.ReadAsStringAsync()} {api.StatusCode} {await api.Content.ReadAsStringAsync()}");
        }

        Assert.Contains("SeeOther /subscribe?sent=1  Accepted {", Assert.Single(answers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("address", "jan", "Wpisz pełny adres e-mail, na przykład jan@example.org.")]
    [InlineData("address", "\"><script>alert(1)</script>@x", "Wpisz pełny adres e-mail, na przykład jan@example.org.")]
    [InlineData("consent", "", "Przeczytaj zgodę i zaznacz ją.")]
    [InlineData("consent", "pl-000000000000", "Przeczytaj zgodę i zaznacz ją.")]
    [InlineData("kinds", "spam", "Takiego rodzaju wiadomości nie mamy.")]
    [InlineData("districts", "atlantis\"><img src=x>", "Takiej dzielnicy nie ma na naszej liście.")]
    [InlineData("role", "king", "Wybierz jedną z podanych odpowiedzi.")]
    [InlineData("rhythmcalls", "hourly", "Tak często nie wysyłamy wiadomości. Wybierz jedną z podanych odpowiedzi.")]
    [InlineData("rhythmrest", "<script>", "Tak często nie wysyłamy wiadomości. Wybierz jedną z podanych odpowiedzi.")]
    [InlineData("language", "xx", "W tym języku nie wysyłamy wiadomości.")]
    public async Task What_cannot_be_is_said_beside_its_field_and_nothing_that_was_typed_is_lost(string field, string value, string sentence)
    {
        var address = Address();
        using var answer = await PostAsync([.. Complete(address).Where(pair => pair.Key != field), new(field, value), new("districts", "stawki")]);
        var html = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Matches($"<li><a href=\"#[a-z0-9-]+\">{Regex.Escape(sentence)}", html);
        Assert.Contains("<title>Błąd: ", html, StringComparison.Ordinal);
        Assert.Contains("stawki", Ticked(html));
        Assert.Contains("value=\"Łucja\"", html, StringComparison.Ordinal);
        Assert.Contains(WebUtility.HtmlEncode(field == "address" ? value : address).Replace("&#39;", "'", StringComparison.Ordinal), html, StringComparison.Ordinal);
        foreach (var raw in (string[])["<script", "<img"]) Assert.DoesNotContain(raw, html, StringComparison.Ordinal);
        AssertAccessible(html);
        Assert.Null(await FindAsync(address));
    }

    [Fact]
    public async Task A_form_that_a_program_seems_to_have_sent_is_asked_again_kindly_with_all_that_was_typed()
    {
        var address = Address();
        foreach (var (fields, status, sentence) in ((KeyValuePair<string, string>[], HttpStatusCode, string)[])
            [
                ([.. Complete(address, opened: Opened(0))], HttpStatusCode.UnprocessableEntity, "tak, jak robią to programy"),
                ([.. Complete(address), new("website", "https://spam.example")], HttpStatusCode.UnprocessableEntity, "tak, jak robią to programy"),
                ([.. Complete(address, opened: Opened(25 * 3600))], HttpStatusCode.OK, "Sprawdź, czy wszystko się zgadza"),
                ([.. Complete(address, opened: "")], HttpStatusCode.OK, "Sprawdź, czy wszystko się zgadza"),
                ([new("address", address)], HttpStatusCode.OK, "Sprawdź, czy wszystko się zgadza"),
            ])
        {
            using var answer = await PostAsync(fields);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Equal(status, answer.StatusCode);
            Assert.Contains(sentence, html, StringComparison.Ordinal);
            Assert.Contains($"value=\"{address}\"", html, StringComparison.Ordinal);
            Assert.DoesNotContain("spam.example", html, StringComparison.Ordinal);
            Assert.NotEmpty(OpenedField().Match(html).Groups[1].Value);
            AssertAccessible(html);
        }

        Assert.Null(await FindAsync(address));
    }

    [Fact]
    public async Task The_api_names_each_field_that_cannot_be_and_the_words_to_agree_to()
    {
        using var answer = await product.Client.PostAsJsonAsync("/api/subscriptions", new { address = "x", districts = (string[])["atlantis"] });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["address", "districts", "consent"], problem.RootElement.GetProperty("errors").EnumerateObject().Select(field => field.Name));
        Assert.Equal(Consent.Version, problem.RootElement.GetProperty("consent").GetProperty("version").GetString());
        Assert.Equal(Consent.Text, problem.RootElement.GetProperty("consent").GetProperty("text").GetString());

        var address = Address();
        using var taken = await product.Client.PostAsJsonAsync(
            "/api/subscriptions", new { address, name = "Jan", language = "uk", kinds = (string[])["news"], role = "school", consent = Consent.Version });
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        Assert.Contains("Підтвердьте", await NoticeAsync(address), StringComparison.Ordinal);
        Assert.Equal((ReaderRole.School, "uk", "API"), ((await FindAsync(address))!.Role!.Value, (await FindAsync(address))!.Language, (await FindAsync(address))!.Source));
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("[]", "application/json")]
    [InlineData("{", "application/json")]
    [InlineData("{\"address\":1}", "application/json")]
    [InlineData("{\"surprise\":1}", "application/json")]
    [InlineData("{\"kinds\":[null]}", "application/json")]
    [InlineData("{\"address\":\"jan@example.org\"}", "text/plain")]
    [InlineData("{\"address\":\"\\ud800@example.org\",\"name\":\"\\u0000\",\"language\":\"\\ud800\"}", "application/json")]
    public async Task Whatever_the_api_is_sent_it_answers_with_a_problem(string body, string type)
    {
        using var answer = await product.Client.PostAsync("/api/subscriptions", new StringContent(body, Encoding.UTF8, type));

        Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Whatever_the_form_is_sent_is_no_fault_of_ours()
    {
        string[] values = ["", "\0", "\uFFFF", "<script>", "{{t \"now\"}}", "%00", "%ff%fe", new string('a', 5000), "a@b\r\nBcc: c@d.example", "' OR 1=1", "\u202Ex", "ą@ą.pl", "+@example.org", "=@example.org"];
        foreach (var field in (string[])["address", "name", "kinds", "districts", "role", "rhythmcalls", "rhythmrest", "language", "consent", "opened", "website"])
        {
            foreach (var value in values)
            {
                using var answer = await PostAsync([.. Complete("x").Where(pair => pair.Key != field), new(field, value)]);
                Assert.True((int)answer.StatusCode < 500, $"{field}={value}: {answer.StatusCode}");
                Assert.DoesNotContain("<script", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        foreach (var (body, type) in ((string, string)[])[("address=" + new string('a', 70_000), "application/x-www-form-urlencoded"), ("x", "text/plain"), ("%", "application/x-www-form-urlencoded")])
            Assert.InRange((int)(await product.Client.PostAsync("/subscribe", new StringContent(body, Encoding.ASCII, type))).StatusCode, 200, 499);
    }

    [Fact]
    public async Task A_form_on_another_site_is_plain_html_that_ours_takes_up()
    {
        var html = await product.Client.GetStringAsync("/subscribe/embed?kind=call&district=stawki&district=%22%3E%3Cscript%3E");
        AssertAccessible(html);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        var snippet = WebUtility.HtmlDecode(Snippet().Match(html).Groups[1].Value);
        Assert.DoesNotContain("<script", snippet, StringComparison.Ordinal);
        Assert.Contains("/subscribe?lang=pl\" method=\"post\"", snippet, StringComparison.Ordinal);

        var address = Address();
        var fields = HiddenFields().Matches(snippet).Select(field => new KeyValuePair<string, string>(field.Groups[1].Value, field.Groups[2].Value));
        // The other site may add what it likes: the box is ticked by its reader, or not at all.
        using var answer = await PostAsync([.. fields, new("address", address), new("consent", Consent.Version)]);
        var form = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"value=\"{address}\"", form, StringComparison.Ordinal);
        Assert.Equal(["call", "stawki"], Ticked(form).Take(2));
        Assert.DoesNotContain(Consent.Version, Ticked(form));
        Assert.Null(await FindAsync(address));
    }

    [Fact]
    public async Task A_code_for_posters_is_a_picture_of_the_forms_address()
    {
        using var png = await product.Client.GetAsync("/subscribe/qr?kind=call");
        using var svg = await product.Client.GetAsync("/subscribe/qr?format=svg&district=%22%3E%3Cscript%3E");

        Assert.Equal(("image/png", "image/svg+xml"), (png.Content.Headers.ContentType!.MediaType, svg.Content.Headers.ContentType!.MediaType));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], (await png.Content.ReadAsByteArrayAsync())[..4]);
        var drawing = await svg.Content.ReadAsStringAsync();
        Assert.Contains("<svg", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", drawing, StringComparison.Ordinal);
        Assert.Equal("nosniff", svg.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.NotEqual(await product.Client.GetByteArrayAsync("/subscribe/qr"), await png.Content.ReadAsByteArrayAsync());
    }

    private ConsentText Consent => product.Get<ConsentTexts>().In("pl");

    private static string Address() => $"new-{Interlocked.Increment(ref people)}@example.org";

    private static SubscriberKey KeyOf(string address) => SubscriberKey.Of(Publisher.Subscribers.Address.Parse(address, out _)!);

    private Task<Subscriber?> FindAsync(string address) => product.Get<SubscriberList>().FindAsync(KeyOf(address), CancellationToken.None);

    private Task<HttpResponseMessage> PostAsync(IEnumerable<KeyValuePair<string, string>> fields) => product.Client.PostAsync("/subscribe", new FormUrlEncodedContent(fields));

    private IEnumerable<KeyValuePair<string, string>> Complete(string address, string? opened = null) =>
        [new("address", address), new("name", "Łucja"), new("consent", Consent.Version), new("opened", opened ?? Opened(60))];

    /// <summary>The signed time of a form that was opened so many seconds ago.</summary>
    private string Opened(int secondsAgo) => new FormTimes(
        product.Get<LinkSecrets>(), new ManualTime(product.Get<TimeProvider>().GetUtcNow() - TimeSpan.FromSeconds(secondsAgo))).Create();

    /// <summary>The text of the notice that an address got.</summary>
    private async Task<string> NoticeAsync(string address)
    {
        var folder = Path.Combine(product.Outbox, "notices");
        var text = "";
        await Eventually.IsTrueAsync(
            async () =>
            {
                if (!Directory.Exists(folder)) return false;
                foreach (var file in Directory.GetFiles(folder, "*.eml"))
                {
                    var content = await File.ReadAllBytesAsync(file);
                    if (Encoding.UTF8.GetString(content).Contains($"<{address}>", StringComparison.Ordinal)) text = EmlReader.Read(content).Text;
                }

                return text.Length > 0;
            },
            $"a notice reached {address}");
        return text;
    }

    private static string[] Ticked(string html) => [.. TickedBoxes().Matches(html).Select(box => WebUtility.HtmlDecode(box.Groups[1].Value))];

    private static void AssertAccessible(string html)
    {
        var ids = Ids().Matches(html).Select(id => id.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(References().Matches(html).SelectMany(reference => reference.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)), id => Assert.Contains(id, ids));
        foreach (Match field in Fields().Matches(html)) Assert.Contains($"<label for=\"{field.Groups[1].Value}\"", html, StringComparison.Ordinal);
    }

    [GeneratedRegex("/confirm/[A-Za-z0-9_-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConfirmLink();

    [GeneratedRegex("name=\"opened\" value=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OpenedField();

    [GeneratedRegex("<pre[^>]*><code>(.*?)</code>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Snippet();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HiddenFields();

    [GeneratedRegex("type=\"(?:checkbox|radio)\"[^>]* value=\"([^\"]*)\" checked>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TickedBoxes();

    [GeneratedRegex(" id=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ids();

    [GeneratedRegex("(?:aria-describedby=|aria-labelledby=| for=|href=(?=\"#))\"#?([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex References();

    [GeneratedRegex("<input type=\"(?:text|checkbox|radio)\" id=\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fields();
}
