using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NodaTime;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

public sealed class EditionSteeringTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private const string First = "biuletyn-0001";

    [Fact]
    public async Task Staff_pause_look_resume_and_see_who_missed_it()
    {
        await product.Get<Suppressions>().AddAsync(Some.Subscriber("jan@example.org").Key, "bounced", CancellationToken.None);
        var ready = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        var now = product.Get<TimeProvider>().Now();
        // On its way, and paused before the first batch is queued.
        await product.Get<EditionList>().SaveAsync(ready.To(EditionState.Sending) with { Plan = "00:3", Started = now, Origin = now }, CancellationToken.None);
        Assert.Equal("paused", (await StateAsync(await PostAsync(First, "pause"), HttpStatusCode.Accepted)).State);
        Assert.Equal("paused", (await StateAsync(await PostAsync(First, "pause"), HttpStatusCode.Accepted)).State);
        await product.Functions.RunTimerNowAsync("PrepareEdition");
        var status = await GetAsync($"/api/editions/{First}");
        Assert.Equal((3, 0), (Number(status, "planned"), Number(status, "accepted")));

        Assert.Equal("sending", (await StateAsync(await PostAsync(First, "resume"), HttpStatusCode.Accepted)).State);
        for (var look = 0; (status = await GetAsync($"/api/editions/{First}")).GetProperty("state").GetString() != "sent"; look++)
        {
            Assert.True(look < 1000, status.ToString());
            await Task.Delay(30);
        }

        Assert.Equal((3, 2, 1, 0, 0), (Number(status, "planned"), Number(status, "accepted"), Number(status, "suppressed"), Number(status, "unknown"), Number(status, "remaining")));
        Assert.Equal(JsonValueKind.Null, status.GetProperty("eta").ValueKind);
        var missed = await GetAsync(status.GetProperty("missed").GetString()!);
        var reader = Assert.Single(missed.GetProperty("readers").EnumerateArray().ToList());
        Assert.Equal(("j•••@example.org", "suppressed"), (reader.GetProperty("address").GetString(), reader.GetProperty("why").GetString()));
        var approver = await product.Get<StaffDirectory>().AddAsync("Ewa", StaffRole.Approver, CancellationToken.None);
        Assert.Equal("jan@example.org", (await GetAsync(status.GetProperty("missed").GetString()!, approver)).GetProperty("readers")[0].GetProperty("address").GetString());
        Assert.Equal(JsonValueKind.Null, missed.GetProperty("next").ValueKind);
        // There is nobody whom it would help.
        Assert.Equal(("sent", 0), await StateAsync(await PostAsync(First, "retry?rejected=true"), HttpStatusCode.Accepted));
        Assert.Contains("is sent", await ProblemAsync(await PostAsync(First, "cancel"), HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody-made-it", "pause", HttpStatusCode.NotFound)]
    [InlineData("..%2Fx", "pause", HttpStatusCode.NotFound)]
    [InlineData("nobody-made-it", "explode", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_said_in_a_sentence(string edition, string action, HttpStatusCode status) =>
        Assert.StartsWith("There is no such", await ProblemAsync(await PostAsync(edition, action), status), StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_staff_key_nothing_is_steered_and_nobody_named()
    {
        foreach (var action in (string[])["pause", "resume", "cancel", "retry"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await product.Client.PostAsync($"/api/editions/{First}/{action}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await product.Client.GetAsync($"/api/editions/{First}/missed")).StatusCode);
    }

    private static int Number(JsonElement status, string name) => status.GetProperty("recipients").GetProperty(name).GetInt32();

    private Task<HttpResponseMessage> PostAsync(string edition, string action) => SendAsync(HttpMethod.Post, $"/api/editions/{edition}/{action}");

    private async Task<JsonElement> GetAsync(string path, string key = LocalProduct.StaffKey)
    {
        var response = await SendAsync(HttpMethod.Get, path, key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string key = LocalProduct.StaffKey)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await product.Client.SendAsync(request);
    }

    private static async Task<(string State, int Retried)> StateAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, text);
        var answer = JsonDocument.Parse(text).RootElement;
        return (answer.GetProperty("state").GetString()!, answer.TryGetProperty("retried", out var retried) ? retried.GetInt32() : 0);
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        Assert.Equal((status, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return problem.TryGetProperty("detail", out var detail) && status == HttpStatusCode.Conflict ? detail.GetString()! : problem.GetProperty("title").GetString()!;
    }
}
