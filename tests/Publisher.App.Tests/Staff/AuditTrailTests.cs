using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;
using Publisher.Subscribers;
using Publisher.Testing;
using static Publisher.App.Tests.Staff.SendingPagesTests;

namespace Publisher.App.Tests.Staff;

/// <summary>One change is one entry of the log, and reads the same from wherever it was made.</summary>
public sealed class AuditTrailTests
{
    private const string Call = "call/drugi-nabor-2023";

    private static readonly ItemRef Item = new(ItemKind.Call, "drugi-nabor-2023");

    [Theory]
    [InlineData("console")]
    [InlineData("api")]
    public async Task An_announcement_is_one_entry_however_often_it_is_asked_for(string way)
    {
        await using var product = await SendingProduct.StartAsync();
        var send = await WayOfAnnouncingAsync(product, way);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => send()));
        await SentAsync(product, "announcement-call-drugi-nabor-2023-1");
        await send();

        var entry = Assert.Single(await EntriesAsync(product), entry => entry.What == "announce");
        Assert.Equal(("Anna", Call, "", "edition: announcement-call-drugi-nabor-2023-1\nchannels: mail"), (entry.Who, entry.Target, entry.Old, entry.New));
    }

    [Theory]
    [InlineData("console", false)]
    [InlineData("console", true)]
    [InlineData("api", false)]
    [InlineData("api", true)]
    [InlineData("cli", false)]
    [InlineData("cli", true)]
    public async Task A_correction_is_one_entry_and_waits_for_a_second_person_wherever_it_is_asked_for(string way, bool fourEyes)
    {
        await using var product = await SendingProduct.StartAsync(fourEyes);
        await TellAsync(product, fourEyes);
        var correct = await WayOfCorrectingAsync(product, way);

        await correct();
        await correct();

        const string Edition = "correction-call-drugi-nabor-2023-2";
        if (!fourEyes) await SentAsync(product, Edition);
        Assert.Equal(fourEyes, (await product.Get<EditionList>().FindAsync(Edition, default))!.State == EditionState.Scheduled);
        var entry = Assert.Single(await EntriesAsync(product), entry => entry.What is "correct" or "edition-ask");
        Assert.Equal((way == "cli" ? AuditVerbs.CommandLine : "Anna", "correct", Call, "", Edition), (entry.Who, entry.What, entry.Target, entry.Old, entry.New));
        var approval = await product.Get<Approvals.ApprovalList>().FindAsync($"edition/{Edition}", default);
        Assert.Equal(fourEyes ? entry.Who : null, approval?.AskedBy);
    }

    [Fact]
    public async Task A_form_sent_twice_is_one_item_and_one_entry()
    {
        await using var product = await SendingProduct.StartAsync();
        using var anna = await product.SignInAsync(StaffRole.Author, "Anna");
        var csrf = await anna.CsrfAsync("/staff/items/new?kind=news");
        for (var time = 0; time < 2; time++)
        {
            using var saved = await anna.PostAsync("/staff/items/new?kind=news", [("csrf", csrf), ("title", "Raz"), ("summary", "Raz i nie więcej."), ("do", "save")]);
            Assert.Equal("/staff/items/news/raz", saved.Headers.Location!.OriginalString);
        }

        Assert.Equal("item-add", Assert.Single(await EntriesAsync(product), entry => entry.Target == "news/raz").What);
    }

    [Fact]
    public async Task What_broke_off_is_told_in_the_log_with_the_doubt()
    {
        await using var product = await SendingProduct.StartAsync();
        using var ewa = await product.SignInAsync(StaffRole.Approver, "Ewa");
        var earlier = new AuditedChanges(product.Get<AuditLog>(), product.Get<Azure.Data.Tables.TableServiceClient>(), new ManualTime(new DateTimeOffset(2023, 5, 2, 4, 0, 0, TimeSpan.Zero)));
        await Assert.ThrowsAsync<IOException>(() => earlier.RunAsync<int>(new AuditNote("Anna", AuditVerbs.Announce, Call), () => throw new IOException("The power went."), _ => null, default));

        var log = await ewa.ReadAsync("/staff/audit?lang=en");

        Assert.Contains("end unknown", log, StringComparison.Ordinal);
        Assert.Contains(Call, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_counts_once_and_then_tells_what_was_counted_with_the_findings_of_its_own_words()
    {
        await using var product = await SendingProduct.StartAsync();
        var dry = await ApiAsync(product, "/api/announcements?dryRun=true");
        var first = await dry($$"""{"item": "{{Call}}"}""");
        await product.Get<ImportSubscribers>().TextAsync("address,name,kinds\newa@example.org,Ewa,call\n", "test");

        var again = await dry($$"""{"item": "{{Call}}"}""");
        Assert.Equal((2, 2), (first.GetProperty("recipients").GetInt32(), again.GetProperty("recipients").GetInt32()));
        Assert.Equal(first.GetProperty("counted").GetString(), again.GetProperty("counted").GetString());
        // Another audience is another count; other words with other findings are told theirs.
        Assert.Equal(3, (await dry($$"""{"item": "{{Call}}", "audience": {"kinds": ["call"]} }""")).GetProperty("recipients").GetInt32());
        var fine = await dry("""{"subject": "Biuro", "text": "Nie pracujemy."}""");
        var odd = await dry("""{"subject": "BIURO NIECZYNNE W PIĄTEK!!!", "text": "[tutaj](https://example.org)"}""");
        Assert.Equal(odd.GetProperty("findings").GetArrayLength() > 0, odd.GetProperty("warnings").GetArrayLength() > 0);
        Assert.NotEqual(fine.GetProperty("warnings").GetRawText(), odd.GetProperty("warnings").GetRawText());
    }

    private static async Task<Func<Task>> WayOfAnnouncingAsync(SendingProduct product, string way)
    {
        if (way == "api")
        {
            var post = await ApiAsync(product, "/api/announcements");
            return () => post($$"""{"item": "{{Call}}"}""");
        }

        var anna = await product.SignInAsync(StaffRole.Author, "Anna");
        var html = await anna.ReadAsync($"/staff/send/announce?item={Call}");
        (string, string)[] fields = [("csrf", StaffBrowser.FieldOf(html, "csrf")), ("key", StaffBrowser.FieldOf(html, "key")), ("item", Call), ("language", "pl"), ("channels", "mail"), ("do", "send")];
        return async () =>
        {
            using var sent = await anna.PostAsync("/staff/send/announce", fields);
            Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        };
    }

    private static async Task<Func<Task>> WayOfCorrectingAsync(SendingProduct product, string way)
    {
        switch (way)
        {
            case "api":
                var post = await ApiAsync(product, "/api/corrections");
                return () => post($$"""{"item": "{{Call}}"}""");
            case "cli":
                // What „publisher edition correct” calls, on this storage.
                return async () => await product.Get<RecordedEditions>().CorrectAsync(await product.Get<CorrectItem>().DraftAsync(Item, default), AuditVerbs.CommandLine, default);
            default:
                var anna = await product.SignInAsync(StaffRole.Author, "Anna");
                var page = await anna.ReadAsync($"/staff/send/correct?item={Call}");
                var fields = FieldsOf(page[page.IndexOf("<main", StringComparison.Ordinal)..]);
                return async () =>
                {
                    using var sent = await anna.PostAsync("/staff/send/correct", fields);
                    Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
                };
        }
    }

    private static async Task<Func<string, Task<JsonElement>>> ApiAsync(SendingProduct product, string path)
    {
        var client = new StaffBrowser(product.Url);
        (string, string) key = ("Authorization", $"Bearer {await product.Get<StaffDirectory>().AddAsync("Anna", StaffRole.Author, default)}");
        return async json =>
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, key);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        };
    }

    /// <summary>Tells readers of the call, and changes its deadline afterwards.</summary>
    private static async Task TellAsync(SendingProduct product, bool fourEyes)
    {
        var told = await product.Get<AnnounceItem>().RunAsync(Item, default);
        if (fourEyes) await product.Get<Approvals.ApprovalList>().BypassAsync(ApproveEdition.SubjectOf(told), told.Content, "Ewa", "", "a test", default);
        await product.Get<DispatchEditions>().SendAsync(told, default);
        await SentAsync(product, told.Id);
        var call = (Content.Call)(await product.Get<Items>().FindAsync(Item, default))!.Item;
        await product.Get<Items>().SaveAsync(call with { Closes = new Moment(call.Closes!.Value.Date.PlusDays(3), call.Closes.Value.Time) }, default);
    }

    private static async Task<IReadOnlyList<AuditEntry>> EntriesAsync(SendingProduct product) => (await product.Get<AuditLog>().PageAsync("", default)).Entries;
}
