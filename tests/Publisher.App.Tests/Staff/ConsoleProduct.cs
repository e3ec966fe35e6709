using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

/// <summary>The product in local mode with settings and a clock of a test's own; another of it shares storage and nothing else.</summary>
public sealed class ConsoleProduct : IAsyncDisposable
{
    private readonly ScratchFolder folder;
    private readonly LocalStorage storage;
    private readonly LocalHost host;
    private readonly bool owns;

    private ConsoleProduct(ScratchFolder folder, LocalStorage storage, LocalHost host, ManualTime clock, bool owns) => (this.folder, this.storage, this.host, Clock, this.owns) = (folder, storage, host, clock, owns);

    public Uri Url => host.Url;

    public ManualTime Clock { get; }

    /// <summary>All that was logged, in one text.</summary>
    public string Log => string.Join('\n', Lines);

    private System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; init; } = new();

    public static async Task<ConsoleProduct> StartAsync(params (string Key, string Value)[] settings)
    {
        var clock = new ManualTime(new DateTimeOffset(2023, 5, 2, 6, 0, 0, TimeSpan.Zero));
        return await StartAsync(new ScratchFolder(), await LocalStorage.InMemoryAsync(CancellationToken.None), clock, owns: true, settings);
    }

    public Task<ConsoleProduct> AnotherAsync(params (string Key, string Value)[] settings) => StartAsync(folder, storage, Clock, owns: false, settings);

    public T Get<T>()
        where T : notnull
        => host.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        if (!owns) return;
        await storage.DisposeAsync();
        folder.Dispose();
    }

    private static async Task<ConsoleProduct> StartAsync(ScratchFolder folder, LocalStorage storage, ManualTime clock, bool owns, (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Checkout.At("samples", "torun", "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Publisher:Secret"] = new('s', 32), ["Publisher:Outbox"] = Path.Combine(folder.Path, "outbox") })
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
            .Build();
        var host = await LocalHost.StartAsync(configuration, PublisherSettings.Read(configuration, local: true), storage, clock, port: 0, LogLevel.Trace, CancellationToken.None);
        var product = new ConsoleProduct(folder, storage, host, clock, owns);
        host.Services.GetRequiredService<ILoggerFactory>().AddProvider(new Keeping(product.Lines));
        return product;
    }

    private sealed class Keeping(System.Collections.Concurrent.ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
