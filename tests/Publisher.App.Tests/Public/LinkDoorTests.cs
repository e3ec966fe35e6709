using System.Net;
using System.Text.RegularExpressions;
using Publisher.App.Local;
using Publisher.App.Tests.Local;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Reports;
using Publisher.Staff;

namespace Publisher.App.Tests.Public;

/// <summary>Links of mails where openings are counted: a whole mailing, opened over HTTP.</summary>
public sealed partial class LinkDoorTests
{
    private const string Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";

    private static readonly ItemRef Call = new(ItemKind.Call, "drugi-nabor-2023");

    [Fact]
    public async Task Each_reader_has_the_same_doors_to_items_links_only_and_each_leads_where_the_item_says()
    {
        await using var product = await StartAsync(clicks: true);
        var edition = await SendAsync(product);
        var mails = new OutboxFolder(product.Outbox).List(edition.Id).Select(mail => EmlReader.Read(File.ReadAllBytes(Path.Combine(product.Outbox, edition.Id, mail.File)))).ToList();
        var items = await product.Get<EditionBlobs>().LoadItemsAsync(edition, default);
        var own = items.SelectMany(entry => entry.Item.Links.Select(link => link.Url)).ToHashSet(StringComparer.Ordinal);

        var doors = mails.SelectMany(mail => Doors(mail.Html)).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(doors);
        Assert.All(mails, mail =>
        {
            // Who leaves or chooses is not counted, nor is what is no item's.
            Assert.DoesNotMatch("/r/[^\"]*(unsubscribe|preferences|calendar)", mail.Html);
            Assert.All(own, url => Assert.DoesNotContain(url, WebUtility.HtmlDecode(mail.Html), StringComparison.Ordinal));
            Assert.DoesNotContain("/r/", mail.Text, StringComparison.Ordinal);
            Assert.Matches("/unsubscribe/", mail.Html);
        });
        using var client = Client(product);
        var led = new HashSet<string>(StringComparer.Ordinal);
        foreach (var door in doors)
        {
            using var answer = await client.GetAsync(new Uri(door).AbsolutePath);
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            led.Add(Uri.UnescapeDataString(answer.Headers.Location!.OriginalString));
        }

        Assert.Equal(doors.Count, led.Count);
        Assert.Subset(led, own);
        var archive = product.Get<Sender>().ArchiveUrl(edition.Id);
        Assert.All(led, url => Assert.True(own.Contains(url) || url.StartsWith(archive, StringComparison.Ordinal) || items.Any(entry => entry.Item is Event @event && url == @event.Registration), url));
    }

