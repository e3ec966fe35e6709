using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Social;

namespace Publisher.Testing.Walls;

/// <summary>The product with the three networks' real clients, each on a wall of this machine, on an emulated account of its own.</summary>
public sealed class WallProduct : IAsyncDisposable
{
    private readonly string connection;
    private readonly ServiceProvider services;

    private WallProduct(string connection, ManualTime clock, FacebookWall facebook, LinkedInWall linkedIn, MastodonWall mastodon, IReadOnlyDictionary<string, string?> more)
    {
        (this.connection, Clock, Facebook, LinkedIn, Mastodon) = (connection, clock, facebook, linkedIn, mastodon);
        Settings = Environment(facebook, linkedIn, mastodon);
        foreach (var (name, value) in more) Settings[name] = value;
        var settings = PublisherSettings.Read(
            new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "settings.json")).AddInMemoryCollection(Settings.ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => pair.Value)).Build(),
            local: true);
        var composed = new ServiceCollection().AddSingleton<ILoggerFactory>(new LoggerFactory([Log])).AddPublisher(settings, StorageAccount.Open(connection), clock);
        composed.AddSingleton(TestProduct.Templates.Snapshot());
        services = composed.BuildServiceProvider();
    }

    public ManualTime Clock { get; }

    public FacebookWall Facebook { get; }

    public LinkedInWall LinkedIn { get; }

    public MastodonWall Mastodon { get; }

    /// <summary>As names of the environment.</summary>
    public Dictionary<string, string?> Settings { get; }

    public string Connection => connection;

    /// <summary>All that was logged.</summary>
    public LogKeeper Log { get; } = new();

    public static async Task<WallProduct> StartAsync(IReadOnlyDictionary<string, string?>? more = null, ManualTime? clock = null)
    {
        clock ??= new ManualTime(new DateTimeOffset(2023, 4, 30, 10, 0, 0, TimeSpan.Zero));
        var product = new WallProduct(
            await AzuriteFixture.NewAccountAsync(), clock, await FacebookWall.StartAsync(clock), await LinkedInWall.StartAsync(clock), await MastodonWall.StartAsync(clock), more ?? new Dictionary<string, string?>());
        await product.Get<StorageSetup>().EnsureAsync();
        return product;
    }

    public T Get<T>()
        where T : notnull
        => services.GetRequiredService<T>();

    public Wall WallOf(string network) => network switch
    {
        NetworkKeys.Facebook => Facebook,
        NetworkKeys.LinkedIn => LinkedIn,
        _ => Mastodon,
    };

    public ISocialNetwork Network(string key) => Get<IReadOnlyList<ISocialNetwork>>().Single(network => network.Key == key);

    public Instant Now => Clock.Now();

    public void Pass(Duration time) => Clock.Advance(time.ToTimeSpan());

    /// <summary>Forgets all posts and how the queues stand; items stay.</summary>
    public async Task ForgetPostsAsync()
    {
        var tables = Get<TableServiceClient>();
        foreach (var name in (string[])["posts", "networks"])
        {
            await tables.GetTableClient(name).DeleteAsync();
            await tables.GetTableClient(name).CreateIfNotExistsAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Facebook.DisposeAsync();
        await LinkedIn.DisposeAsync();
        await Mastodon.DisposeAsync();
    }

    private static Dictionary<string, string?> Environment(FacebookWall facebook, LinkedInWall linkedIn, MastodonWall mastodon) => new(StringComparer.Ordinal)
    {
        ["Publisher__Secret"] = "for tests only, and long enough for a key",
        ["Publisher__Social__Gap"] = "00:00:00",
        ["Publisher__Social__LookAtLinks"] = "off",
        ["Publisher__Social__Facebook__BaseUrl"] = facebook.Url,
        ["Publisher__Social__Facebook__Version"] = FacebookWall.Version,
        ["Publisher__Social__Facebook__PageId"] = FacebookWall.Page,
        ["Publisher__Social__Facebook__AccessToken"] = facebook.Token,
        ["Publisher__Social__Facebook__AppSecret"] = facebook.AppSecret,
        ["Publisher__Social__Facebook__AppId"] = FacebookWall.AppId,
        ["Publisher__Social__LinkedIn__BaseUrl"] = linkedIn.Url,
        ["Publisher__Social__LinkedIn__AuthUrl"] = linkedIn.Url,
        ["Publisher__Social__LinkedIn__Version"] = LinkedInWall.Version,
        ["Publisher__Social__LinkedIn__OrganisationId"] = LinkedInWall.Organisation,
        ["Publisher__Social__LinkedIn__AccessToken"] = linkedIn.Token,
        ["Publisher__Social__LinkedIn__ClientId"] = LinkedInWall.ClientId,
        ["Publisher__Social__LinkedIn__ClientSecret"] = LinkedInWall.ClientSecret,
        ["Publisher__Social__Mastodon__BaseUrl"] = mastodon.Url,
        ["Publisher__Social__Mastodon__AccessToken"] = mastodon.Token,
    };
}

/// <summary>Keeps every line that is logged, of every level.</summary>
public sealed class LogKeeper : ILoggerProvider, ILogger
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines
    {
        get { lock (gate) return [.. lines]; }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (gate) lines.Add(formatter(state, exception) + exception);
    }
}
