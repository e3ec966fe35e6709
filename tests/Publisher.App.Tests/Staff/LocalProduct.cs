using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Staff;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

/// <summary>The product in local mode, as staff and the public reach it over HTTP, with the sample's content and three subscribers.</summary>
public class LocalProduct : IAsyncLifetime, IDisposable
{
    public const string StaffKey = "pub_a-key-of-the-tests";

    public const string InboundKey = "a key for inbound messages of the tests";

    private readonly ScratchFolder folder = new();
    private LocalStorage storage = null!;
    private LocalHost host = null!;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Settings over those of every test.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> OwnSettings => [];

    /// <summary>0 for any free one.</summary>
    protected virtual int Port => 0;

    public string Outbox => Path.Combine(folder.Path, "outbox");

    public Uri Url => host.Url;

    public LocalFunctions Functions => host.Functions;

    public async Task InitializeAsync()
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Checkout.At("samples", "torun", "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Publisher:Secret"] = new('s', 32),
                ["Publisher:Outbox"] = Outbox,
                ["Publisher:Feedback:Inbound:Key"] = InboundKey,
                ["Publisher:Staff:Keys:0:Name"] = "Anna",
                ["Publisher:Staff:Keys:0:Hash"] = StaffKeys.HashOf(StaffKey),
            })
            .AddInMemoryCollection(OwnSettings)
            .Build();
        storage = await LocalStorage.InMemoryAsync(CancellationToken.None);
        var settings = PublisherSettings.Read(configuration, local: true);
        var clock = new AsOfClock(NodaTime.Instant.FromUtc(2023, 5, 2, 6, 0), TimeProvider.System);
        host = await LocalHost.StartAsync(configuration, settings, storage, clock, Port, LogLevel.None, CancellationToken.None);
        await Get<ImportItems>().RunAsync(await File.ReadAllBytesAsync(Checkout.At("samples", "torun", "content.json")), CancellationToken.None);
        await Get<ImportSubscribers>().TextAsync("address,name,kinds\nanna@example.org,Anna,call\njan@example.org,Jan,event\nola@example.org,Ola,\n", "test");
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Url };
    }

    public T Get<T>()
        where T : notnull
        => host.Services.GetRequiredService<T>();

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        await storage.DisposeAsync();
    }

    public void Dispose()
    {
        Client.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The same where two people have to look at what goes out.</summary>
public sealed class FourEyesProduct : LocalProduct
{
    protected override IEnumerable<KeyValuePair<string, string?>> OwnSettings => [KeyValuePair.Create("Publisher:Staff:FourEyes", (string?)"true")];
}
