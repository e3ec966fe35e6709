using System.CommandLine;

namespace Publisher.App.Cli;

/// <summary>The verbs of <c>publisher</c>. Without one it serves: under the Functions host its functions, elsewhere local mode.</summary>
public static class CommandLine
{
    /// <summary>Ctrl+C lets a batch under way finish (10 s) and the emulator write its data (10 s).</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Publishes calls, events and project news: e-mail digests, announcements and social posts.");
        root.Add(ServeCommand.Create());
        root.Add(DemoCommand.Create());
        root.Add(ImportCommand.Create());
        root.Add(ExportCommand.Create());
        root.Add(EditionCommand.Create());
        root.Add(MailCommand.Create());
        root.Add(SubscriberCommand.Create());
        root.Add(PostCommand.Create());
        root.Add(StaffCommand.Create());
        root.Add(DoctorCommand.Create());
        root.Add(TrialCommand.Create());
        root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(ServeCommand.DefaultPort, cancellationToken));

        try
        {
            var parsed = root.Parse(args);
            if (parsed.Errors.Count > 0)
            {
                foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
                await Console.Error.WriteLineAsync("Help: publisher --help");
                return ExitCode.Usage;
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopLimit });
        }
        catch (Exception fault)
        {
            return await Explain.ToConsoleAsync(fault);
        }
    }
}

/// <summary>What the process ends with.</summary>
public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>The command line or the settings cannot be used.</summary>
    public const int Usage = 2;
}
