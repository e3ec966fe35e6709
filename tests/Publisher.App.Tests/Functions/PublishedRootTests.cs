using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Publisher.App.Local;
using Publisher.Delivery;
using Publisher.Storage;

namespace Publisher.App.Tests.Functions;

public sealed class PublishedRootTests(PublishedRoot root) : IClassFixture<PublishedRoot>
{
    public static TheoryData<string, string> Payloads => new()
    {
        { "CollectContent", Timer("CollectContent") },
        { "PrepareEdition", Timer("PrepareEdition") },
        { "ProbeTokens", Timer("ProbeTokens") },
        { "Retention", Timer("Retention") },
        { "WarnStaff", Timer("WarnStaff") },
        { "SendBatch", Queue("SendBatch", WorkQueues.Encode(new SendBatchWork("weekly-0001", 1))) },
        { "CloseEdition", Queue("CloseEdition", WorkQueues.Encode(new CloseEditionWork("weekly-0001"))) },
        { "SendNotice", Queue("SendNotice", WorkQueues.Encode(new Notices.SendNoticeWork(new string('a', 64), "Confirm", "2026-01-08"))) },
        { "CountAudience", Queue("CountAudience", WorkQueues.Encode(new Reports.CountAudienceWork(0))) },
        { "StartEdition", Queue("StartEdition", WorkQueues.Encode(new Delivery.StartEditionWork("none"))) },
        { "CountReach", Queue("CountReach", WorkQueues.Encode(new Reports.CountReachWork("none"))) },
        { "ImportList", Queue("ImportList", WorkQueues.Encode(new Subscribers.Import.ImportListWork("none"))) },
        { "PublishPost", Queue("PublishPost", WorkQueues.Encode(new Social.PublishPostWork("nowhere"))) },
    };

    [Fact]
    public void Holds_all_that_the_host_reads_directly_under_its_root()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(root.Root, "host.json")));
        var handler = host.RootElement.GetProperty("customHandler");
        Assert.True(handler.GetProperty("enableProxyingHttpRequest").GetBoolean());
        Assert.True(File.Exists(Path.Combine(root.Root, handler.GetProperty("description").GetProperty("defaultExecutablePath").GetString()!)));
        Assert.Equal(76, FunctionManifest.LoadAll(root.Root, new ConfigurationBuilder().Build()).Count);
        Assert.True(File.Exists(Path.Combine(root.Root, "libcoreclr.so")), "the package needs a .NET of its own");
        Assert.Empty(Directory.GetFiles(root.Root, "*icu*"));
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Answers_a_payload_with_a_json_object_as_the_host_needs_it(string function, string payload)
    {
        using var answer = await PostAsync(function, payload);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("Outputs").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("ReturnValue").ValueKind);
        Assert.All(json.RootElement.GetProperty("Logs").EnumerateArray(), line => Assert.NotEmpty(line.GetString()!));
    }

    [Theory]
    [InlineData("SendBatch", """{"Data":{"work":"\"no json at all\""},"Metadata":{}}""")]
    [InlineData("SendBatch", """{"Data":{"work":"\"{\\\"name\\\":\\\"SendBatch\\\",\\\"version\\\":99,\\\"data\\\":{}}\""},"Metadata":{}}""")]
    [InlineData("CloseEdition", """{"Data":{},"Metadata":{}}""")]
    [InlineData("PublishPost", "null")]
    [InlineData("PublishPost", "")]
    public async Task A_message_that_nobody_can_do_fails_so_that_the_host_keeps_it(string function, string payload)
    {
        using var answer = await PostAsync(function, payload);

        Assert.False(answer.IsSuccessStatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task The_same_payload_from_outside_is_not_found(string function, string payload)
    {
        foreach (var (name, value) in ((string, string)[])
            [("x-ms-invocation-id", "b5b7a8e2-0000-0000-0000-000000000000"), ("X-Forwarded-For", "203.0.113.7"), ("Host", "news.example.org"), ("Host", $"localhost:{root.Port}")])
        {
            using var answer = await PostAsync(function, payload, (name, value));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Proxied_calls_are_answered_with_the_method_path_and_headers_of_the_caller()
    {
        var health = new HttpRequestMessage(HttpMethod.Get, "/health");
        health.Headers.Host = "news.example.org";
        health.Headers.Add("x-ms-invocation-id", "b5b7a8e2-0000-0000-0000-000000000000");
        Assert.Equal("""{"status":"ok","version":"0.1.0"}""", await (await root.Host.SendAsync(health)).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await root.Host.PostAsync("/api/announcements", null)).StatusCode);
        Assert.Contains("Archiwum", await root.Host.GetStringAsync("/archive"), StringComparison.Ordinal);
        Assert.Equal("Publisher is running.", await root.Host.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await root.Host.GetAsync("/outbox/weekly-0001")).StatusCode);
    }

    [Fact]
    public async Task The_queues_are_there_before_anyone_asks_for_them()
    {
        using var _ = await PostAsync("CollectContent", Timer("CollectContent"));
        var service = new QueueServiceClient(root.StorageConnection);

        foreach (var queue in (string[])["send-batch", "close-edition", "publish-post", "send-notice"]) Assert.True(await service.GetQueueClient(queue).ExistsAsync());
    }

    private async Task<HttpResponseMessage> PostAsync(string function, string payload, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/" + function) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        // As the host sends it.
        request.Headers.TransferEncodingChunked = true;
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await root.Host.SendAsync(request);
    }

    private static string Timer(string function) => $$$$"""
        {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}},
         "Metadata":{"sys":{"MethodName":"{{{{function}}}}","UtcNow":"2026-01-08T10:05:00.03Z","RandGuid":"5dc76f84-8b49-4643-803b-be4d28090b20"}}}
        """;

    private static string Queue(string function, string message) => $$$$"""
        {"Data":{"work":{{{{JsonSerializer.Serialize(JsonSerializer.Serialize(message))}}}}},
         "Metadata":{"DequeueCount":"1","Id":"\"800ae4b3-bdd2-4c08-badd-f08e5a34b865\"","sys":{"MethodName":"{{{{function}}}}","UtcNow":"2026-01-08T10:05:00.03Z"}}}
        """;
}
