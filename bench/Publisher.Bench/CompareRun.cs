using System.Diagnostics;
using System.Globalization;

namespace Publisher.Bench;

/// <summary>The verb <c>compare</c>: ours beside the others, in turn, three rounds, each run against a sink of its own.</summary>
internal static class CompareRun
{
    private const int Rounds = 3;
    private const string SmtpSource = "/usr/sbin/smtp-source";
    private const string Floor = "smtp-source (one fixed message)";

    private static readonly string Self = $"dotnet '{typeof(CompareRun).Assembly.Location}'";

    public static async Task<int> RunAsync(BenchSettings settings)
    {
        settings = settings with { Recipients = await RecipientsAsync(settings) };
        var contenders = Contenders(settings).ToList();
        var results = contenders.ToDictionary(c => c.Name, _ => new List<Result>(), StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var contender in contenders)
                results[contender.Name].Add(await MeasureAsync(contender, settings));
        }

        var rates = results.ToDictionary(r => r.Key, r => Median(r.Value.Select(x => x.Rate)), StringComparer.Ordinal);
        Console.WriteLine(FormattableString.Invariant($"{settings.Variant}, {settings.Count} messages (the slow: a twentieth), {settings.Connections} connections, {Rounds} rounds, medians\n"));
        Console.WriteLine("| contender | messages/s | ÷ smtp-source | CPU µs a message | peak MB |\n|---|--:|--:|--:|--:|");
        foreach (var (name, runs) in results)
        {
            var ratio = rates.TryGetValue(Floor, out var floor) ? (rates[name] / floor).ToString("F3", CultureInfo.InvariantCulture) : "-";
            Console.WriteLine(FormattableString.Invariant($"| {name} | {rates[name]:F0} | {ratio} | {Median(runs.Select(r => r.Cpu)):F1} | {Median(runs.Select(r => r.Memory)):F0} |"));
        }
        return 0;
    }

    private static IEnumerable<Contender> Contenders(BenchSettings settings)
    {
        if (File.Exists(SmtpSource))
            yield return new(Floor, $"exec {SmtpSource} -d -s $CONNECTIONS -m $COUNT -l 29400 -f {StandardDigest.Bounces} -t one@r.example.test inet:127.0.0.1:$SMTP_PORT", 1);
        yield return new("Publisher.Mail", $"exec {Self} smtp", 1);
        if (!settings.Signs) yield return new("System.Net.Mail.SmtpClient", $"exec {Self} smtpclient", 20);
        if (Tools() is { } tools) yield return new("nodemailer 10.6.0", $"TOOLS='{tools}' exec node '{Path.Combine(AppContext.BaseDirectory, "peers", "nodemailer.mjs")}'", 20);
    }

    /// <summary>One run: a sink on the first core, the contender on the second, where there are two.</summary>
    private static async Task<Result> MeasureAsync(Contender contender, BenchSettings settings)
    {
        var count = Math.Max(settings.Count / contender.Fraction, settings.Connections);
        using var sink = Start($"{Pinned(0)} {Self} sink", []);
        var hello = (await sink.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The sink did not start.")).Split(' ');
        using var client = Start($"{Pinned(1)} /usr/bin/time -f '%U %S %M' bash -c \"$COMMAND\"", new(StringComparer.Ordinal)
        {
            ["COMMAND"] = contender.Command,
            ["SMTP_HOST"] = "127.0.0.1",
            ["SMTP_PORT"] = hello[0],
            ["COUNT"] = count.ToString(CultureInfo.InvariantCulture),
            ["CONNECTIONS"] = settings.Connections.ToString(CultureInfo.InvariantCulture),
            ["VARIANT"] = settings.Variant,
            ["TEMPLATE_DIR"] = settings.TemplateFolder,
            ["RECIPIENTS"] = settings.Recipients,
            ["DKIM_KEY"] = settings.DkimKey,
            ["DKIM_DOMAIN"] = settings.DkimDomain,
            ["DKIM_SELECTOR"] = settings.DkimSelector,
            ["CA_FILE"] = hello[1],
            ["SSL_CERT_FILE"] = hello[1],
        });
        client.StandardInput.Close();
        var output = client.StandardOutput.ReadToEndAsync();
        var error = await client.StandardError.ReadToEndAsync();
        await client.WaitForExitAsync();
        sink.StandardInput.Close();
        var taken = (await sink.StandardOutput.ReadToEndAsync()).Split(' ');
        if (client.ExitCode != 0 || int.Parse(taken[0], CultureInfo.InvariantCulture) != count)
            throw new InvalidOperationException($"{contender.Name} sent {taken[0]} of {count}: {await output} {error}");
        var cost = error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ').Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray();
        return new(count / double.Parse(taken[1], CultureInfo.InvariantCulture), (cost[0] + cost[1]) / count * 1e6, cost[2] / 1000);
    }

    private static Process Start(string command, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = environment.Count > 0 };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec " + command);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static string Pinned(int core) => Environment.ProcessorCount > core && File.Exists("/usr/bin/taskset") ? FormattableString.Invariant($"taskset -c {core}") : "";

    // The defaults have a thousand recipients: more are made, so that everyone still is another.
    private static async Task<string> RecipientsAsync(BenchSettings settings)
    {
        var rows = await File.ReadAllLinesAsync(settings.Recipients);
        if (rows.Length >= settings.Count) return settings.Recipients;
        var file = Path.Combine(Directory.CreateTempSubdirectory("compare").FullName, "recipients.tsv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(0, settings.Count).Select(i => FormattableString.Invariant($"n{i}.{rows[i % rows.Length]}")));
        return file;
    }

    private static string? Tools()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tools = Path.Combine(folder.FullName, "tools");
            if (Directory.Exists(Path.Combine(tools, "node_modules", "nodemailer"))) return tools;
        }
        return null;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private sealed record Contender(string Name, string Command, int Fraction);

    private sealed record Result(double Rate, double Cpu, double Memory);
}
