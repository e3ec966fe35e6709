using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Publisher.App.Tests.Staff;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Webhooks;

/// <summary>Over HTTP, as a mail server calls.</summary>
public sealed class InboundTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static readonly SubscriberKey Jan = Some.Subscriber("jan@example.org").Key;

    [Fact]
    public async Task A_complaint_that_quotes_our_link_is_taken_from_whoever_has_the_key()
    {
        var link = $"https://news.example.org/unsubscribe/{product.Get<LinkTokens>().Create(LinkPurpose.Unsubscribe, Jan)}";
        var complaint = $"""
            Message-ID: <1@fbl.example.org>
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            --b
            Content-Type: message/rfc822

            List-Unsubscribe: <{link}>

            --b--
            """.ReplaceLineEndings("\r\n");

        foreach (var key in (string?[])[null, "wrong", LocalProduct.InboundKey + "x"])
        {
            using var refused = await PostAsync(complaint, key);
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType!.MediaType));
        }

        Assert.Null(await product.Get<Suppressions>().FindAsync(Jan, CancellationToken.None));
        using var answer = await PostAsync(complaint, LocalProduct.InboundKey);

        Assert.Equal(1, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("taken").GetInt32());
        // Whoever the mail was forwarded to has that link, and can do no more by it.
        Assert.Null(await product.Get<Suppressions>().FindAsync(Jan, CancellationToken.None));
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await product.Get<SubscriberList>().FindAsync(Jan, CancellationToken.None))!.Status);
        var page = await product.Client.GetStringAsync($"/preferences/{product.Get<LinkTokens>().Create(LinkPurpose.Preferences, Jan)}/data");
        Assert.Contains("przez oznaczenie wiadomości jako spam", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_other_message_is_taken_and_forgotten()
    {
        using var answer = await PostAsync("Subject: I am on holiday\r\n\r\nUntil May.\r\n", LocalProduct.InboundKey);

        Assert.Equal("""{"taken":0,"repeated":0,"ignored":1}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused_and_one_webhook_that_is_off_is_not_there()
    {
        using var large = await PostAsync(new string('x', 1024 * 1024 + 1), LocalProduct.InboundKey);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var off = await product.Client.PostAsync("/api/webhooks/ses", new StringContent("{}"));
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (off.StatusCode, off.Content.Headers.ContentType!.MediaType));
        using var ready = await product.Client.GetAsync("/health/ready");
        Assert.Equal("""{"status":"ready","storage":"ok","relay":"ok"}""", await ready.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> PostAsync(string message, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/inbound") { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(message)) };
        // What is refused for its size is not sent at all.
        request.Headers.ExpectContinue = true;
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return product.Client.SendAsync(request);
    }
}
