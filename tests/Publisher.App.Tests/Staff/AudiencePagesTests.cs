using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Publisher.App.Tests.Local;
using Publisher.Reports;
using Publisher.Staff;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

/// <summary>Audience, one person, lists on their way in, reports, settings and the check-up, over HTTP.</summary>
public sealed partial class AudiencePagesTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    [Fact]
    public async Task The_audience_is_counted_when_somebody_asks_and_shown_as_it_was_then()
    {
        using var browser = await EnterAsync(StaffRole.Author);
        using (var asked = await browser.PostAsync("/staff/audience", [("csrf", await browser.CsrfAsync())])) Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        await Eventually.IsTrueAsync(async () => !(await browser.ReadAsync("/staff/audience")).Contains("data-live", StringComparison.Ordinal), "the audience was counted");

        var html = await browser.ReadAsync("/staff/audience?lang=en");

        Assert.Contains("As of ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("data-live", html, StringComparison.Ordinal);
        Assert.Equal(7, PlotCount().Count(html));
        // Three people want calls, so that nobody may know who: below five nothing is said.
        Assert.Contains("fewer than 5", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        // Authors may not look people up, and are not led there.
        Assert.DoesNotContain("/staff/audience/person", html, StringComparison.Ordinal);
        foreach (var span in (string[])["days", "years", "nonsense"]) Assert.Contains("growth-title", await browser.ReadAsync($"/staff/audience?span={span}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_person_is_found_by_their_address_and_that_somebody_looked_is_written_down()
    {
        var name = Name();
        using var browser = await EnterAsync(StaffRole.Approver, name);

        var html = await FindAsync(browser, "ANNA@example.org");

        Assert.Contains("anna@example.org", html, StringComparison.Ordinal);
        Assert.Contains("<ol class=\"history\">", html, StringComparison.Ordinal);
        var entry = (await product.Get<AuditLog>().PageAsync("", default)).Entries.First(each => each.Who == name && each.What == AuditVerbs.LookUp);
        Assert.Equal($"subscriber/{Some.Subscriber("anna@example.org").Key.Short}", entry.Target);
        Assert.Contains("Nobody with this address is on the list.", await FindAsync(browser, "stranger@example.org"), StringComparison.Ordinal);
        using var fault = await browser.PostAsync("/staff/audience/person", [("csrf", await browser.CsrfAsync()), ("address", "<script>alert(1)</script>")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, fault.StatusCode);
        Assert.Contains("value=\"&lt;script&gt;", await fault.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_is_mailed_again_when_an_admin_says_why_and_not_when_an_approver_does()
    {
        var key = Some.Subscriber("jan@example.org").Key;
        await product.Get<Suppressions>().AddAsync(key, Suppressions.Bounced, default);
        using var approver = await EnterAsync(StaffRole.Approver);
        Assert.DoesNotContain("name=\"reason\"", await FindAsync(approver, "jan@example.org"), StringComparison.Ordinal);
        using (var refused = await approver.PostAsync("/staff/audience/person/lift", [("csrf", await approver.CsrfAsync()), ("key", key.Hex), ("reason", "I say so")])) Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var admin = await EnterAsync(StaffRole.Admin);
        Assert.Contains("name=\"reason\"", await FindAsync(admin, "jan@example.org"), StringComparison.Ordinal);
        foreach (var reason in (string[])["", " ", "jan@example.org works", new('a', 201), "two\nlines"])
        {
            using var fault = await admin.PostAsync("/staff/audience/person/lift", [("csrf", await admin.CsrfAsync()), ("key", key.Hex), ("reason", reason)]);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, fault.StatusCode);
        }

        Assert.NotNull(await product.Get<Suppressions>().FindAsync(key, default));
        using var lifted = await admin.PostAsync("/staff/audience/person/lift", [("csrf", await admin.CsrfAsync()), ("key", key.Hex), ("reason", "the mailbox was full")]);
        Assert.Equal(HttpStatusCode.SeeOther, lifted.StatusCode);
        Assert.Null(await product.Get<Suppressions>().FindAsync(key, default));
        var entry = (await product.Get<AuditLog>().PageAsync("", default)).Entries.First(each => each.What == AuditVerbs.Lift);
        Assert.Equal((Suppressions.Bounced, "the mailbox was full"), (entry.Old, entry.New));
    }

    [Theory]
    [InlineData("pl", "„x” nie jest adresem e-mail.", "Adres „anna@example.org” jest w tym pliku dwa razy.", "Nie ma takiej kolumny. Może chodzi o „kinds”?")]
    [InlineData("en", "“x” is not an e-mail address.", "The address “anna@example.org” is in this file twice.", "There is no such column. Did you mean “kinds”?")]
    public async Task What_is_wrong_with_a_list_is_said_in_the_language_of_who_reads_it(string language, params string[] said)
    {
        using var browser = await EnterAsync(StaffRole.Admin, language: language);
        var pages = "";
        foreach (var file in (string[])["address,name\nx,X\nanna@example.org,A\nanna@example.org,A\n", "address,kindss\na@example.org,call\n"])
        {
            using var uploaded = await UploadAsync(browser, file, "paper");
            var page = "";
            await Eventually.IsTrueAsync(async () => !(page = await browser.ReadAsync(uploaded.Headers.Location!.OriginalString)).Contains("data-live", StringComparison.Ordinal), "the list was checked");
            pages += WebUtility.HtmlDecode(page);
        }

        Assert.All(said, sentence => Assert.Contains(sentence, pages, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_comes_in_by_form_checked_first()
    {
        using var browser = await EnterAsync(StaffRole.Admin);
        using var uploaded = await UploadAsync(browser, "address,name\nnowa@example.org,Nowa\nanna@example.org,Anna\n", "paper forms");
        Assert.Equal(HttpStatusCode.SeeOther, uploaded.StatusCode);
        var status = uploaded.Headers.Location!.OriginalString;
        await Eventually.IsTrueAsync(async () => (await browser.ReadAsync(status)).Contains(">Import</button>", StringComparison.Ordinal), "the list was checked");
        Assert.Null(await product.Get<SubscriberList>().FindAsync(Some.Subscriber("nowa@example.org").Key, default));

        using (await browser.PostAsync(status, [("csrf", await browser.CsrfAsync())]))
        {
        }

        await Eventually.IsTrueAsync(async () => (await browser.ReadAsync(status)).Contains("badge good", StringComparison.Ordinal), "the list was imported");
        Assert.NotNull(await product.Get<SubscriberList>().FindAsync(Some.Subscriber("nowa@example.org").Key, default));
        using var gone = await browser.GetAsync("/staff/audience/import/00000000000000000000000000000000");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        foreach (var (file, source) in ((string, string)[])[("", "paper forms"), ("address\na@example.org\n", new string('a', 201))])
        {
            using var refused = await UploadAsync(browser, file, source);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_list_that_is_too_large_is_refused_in_words()
    {
        using var browser = await EnterAsync(StaffRole.Admin);

        using var refused = await UploadAsync(browser, new string('a', ListUploads.MaxSize + 1), "paper forms");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("The file has more than 8 MB.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_is_a_page_and_a_file_and_a_slip_in_its_days_is_told()
    {
        using var browser = await EnterAsync(StaffRole.Author);

        Assert.Contains("<option value=\"FEdKP 2021–2027\" selected>", await browser.ReadAsync("/staff/reports?lang=en&from=2023-01-01&to=2023-12-31&programme=FEdKP+2021%E2%80%932027"), StringComparison.Ordinal);
        using var file = await browser.GetAsync("/staff/reports?from=2023-01-01&to=2023-12-31&programme=&as=items");
        Assert.Equal(("text/csv", "items-2023-01-01-2023-12-31.csv", "no-store"), (file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.FileName, file.Headers.CacheControl!.ToString()));
        Assert.StartsWith("\uFEFFId,Kind,Title,Programme,Channel,Date,Delivered,Address", Encoding.UTF8.GetString(await file.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
        foreach (var query in (string[])["from=2023-13-01&to=2023-12-31", "from=2023-05-02&to=2023-05-01", "from=1900-01-01&to=2023-05-01", "from=%00&to=<b>", "from=2023-05-02&to=2023-05-01&as=items"])
        {
            using var fault = await browser.GetAsync($"/staff/reports?{query}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, fault.StatusCode);
            Assert.Contains("id=\"faults\"", await fault.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Settings_are_shown_without_what_is_secret_and_the_check_up_says_how_things_are()
    {
        using var browser = await EnterAsync(StaffRole.Approver);

        var settings = await browser.ReadAsync("/staff/settings?lang=en");
        Assert.Contains("<code>Publisher__Mail__From</code>", settings, StringComparison.Ordinal);
        Assert.Contains("biuletyn@example.org", settings, StringComparison.Ordinal);
        foreach (var secret in (string[])[new('s', 32), LocalProduct.InboundKey, StaffKeys.HashOf(LocalProduct.StaffKey)]) Assert.DoesNotContain(secret, settings, StringComparison.Ordinal);

        using var answer = await browser.PostAsync("/staff/settings/doctor", [("csrf", await browser.CsrfAsync())]);
        var found = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Writing, reading and deleting work", found, StringComparison.Ordinal);
        // 32 times one letter, in the settings of the tests.
        Assert.Contains("Easy to guess.", found, StringComparison.Ordinal);
        Assert.Contains("Something has to be done.", found, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Every_state_of_these_pages_is_accessible_and_its_markup_is_valid()
    {
        var pages = new List<HtmlPage>();
        foreach (var language in (string[])["pl", "en"])
        {
            using var browser = await EnterAsync(StaffRole.Admin, language: language);
            using (await browser.PostAsync("/staff/audience", [("csrf", await browser.CsrfAsync())])) await AddAsync("audience-counting", browser.GetAsync("/staff/audience"));
            await Eventually.IsTrueAsync(async () => await product.Get<ReportBlobs>().ReadAudienceAsync(default) is not null, "the audience was counted");
            await product.Get<ReportBlobs>().AddRoundAsync(new RetentionRound(product.Get<TimeProvider>().Now(), new Dictionary<string, int> { [RetentionRound.Unconfirmed] = 3 }, 4, 1), default);
            await AddAsync("audience", browser.GetAsync("/staff/audience?span=days"));
            await product.Get<Suppressions>().AddAsync(Some.Subscriber("ola@example.org").Key, Suppressions.Complained, default);
            await AddAsync("person", browser.GetAsync("/staff/audience/person"));
            await AddAsync("person-found", browser.PostAsync("/staff/audience/person", [("csrf", await browser.CsrfAsync()), ("address", "ola@example.org")]));
            await AddAsync("person-nobody", browser.PostAsync("/staff/audience/person", [("csrf", await browser.CsrfAsync()), ("address", "nobody@example.org")]));
            await AddAsync("person-fault", browser.PostAsync("/staff/audience/person", [("csrf", await browser.CsrfAsync()), ("address", "x")]));
            await AddAsync("person-lift-fault", browser.PostAsync("/staff/audience/person/lift", [("csrf", await browser.CsrfAsync()), ("key", Some.Subscriber("ola@example.org").Key.Hex), ("reason", "")]));
            await AddAsync("import", browser.GetAsync("/staff/audience/import"));
            await AddAsync("import-fault", UploadAsync(browser, "", ""));
            using (var uploaded = await UploadAsync(browser, "address,name\nx,X\nq@example.org,Q\n", "paper"))
            {
                await Eventually.IsTrueAsync(async () => !(await browser.ReadAsync(uploaded.Headers.Location!.OriginalString)).Contains("data-live", StringComparison.Ordinal), "the list was checked");
                await AddAsync("import-list", browser.GetAsync(uploaded.Headers.Location!.OriginalString));
            }

            await AddAsync("reports", browser.GetAsync("/staff/reports?from=2023-01-01&to=2023-12-31"));
            await AddAsync("reports-fault", browser.GetAsync("/staff/reports?from=x&to=y"));
            await AddAsync("doctor", browser.GetAsync("/staff/settings/doctor"));
            await AddAsync("doctor-ran", browser.PostAsync("/staff/settings/doctor", [("csrf", await browser.CsrfAsync())]));

            async Task AddAsync(string name, Task<HttpResponseMessage> asked)
            {
                using var answer = await asked;
                pages.Add(new HtmlPage($"{name}.{language}", HtmlKind.Page, await answer.Content.ReadAsStringAsync()));
            }
        }

        HtmlCheck.AssertNone(await HtmlCheck.MarkupAsync(pages));
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);
        HtmlCheck.AssertNone(await HtmlCheck.AccessibilityAsync(await Task.WhenAll(pages.Select(StyledAsync))));
    }

    private static string Name() => $"Reader of numbers {Interlocked.Increment(ref people)}";

    private async Task<StaffBrowser> EnterAsync(StaffRole role, string? name = null, string language = "en")
    {
        var browser = new StaffBrowser(product.Url, network: 20);
        using var signedIn = await browser.SignInAsync(await product.Get<StaffDirectory>().AddAsync(name ?? Name(), role, default), $"/staff/sign-in?lang={language}");
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        return browser;
    }

    private static async Task<string> FindAsync(StaffBrowser browser, string address)
    {
        using var answer = await browser.PostAsync("/staff/audience/person", [("csrf", await browser.CsrfAsync()), ("address", address)]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> UploadAsync(StaffBrowser browser, string file, string source)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await browser.CsrfAsync()), "csrf" },
            { new StringContent(source), "source" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "list", "list.csv" },
        };
        return await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/staff/audience/import") { Content = form });
    }

    private async Task<HtmlPage> StyledAsync(HtmlPage page)
    {
        var link = StyleLink().Match(page.Html);
        Assert.True(link.Success, page.Name);
        return page with { Html = ScriptLink().Replace(page.Html.Replace(link.Value, $"<style>{await product.Client.GetStringAsync(link.Groups[1].Value)}</style>", StringComparison.Ordinal), "") };
    }

    [GeneratedRegex("""<svg class="plot" role="img" aria-labelledby="[a-z]+-title [a-z]+-description""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlotCount();

    [GeneratedRegex("""<link rel="stylesheet" href="(/staff/files/[^"]+)">""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleLink();

    [GeneratedRegex("""<script src="/staff/files/[^"]+" defer></script>""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScriptLink();
}
