using System.Net;
using System.Text;
using Publisher.App.Local;
using Publisher.App.Tests.Staff;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.App.Tests.Public;

public sealed class PublicPageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Fact]
    public async Task Who_leaves_by_the_link_gets_nothing_more_and_the_edition_is_in_the_archive()
    {
        var key = SubscriberKey.Of(Address.Parse("ola@example.org", out _)!);
        var link = "/unsubscribe/" + product.Get<LinkTokens>().Create(LinkPurpose.Unsubscribe, key);

        var asked = await product.Client.GetAsync(link);
        Assert.Contains("Tak, wypisz mnie", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(SubscriptionStatus.Confirmed, (await product.Get<SubscriberList>().FindAsync(key, default))!.Status);

        // As a mail program does it: RFC 8058 §3.2, no cookie, no page before. Twice, because buttons are pressed twice.
        for (var press = 0; press < 2; press++)
        {
            var done = await product.Client.PostAsync(link, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
            Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        }

        await SendAsync();
        var mail = new OutboxFolder(product.Outbox).List("biuletyn-0001").Select(message => message.To);
        Assert.Equal(["Anna <anna@example.org>", "Jan <jan@example.org>"], mail.Order(StringComparer.Ordinal));

        var page = await product.Client.GetAsync("/archive/biuletyn-0001");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("RPKP.11.01.00-04-0001/22", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        foreach (var personal in (string[])["Anna", "unsubscribe", "Dzień dobry", "\uE000"]) Assert.DoesNotContain(personal, html, StringComparison.Ordinal);
        Assert.Contains("/archive/biuletyn-0001", await product.Client.GetStringAsync("/archive"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/archive/biuletyn-0009")]
    [InlineData("/archive/..%2f..%2fsecret")]
    [InlineData("/unsubscribe/abc")]
    [InlineData("/unsubscribe/AQFAQftZq5qhZngPFEUHx8R3QPH-vG9F9uzMv-rkO_k3hfwDTdGzlv-iH0LruXvwgw")]
    [InlineData("/outbox/..%2f..%2fetc/00001.eml")]
    [InlineData("/outbox/biuletyn-0001/..%2fsecret")]
    [InlineData("/nothing/here")]
    public async Task What_does_not_exist_is_a_page_that_says_so(string path)
    {
        var response = await product.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("<h1>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CollectContent")]
    [InlineData("PrepareEdition")]
    [InlineData("SendBatch")]
    [InlineData("CloseEdition")]
    [InlineData("PublishPost")]
    public async Task Nobody_outside_reaches_a_timer_or_a_queue_function(string function)
    {
        var body = new StringContent("""{"Data":{},"Metadata":{}}""", Encoding.UTF8, "application/json");

        Assert.Equal(HttpStatusCode.NotFound, (await product.Client.PostAsync("/" + function, body)).StatusCode);
    }

    private async Task SendAsync()
    {
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", default);
        await product.Get<DispatchEditions>().SendAsync(edition, default);
        for (var look = 0; look < 600; look++)
        {
            if ((await product.Get<EditionList>().FindAsync(edition.Id, default))!.State == EditionState.Sent) return;
            await Task.Delay(100);
        }

        throw new TimeoutException("The edition was not sent.");
    }
}
