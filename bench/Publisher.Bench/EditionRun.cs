using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.App.Trial;
using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Bench;

/// <summary>
/// The verb <c>edition</c>: sends the sample's edition to lists of several sizes, end to end: an emulator, a sink and the product, each a process of its own.
/// SIZES says how many recipients, parted by commas; INSTANCES and CONNECTIONS how the product is run.
/// </summary>
internal static class EditionRun
{
    /// <summary>When the sample's items were current.</summary>
    internal static readonly Instant AsOf = Instant.FromUtc(2023, 5, 2, 6, 0);

    public static async Task<int> RunAsync()
    {
        var sizes = BenchSettings.Text("SIZES", "10000,50000,200000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture));
        foreach (var size in sizes)
        {
            await using var storage = await LocalStorage.InMemoryAsync(CancellationToken.None);
            await PrepareAsync(storage, size);
            using var sink = Child(["sink"]);
            var port = (await sink.StandardOutput.ReadLineAsync())!.Split(' ')[0];
            using var sender = Child(["edition-send"], ("BENCH_STORAGE", storage.ConnectionString), ("SMTP_PORT", port), ("COUNT", size.ToString(CultureInfo.InvariantCulture)));
            sender.StandardInput.Close();
            Console.WriteLine((await sender.StandardOutput.ReadToEndAsync()).TrimEnd());
            await sender.WaitForExitAsync();
            sink.StandardInput.Close();
            var taken = (await sink.StandardOutput.ReadToEndAsync()).Split(' ')[0];
            if (sender.ExitCode == 0 && taken == size.ToString(CultureInfo.InvariantCulture)) continue;
            await Console.Error.WriteLineAsync($"The sink took {taken} of {size} messages.");
            return 1;
        }

        return 0;
    }

    internal static IConfiguration Configuration(int port) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "settings.json"))
        .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Publisher:Secret"] = "the measurement's links open nothing at all",
            ["Publisher:Mail:Transport"] = "smtp",
            ["Publisher:Mail:Host"] = "127.0.0.1",
            ["Publisher:Mail:Port"] = port.ToString(CultureInfo.InvariantCulture),
            ["Publisher:Mail:MaxConnections"] = BenchSettings.Text("CONNECTIONS", "4"),
            ["Publisher:Mail:From"] = "Lokalna Grupa Działania <biuletyn@example.org>",
        })
        .Build();

    private static async Task PrepareAsync(LocalStorage storage, int size)
    {
        await using var services = new ServiceCollection().AddSingleton<ILoggerFactory>(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance)
            .AddPublisher(PublisherSettings.Read(Configuration(25), local: true), storage.Account, new AsOfClock(AsOf, TimeProvider.System)).BuildServiceProvider();
        await services.GetRequiredService<StorageSetup>().EnsureAsync();
        await services.GetRequiredService<ImportItems>().RunAsync(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json")), CancellationToken.None);
        await services.GetRequiredService<ImportSubscribers>().AddAsync(DemoSubscribers.Make(size, Districts.None, AsOf, everything: true), null, CancellationToken.None);
    }

    private static Process Child(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
