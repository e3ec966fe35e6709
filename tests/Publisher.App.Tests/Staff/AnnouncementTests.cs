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
        Assert.Equal(0, sent.GetProperty("recipients").GetProperty("paused").GetInt32());
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
    [InlineData("""{"item":"call/drugi-nabor-2023","subject":"S","text":"T"}""", 400)]
    [InlineData("""{"subject":"S"}""", 409)]
    [InlineData("""{"subject":"S","text":"T","channels":["facebook"]}""", 400)]
    [InlineData("""{"subject":"S","text":"T","channels":[null]}""", 400)]
    [InlineData("""{"subject":"S","text":"T","channels":[]}""", 400)]
    [InlineData("""{"subject":"S","text":"T","at":"tomorrow"}""", 400)]
    [InlineData("""{"subject":"S","text":"T","at":"2199-01-01T08:00"}""", 409)]
    [InlineData("""{"subject":"S","text":"T","language":"xx"}""", 400)]
    [InlineData("""{"subject":"S","text":"T","audience":{"kinds":["calls"],"districts":["Nowhere"],"topics":[null],"languages":["pol"]}}""", 400)]
    [InlineData("""{"item":"call/drugi-nabor-2023","at":"2024-01-01T08:00"}""", 409)]
    public async Task What_cannot_be_announced_is_refused_in_a_sentence(string body, int status)
    {
        var response = await PostAsync(body);

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Nothing was announced.", problem.GetProperty("title").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task The_same_request_under_one_key_is_one_announcement_and_another_request_under_it_is_refused()
    {
        const string words = """{"subject":"Biuro nieczynne","text":"W piątek nie pracujemy.","at":"2023-06-01T08:00"}""";
        var first = await PostAsync(words, key: "one");
        var again = await PostAsync("""{ "at": "2023-06-01T08:00", "text": "W piątek nie pracujemy.", "subject": "Biuro nieczynne" }""", key: "one");
        var other = await PostAsync(words.Replace("piątek", "środę", StringComparison.Ordinal), key: "one");
        var another = await PostAsync(words, key: "two");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode, another.StatusCode));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.NotEqual(first.Headers.Location, another.Headers.Location);
        Assert.Equal(422, (int)other.StatusCode);
        Assert.Contains("was used for another announcement", (await other.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_announcement_waits_and_can_be_cancelled()
    {
        var posted = await PostAsync("""{"subject":"Later","text":"Later.","at":"2023-06-01T08:00:00+02:00"}""");
        var status = posted.Headers.Location!.ToString();
        Assert.Equal("scheduled", (await posted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString());

        using var cancel = new HttpRequestMessage(HttpMethod.Post, status + "/cancel");
        cancel.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
        var cancelled = await product.Client.SendAsync(cancel);

        Assert.Equal("cancelled", (await cancelled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_dry_run_tells_whom_it_would_reach_and_shows_a_sample_and_keeps_nothing()
    {
        const string words = """{"subject":"Zebranie","text":"Przyjdź **jutro**.","audience":{"kinds":["event"]}}""";

        var told = await PostAsync(words, key: "dry", path: "/api/announcements?dryRun=true");

        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
        var answer = await told.Content.ReadFromJsonAsync<JsonElement>();
        // Jan wants events only, Ola everything, Anna calls only.
        Assert.Equal((2, 0), (answer.GetProperty("recipients").GetInt32(), answer.GetProperty("minutes").GetInt32()));
        Assert.Equal("Zebranie", answer.GetProperty("sample").GetProperty("subject").GetString());
        Assert.Contains("Przyjdź jutro.", answer.GetProperty("sample").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(answer.GetProperty("isSendable").GetBoolean());
        using var status = new HttpRequestMessage(HttpMethod.Get, $"/api/editions/{answer.GetProperty("edition").GetString()}");
        status.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
        Assert.Equal(HttpStatusCode.NotFound, (await product.Client.SendAsync(status)).StatusCode);
        // The key was not used up, either.
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync("""{"subject":"Other","text":"Other.","at":"2023-06-01T08:00"}""", key: "dry")).StatusCode);
    }

    [Fact]
    public async Task What_the_gates_keep_back_is_told_field_by_field()
    {
        var response = await PostAsync("""{"subject":"Zobacz","text":"![](https://example.org/x.png)"}""");

        Assert.Equal((422, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var finding = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings").EnumerateArray().First();
        Assert.Equal(("text", "block"), (finding.GetProperty("field").GetString(), finding.GetProperty("severity").GetString()));
    }

    [Fact]
    public async Task An_item_goes_to_the_networks_that_are_named_and_nowhere_else()
    {
        var posted = await PostAsync("""{"item":"news/szkolimy-ngo","channels":["facebook"]}""");

        Assert.Equal((HttpStatusCode.Accepted, "/api/posts"), (posted.StatusCode, posted.Headers.Location?.ToString()));
        Assert.Empty(new OutboxFolder(product.Outbox).List("announcement-news-szkolimy-ngo-1"));
    }

    private static HttpRequestMessage New(string body, string? key = null, string path = "/api/announcements")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        return request;
    }

    private Task<HttpResponseMessage> PostAsync(string body, string? key = null, string path = "/api/announcements") => product.Client.SendAsync(New(body, key, path));

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
