using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging.Console;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Staff;

namespace Publisher.App.Local;

/// <summary>
/// The whole product in one process: the same endpoints as in the cloud, and in the Functions host's place something that calls
/// them by the same payloads. The public port answers people; timers and queues have a port of their own, as they have in the cloud.
/// </summary>
public sealed class LocalHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private LocalHost(WebApplication app, LocalFunctions functions, Uri url) => (this.app, Functions, Url) = (app, functions, url);

    public IServiceProvider Services => app.Services;

    public LocalFunctions Functions { get; }

    /// <summary>Where people look.</summary>
    public Uri Url { get; }

    /// <param name="port">0 for any free one.</param>
    /// <param name="demo">Whether everyone at this machine is staff.</param>
    /// <exception cref="PortInUseException">Somebody else listens there.</exception>
    public static async Task<LocalHost> StartAsync(
        IConfiguration configuration, PublisherSettings settings, LocalStorage storage, TimeProvider clock, int port, LogLevel level, CancellationToken cancellationToken, bool demo = false)
    {
        var signIn = demo ? new LocalSignIn(StaffKeys.Make()) : LocalSignIn.OwnKey;
        var app = Handler.Build(new HandlerParts(
            configuration,
            demo ? settings with { Staff = settings.Staff with { Keys = [.. settings.Staff.Keys, new StaffMember("Demo", StaffRole.Admin, StaffKeys.HashOf(signIn.Key), null, null)] } } : settings,
            storage.Account,
            clock,
            kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                if (port == 0) kestrel.Listen(IPAddress.Loopback, 0);
                else kestrel.ListenLocalhost(port);
            },
            logging => Log(logging, level),
            local => LocalPages.Map(local, signIn)));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new PortInUseException(port);
        }

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        var handler = addresses[0];
        app.Services.GetRequiredService<PayloadGate>().Port = handler.Port;
        await app.Services.GetRequiredService<StorageSetup>().EnsureAsync();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Publisher.Functions");
        var functions = new LocalFunctions(AppContext.BaseDirectory, configuration, handler, storage.ConnectionString, clock, new Random(), log);
        await functions.StartAsync(cancellationToken);
        return new LocalHost(app, functions, new UriBuilder(addresses[^1]) { Host = "localhost" }.Uri);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Functions.DisposeAsync();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static void Log(ILoggingBuilder logging, LogLevel level)
    {
        logging.AddConsole(console => console.FormatterName = TerminalFormatter.FormatterName).AddConsoleFormatter<TerminalFormatter, ConsoleFormatterOptions>();
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // What goes wrong at the start is said by the command line, in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }
}

/// <summary>The port that was asked for is somebody else's.</summary>
public sealed class PortInUseException(int port) : Exception($"Port {port} is in use. End what listens there, or choose another: --port {port + 1}");
