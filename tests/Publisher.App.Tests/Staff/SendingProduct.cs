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

/// <summary>A product for one test, with the sample's content and three subscribers; with four eyes, where asked for.</summary>
internal sealed class SendingProduct : IAsyncDisposable
{
    private readonly ScratchFolder folder = new();
    private LocalStorage storage = null!;
    private LocalHost host = null!;
    private int people;

    public Uri Url => host.Url;

    public LocalFunctions Functions => host.Functions;

    public string Outbox => Path.Combine(folder.Path, "outbox");

    public static async Task<SendingProduct> StartAsync(bool fourEyes = false, bool clicks = false)
    {
        var product = new SendingProduct();
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Checkout.At("samples", "torun", "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Publisher:Secret"] = new('s', 32),
                ["Publisher:Outbox"] = product.Outbox,
                ["Publisher:Staff:FourEyes"] = fourEyes ? "true" : "false",
                ["Publisher:Clicks:Count"] = clicks ? "true" : "false",
            })
            .Build();
        product.storage = await LocalStorage.InMemoryAsync(CancellationToken.None);
        var clock = new AsOfClock(NodaTime.Instant.FromUtc(2023, 5, 2, 6, 0), TimeProvider.System);
        product.host = await LocalHost.StartAsync(configuration, PublisherSettings.Read(configuration, local: true), product.storage, clock, port: 0, LogLevel.None, CancellationToken.None);
        await product.Get<ImportItems>().RunAsync(await File.ReadAllBytesAsync(Checkout.At("samples", "torun", "content.json")), CancellationToken.None);
        await product.Get<ImportSubscribers>().TextAsync("address,name,kinds\nanna@example.org,Anna,call\njan@example.org,Jan,event\nola@example.org,Ola,\n", "test");
        return product;
    }

    public T Get<T>()
        where T : notnull
        => host.Services.GetRequiredService<T>();

    /// <summary>Somebody who has signed in.</summary>
    public async Task<StaffBrowser> SignInAsync(StaffRole role, string? name = null)
    {
        // Each on a network of their own: who signs in often is held up.
        var number = ++people;
        var browser = new StaffBrowser(Url, number);
        using var signedIn = await browser.SignInAsync(await Get<StaffDirectory>().AddAsync(name ?? $"Person {number}", role, default));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, signedIn.StatusCode);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await storage.DisposeAsync();
        folder.Dispose();
    }
}
