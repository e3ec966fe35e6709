using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Publisher.App.Local;

namespace Publisher.App.Tests.Staff;

public sealed class AnnouncementTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private const string Call = """{"item":"call/drugi-nabor-2023"}""";

    [Fact]
    public async Task An_item_is_announced_once_however_often_staff_ask()
    {
        var first = await PostAsync(Call);
        var second = await PostAsync(Call);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, second.StatusCode));
        var status = first.Headers.Location!.ToString();
        Assert.Equal(status, second.Headers.Location!.ToString());
        var sent = await EndAsync(status);
        Assert.Equal(2, sent.GetProperty("recipients").GetProperty("accepted").GetInt32());
        Assert.Equal(1, sent.GetProperty("recipients").GetProperty("empty").GetInt32());
        await PostAsync(Call);
        var mail = new OutboxFolder(product.Outbox).List("announcement-call-drugi-nabor-2023-1");
        Assert.Equal(["Anna <anna@example.org>", "Ola <ola@example.org>"], mail.Select(message => message.To).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer pub_wrong")]
    [InlineData("Basic pub_a-key-of-the-tests")]
    public async Task Without_a_staff_key_nothing_is_announced_or_shown(string? authorization)
    {
        foreach (var request in (HttpRequestMessage[])[New(Call), new(HttpMethod.Get, "/api/editions/biuletyn-0001")])
        {
            request.Headers.Authorization = null;
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            var response = await product.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        }
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("null", 400)]
    [InlineData("[]", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"item":"call"}""", 400)]
    [InlineData("""{"item":"call/../x"}""", 400)]
    [InlineData("""{"itme":"call/drugi-nabor-2023"}""", 400)]
    [InlineData("""{"item":"call/nobody-wrote-it"}""", 409)]
    public async Task What_cannot_be_announced_is_refused_in_a_sentence(string body, int status)
    {
        var response = await PostAsync(body);

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Nothing was announced.", problem.GetProperty("title").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private static HttpRequestMessage New(string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/announcements") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
        return request;
    }

    private Task<HttpResponseMessage> PostAsync(string body) => product.Client.SendAsync(New(body));

    private async Task<JsonElement> EndAsync(string status)
    {
        for (var look = 0; look < 600; look++)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, status);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
            var answer = await (await product.Client.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();
            if (answer.GetProperty("state").GetString() == "sent") return answer;
            await Task.Delay(100);
        }

        throw new TimeoutException("The announcement was not sent.");
    }
}
