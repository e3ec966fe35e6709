using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Console;
using Publisher.App.Settings;

namespace Publisher.App.Hosting;

/// <summary>Runs under the Functions host, which starts this process, names a port, and kills it when it likes.</summary>
public static class HostedHandler
{
    public const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <exception cref="SettingsException">With a sentence for each fault.</exception>
    public static async Task RunAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        if (!int.TryParse(configuration[PortVariable], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65_535)
            throw new SettingsException([$"{PortVariable} is „{configuration[PortVariable]}”; it must be a port, 1 to 65535"]);
        var settings = PublisherSettings.Read(configuration, local: false);
        var app = Handler.Build(new HandlerParts(
            configuration, settings, StorageAccount.Read(configuration), TimeProvider.System, kestrel => kestrel.Listen(IPAddress.Loopback, port), Log));
        app.Services.GetRequiredService<PayloadGate>().Port = port;
        await app.StartAsync(cancellationToken);
        // The host restarts a handler that ends, but not one that ends well: this one never does by itself.
        await app.WaitForShutdownAsync(cancellationToken);
    }

    /// <summary>The host makes a trace of each line: information on stdout, errors on stderr.</summary>
    private static void Log(ILoggingBuilder logging)
    {
        logging.AddJsonConsole(json => json.JsonWriterOptions = new() { Indented = false });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Error);
        logging.AddFilter("Microsoft", LogLevel.Warning);
    }
}
