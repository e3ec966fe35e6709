using System.CommandLine;
using System.Globalization;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;

namespace Publisher.App.Cli;

/// <summary><c>publisher serve</c>.</summary>
public static class ServeCommand
{
    /// <summary>The Functions host's own choice for local work.</summary>
    public const int DefaultPort = 7071;

    public static Option<int> PortOption()
    {
        var port = new Option<int>("--port") { Description = "Where to listen on this machine.", DefaultValueFactory = _ => DefaultPort };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && int.TryParse(given.Value, CultureInfo.InvariantCulture, out var number) && number is < 1 or > 65_535)
                result.AddError("--port must be from 1 to 65535.");
        });
        return port;
    }

    public static Command Create()
    {
        var port = PortOption();
        var command = new Command("serve", "Runs everything on this machine: pages, staff API, timers and queues. Data is kept in .local/.") { port };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(port), cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(int port, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(HostedHandler.PortVariable) is not null)
        {
            await HostedHandler.RunAsync(new ConfigurationBuilder().AddEnvironmentVariables().Build(), cancellationToken);
            return ExitCode.Done;
        }

        var configuration = LocalConfiguration.Read(defaults: LocalConfiguration.Defaults(port));
        var settings = PublisherSettings.Read(configuration, local: true);
        new OutboxFolder(settings.Outbox!).EnsureWritable();
        await using var storage = await LocalStorage.OpenAsync(configuration, toStay: true, cancellationToken);
        await using var host = await LocalHost.StartAsync(configuration, settings, storage, TimeProvider.System, port, LogLevel.Information, cancellationToken);
        await Console.Out.WriteLineAsync($"Publisher {Product.Version} serves {host.Url} (Ctrl+C ends it)");
        await Console.Out.WriteLineAsync($"Staff sign in at {new Uri(host.Url, "staff")} with a key of: publisher staff add NAME --role admin");
        await host.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }
}
