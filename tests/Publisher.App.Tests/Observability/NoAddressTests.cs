using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Feedback;
using Publisher.Notices;
using Publisher.SignUp;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Observability;

/// <summary>A sign-up by the API, an edition and a bounce, with every log line, span and measurement kept, and what a collector receives.</summary>
public sealed class NoAddressTests : IAsyncLifetime, IDisposable
{
    private const string Address = "zofia.sekretna@poczta.example";

    private static readonly SubscriberKey Key = Some.Subscriber(Address).Key;

    private readonly Captured captured = new();
    private readonly ScratchFolder folder = new();
    private readonly ConcurrentBag<(string Path, string Body)> received = [];
    private readonly List<string> said = [];
    private WebApplication collector = null!;
    private WebApplication app = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrelOnLoopback();
        collector = builder.Build();
        collector.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.Add((request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
            return Results.Bytes([], "application/x-protobuf");
        });
        await collector.StartAsync();

        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Checkout.At("samples", "torun", "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Publisher:Secret"] = new('s', 32),
                ["Publisher:Outbox"] = folder.Path,
                [TelemetryExport.Endpoint] = UrlOf(collector),
            })
            .Build();
        app = Handler.Build(new HandlerParts(
            configuration,
            PublisherSettings.Read(configuration, local: true),
            StorageAccount.Open(await AzuriteFixture.NewAccountAsync()),
            new AsOfClock(Instant.FromUtc(2023, 5, 2, 6, 0), TimeProvider.System),
            kestrel => kestrel.Listen(IPAddress.Loopback, 0),
            logging => logging.SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.Warning).AddProvider(captured)));
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        await collector.DisposeAsync();
    }

    public void Dispose()
    {
        captured.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Nothing_that_the_product_tells_of_itself_names_a_reader()
    {
        await SignUpAsync();
        await SendAsync();
        await app.Services.GetRequiredService<TakeFeedback>().RunAsync([new FeedbackEvent("1", FeedbackKind.Complaint, Key, Now, "test", "abuse")], CancellationToken.None);
        Assert.True(app.Services.GetRequiredService<TelemetryExport>().Flush());

        // It has told what it should.
        Assert.Superset(new HashSet<int> { 1001, 1002, 1003, 1006, 1007 }, captured.Lines.Select(line => line.EventId).ToHashSet());
        Assert.Contains(captured.Measurements, text => text.StartsWith("publisher.messages 1 [outcome, accepted] [kind, edition]", StringComparison.Ordinal));
        Assert.Contains(captured.Measurements, text => text.StartsWith("publisher.batch.duration ", StringComparison.Ordinal));
        Assert.Contains(captured.Measurements, text => text.StartsWith("publisher.batch.wait ", StringComparison.Ordinal));
        AssertOneTraceEach();
        Assert.Contains(received, call => call.Path == "/v1/traces" && call.Body.Contains("window", StringComparison.Ordinal));
        Assert.Contains(received, call => call.Path == "/v1/metrics" && call.Body.Contains("publisher.messages", StringComparison.Ordinal));

        // And nothing else.
        var tokens = app.Services.GetRequiredService<LinkTokens>();
        string[] secrets =
        [
            Address, "zofia", "sekretna", "poczta.example", "Żaneta", Key.Hex, new('s', 32), tokens.Create(LinkPurpose.Unsubscribe, Key), tokens.Create(LinkPurpose.Preferences, Key),
            tokens.Create(LinkPurpose.Confirm, Key, Now),
        ];
        foreach (var text in captured.Everything.Concat(received.Select(call => call.Body)).Concat(said))
            foreach (var secret in secrets) Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    private Instant Now => app.Services.GetRequiredService<TimeProvider>().Now();

    private async Task SignUpAsync()
    {
        using var client = new HttpClient { BaseAddress = new Uri(UrlOf(app)) };
        var consent = app.Services.GetRequiredService<ConsentTexts>().In("pl").Version;
        using var answer = await client.PostAsJsonAsync("/api/subscriptions", new { address = Address, name = "Żaneta", consent });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        said.Add(await app.Services.GetRequiredService<SendNotice>().RunAsync(new SendNoticeWork(Key.Hex, nameof(NoticeKind.Confirm), "2023-05-02"), CancellationToken.None));
        using var confirmed = await client.PostAsync($"/confirm/{app.Services.GetRequiredService<LinkTokens>().Create(LinkPurpose.Confirm, Key, Now)}", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);
        // A path with an address in it, and one that is nobody's.
        using var strange = await client.GetAsync($"/preferences/{Address}");
        Assert.Equal(HttpStatusCode.NotFound, strange.StatusCode);
    }

    private async Task SendAsync()
    {
        await app.Services.GetRequiredService<Items>().SaveAsync(Some.News("one"), CancellationToken.None);
        var edition = await app.Services.GetRequiredService<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await app.Services.GetRequiredService<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        said.Add(await app.Services.GetRequiredService<SendBatch>().RunAsync(new SendBatchWork(edition.Id, 1), CancellationToken.None));
        Assert.Contains("1 accepted", said[^1], StringComparison.Ordinal);
    }

    private void AssertOneTraceEach()
    {
        var batches = captured.Spans.Where(span => span.DisplayName == "batch").ToList();
        var windows = captured.Spans.Where(span => span.DisplayName == "window").ToList();
        Assert.NotEmpty(windows);
        Assert.All(batches, batch => Assert.Equal(default, batch.ParentSpanId));
        Assert.Equal(batches.Count, batches.Select(batch => batch.TraceId).Distinct().Count());
        Assert.All(windows, window => Assert.NotEqual(default(ActivitySpanId), window.ParentSpanId));
    }

    private static string UrlOf(WebApplication web) => web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}

internal static class Loopback
{
    public static void ConfigureKestrelOnLoopback(this Microsoft.AspNetCore.Hosting.IWebHostBuilder web) =>
        Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(web, kestrel => kestrel.Listen(IPAddress.Loopback, 0));
}
