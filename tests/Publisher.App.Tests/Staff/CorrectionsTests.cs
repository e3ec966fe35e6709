using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Publisher.App.Local;
using Publisher.Content;

namespace Publisher.App.Tests.Staff;

public sealed class CorrectionsTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private const string Call = """{"item":"call/drugi-nabor-2023"}""";

    [Fact]
    public async Task A_change_is_asked_for_dry_then_sent_once_to_who_was_told()
    {
        await EndAsync(await PostAsync("/api/announcements", Call));
        var items = product.Get<Items>();
        var call = (Call)(await items.FindAsync(new ItemRef(ItemKind.Call, "drugi-nabor-2023"), CancellationToken.None))!.Item;
        await items.SaveAsync(call with { Closes = new Moment(call.Closes!.Value.Date.PlusDays(3), call.Closes.Value.Time) }, CancellationToken.None);

        var told = await (await PostAsync("/api/corrections?dryRun=true", Call)).Content.ReadFromJsonAsync<JsonElement>();
        var first = await PostAsync("/api/corrections", Call);
        var sent = await EndAsync(first);
        var second = await PostAsync("/api/corrections", Call);

        Assert.Equal((2, "correction-call-drugi-nabor-2023-2"), (told.GetProperty("recipients").GetInt32(), told.GetProperty("edition").GetString()));
        Assert.StartsWith("Zmiana: ", told.GetProperty("sample").GetProperty("subject").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, 1), (sent.GetProperty("recipients").GetProperty("accepted").GetInt32(), sent.GetProperty("recipients").GetProperty("empty").GetInt32()));
        Assert.Equal((HttpStatusCode.Accepted, first.Headers.Location), (second.StatusCode, second.Headers.Location));
        Assert.Equal(2, new OutboxFolder(product.Outbox).List("correction-call-drugi-nabor-2023-2").Count);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("""{"item":"call"}""", 400)]
    [InlineData("""{"item":"call/drugi-nabor-2023","text":"other"}""", 400)]
    [InlineData("""{"item":"call/nobody-wrote-it"}""", 409)]
    [InlineData("""{"item":"news/szkolimy-ngo"}""", 409)]
    public async Task What_cannot_be_corrected_is_refused_in_a_sentence(string body, int status)
    {
        var response = await PostAsync("/api/corrections", body);

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Nothing was corrected.", problem.GetProperty("title").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") });

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
        return product.Client.SendAsync(request);
    }

    private async Task<JsonElement> EndAsync(HttpResponseMessage accepted)
    {
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        for (var look = 0; look < 600; look++)
        {
            var answer = await (await SendAsync(new HttpRequestMessage(HttpMethod.Get, accepted.Headers.Location))).Content.ReadFromJsonAsync<JsonElement>();
            if (answer.GetProperty("state").GetString() == "sent") return answer;
            await Task.Delay(100);
        }

        throw new TimeoutException("It was not sent.");
    }
}
