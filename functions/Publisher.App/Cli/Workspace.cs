using Microsoft.Extensions.Logging.Abstractions;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;

namespace Publisher.App.Cli;

/// <summary>The product without a web server, for a verb that does one thing: on the account of the settings, or on local mode's emulator.</summary>
public sealed class Workspace : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly LocalStorage storage;

    private Workspace(ServiceProvider services, LocalStorage storage) => (this.services, this.storage) = (services, storage);

    /// <param name="ensure">Makes what storage lacks; false for a verb that is there to find out that it does not answer.</param>
    public static async Task<Workspace> OpenAsync(CancellationToken cancellationToken, bool ensure = true)
    {
        var configuration = LocalConfiguration.Read(defaults: LocalConfiguration.Defaults(ServeCommand.DefaultPort));
        var settings = PublisherSettings.Read(configuration, local: true);
        var storage = await LocalStorage.OpenAsync(configuration, toStay: false, cancellationToken);
        var services = new ServiceCollection()
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddPublisher(settings, storage.Account, TimeProvider.System)
            .BuildServiceProvider();
        if (ensure) await services.GetRequiredService<StorageSetup>().EnsureAsync();
        return new Workspace(services, storage);
    }

    public T Get<T>()
        where T : notnull
        => services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await storage.DisposeAsync();
    }
}