    [Fact]
    public async Task Openings_are_counted_in_sum_those_of_programs_are_not_and_the_report_tells()
    {
        await using var product = await StartAsync(clicks: true);
        using var anna = await product.SignInAsync(StaffRole.Author);
        var edition = await SendAsync(product);
        var door = $"/r/{edition.Id}/{Call}/{KeyOf(product, edition)}";
        using var client = Client(product);

        for (var times = 0; times < 3; times++) await OpenAsync(client, door);
        await OpenAsync(client, door, HttpMethod.Head);
        await OpenAsync(client, door, HttpMethod.Get, ("Sec-Purpose", "prefetch"));
        await OpenAsync(client, $"{door}?url=https://evil.example&next=//evil.example");

        await Eventually.IsTrueAsync(async () => await SumAsync(product, edition) == 4, "four openings were counted");
        var report = await anna.ReadAsync("/staff/reports?from=2023-05-01&to=2023-05-31&lang=en");
        Assert.Contains("<th scope=\"col\" class=\"number\">Clicks</th>", report, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\" data-label=\"Clicks\">4</td>", report, StringComparison.Ordinal);
        Assert.Contains("approximate", report, StringComparison.Ordinal);
        var items = (await anna.ReadAsync("/staff/reports?from=2023-05-01&to=2023-05-31&as=items")).Split('\n');
        Assert.EndsWith("Clicks", items[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(items, line => line.StartsWith($"{Call},", StringComparison.Ordinal) && line.TrimEnd().EndsWith(",4", StringComparison.Ordinal));
        using var privacy = await client.GetAsync("/privacy?lang=en");
        Assert.Contains("We only count how often the links of an edition are opened", await privacy.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_door_that_is_none_leads_nowhere_and_before_sending_nothing_is_counted()
    {
        await using var product = await StartAsync(clicks: true);
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", default);
        var key = KeyOf(product, edition);
        using var client = Client(product);

        await OpenAsync(client, $"/r/{edition.Id}/{Call}/{key}");
        foreach (var wrong in (string[])[$"{edition.Id}/{Call}/0000000000", $"{edition.Id}/news/nothing/{key}", $"biuletyn-0002/{Call}/{key}", $"..%2f/{Call}/{key}", $"{edition.Id}/call/..%2f..%2f/{key}", $"{edition.Id}/{Call}/https:%2f%2fevil.example"])
        {
            using var answer = await client.GetAsync($"/r/{wrong}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Null(answer.Headers.Location);
        }

        Assert.Equal(0, await SumAsync(product, edition with { Started = edition.CutOff }));
    }

    [Fact]
    public async Task Turned_off_mails_hold_the_addresses_themselves_and_nobody_is_told_of_clicks_but_old_mail_still_opens()
    {
        await using var product = await StartAsync(clicks: false);
        using var anna = await product.SignInAsync(StaffRole.Author);
        var edition = await SendAsync(product);
        using var client = Client(product);

        Assert.All(new OutboxFolder(product.Outbox).List(edition.Id), mail => Assert.Empty(Doors(EmlReader.Read(File.ReadAllBytes(Path.Combine(product.Outbox, edition.Id, mail.File))).Html)));
        await OpenAsync(client, $"/r/{edition.Id}/{Call}/{KeyOf(product, edition)}");
        Assert.Equal(0, await SumAsync(product, edition));
        Assert.DoesNotContain("Clicks", await anna.ReadAsync("/staff/reports?from=2023-05-01&to=2023-05-31&lang=en"), StringComparison.Ordinal);
        Assert.DoesNotContain("Clicks", await anna.ReadAsync("/staff/reports?from=2023-05-01&to=2023-05-31&as=editions"), StringComparison.Ordinal);
        using var privacy = await client.GetAsync("/privacy?lang=en");
        Assert.Contains("We do not watch whether a message is opened or what is clicked.", await privacy.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>With links in the call, one of letters that no header may hold.</summary>
    private static async Task<SendingProduct> StartAsync(bool clicks)
    {
        var product = await SendingProduct.StartAsync(clicks: clicks);
        var call = (await product.Get<Items>().FindAsync(Call, default))!.Item;
        await product.Get<Items>().SaveAsync(call with { Links = [new ItemLink("https://example.org/regulamin?a=1&b=2", "Regulamin naboru"), new ItemLink("https://example.org/łąka", "Mapa łąki")] }, default);
        return product;
    }

    private static async Task<Edition> SendAsync(SendingProduct product)
    {
        var edition = await product.Get<DispatchEditions>().SendAsync(await product.Get<PrepareEdition>().RunNowAsync("biuletyn", default), default);
        await SendingPagesTests.SentAsync(product, edition.Id);
        return (await product.Get<EditionList>().FindAsync(edition.Id, default))!;
    }

    private static async Task OpenAsync(HttpClient client, string door, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, door);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.DoesNotContain("evil", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static async Task<int> SumAsync(SendingProduct product, Edition edition) => (await product.Get<Clicks>().OfAsync([edition], default)).Values.Sum();

    /// <summary>Of the first link of the call.</summary>
    private static string KeyOf(SendingProduct product, Edition edition)
    {
        var item = product.Get<EditionBlobs>().LoadItemsAsync(edition, default).GetAwaiter().GetResult().First(entry => entry.Item.Ref == Call).Item;
        return LinkDoors.KeyOf(item.Links[0].Url, product.Get<Sender>().ArchiveUrl(edition.Id));
    }

    private static HttpClient Client(SendingProduct product)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = product.Url };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(Browser);
        return client;
    }

    private static IEnumerable<string> Doors(string html) => Door().Matches(html).Select(match => match.Groups[1].Value);

    [GeneratedRegex("href=\"(http[^\"]*/r/[^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Door();
}
