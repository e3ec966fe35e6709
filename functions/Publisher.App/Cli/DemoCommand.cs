using System.CommandLine;
using System.Globalization;
using Publisher.App.Local;
using Publisher.Content;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher demo</c>: the whole way once, on real content and made-up people, in memory.</summary>
public static class DemoCommand
{
    /// <summary>Most that the demo makes up: enough to see batches, few enough for a laptop's memory.</summary>
    private const int MaxSubscribers = 200_000;

    /// <summary>The sample's items are of spring 2023, so the demo's clock is set to then.</summary>
    private const string DefaultAsOf = "2023-05-02T08:00";

    public static Command Create()
    {
        var subscribers = new Option<int>("--subscribers") { Description = "How many people to make up (addresses at example.org).", DefaultValueFactory = _ => 100 };
        subscribers.Validators.Add(result =>
        {
            // What is no number at all is refused by the parser itself.
            if (result.Tokens is [var given] && int.TryParse(given.Value, CultureInfo.InvariantCulture, out var count) && count is < 1 or > MaxSubscribers) result.AddError($"--subscribers must be from 1 to {MaxSubscribers}.");
        });
        var asOf = new Option<string>("--as-of") { Description = "The moment at which the demo's clock starts, in the organisation's local time.", DefaultValueFactory = _ => DefaultAsOf };
        asOf.Validators.Add(result =>
        {
            if (!Moment.TryParse(result.GetValueOrDefault<string>() ?? "", out _)) result.AddError("--as-of must be a moment such as 2023-05-02T08:00.");
        });
        var outbox = new Option<DirectoryInfo>("--outbox") { Description = "Folder for the mail and the posts.", DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(LocalConfiguration.Folder, "outbox")) };
        var port = ServeCommand.PortOption();
        var exit = new Option<bool>("--exit") { Description = "End when all is sent, with 0 if everything was accepted, instead of showing the result on a local page." };
        var command = new Command("demo", "Sends one edition of the sample content to made-up subscribers, into a folder. Nothing leaves this machine unless the settings name a mail server.")
        {
            subscribers, asOf, outbox, port, exit,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (!Moment.TryParse(parsed.GetRequiredValue(asOf), out var moment)) return Task.FromResult(ExitCode.Usage);
            var options = new DemoOptions(
                parsed.GetValue(subscribers), moment, parsed.GetRequiredValue(outbox).FullName, parsed.GetValue(exit) ? 0 : parsed.GetValue(port));
            return RunAsync(options, parsed.GetValue(exit), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(DemoOptions options, bool exit, CancellationToken cancellationToken)
    {
        await using var demo = await Demo.StartAsync(options, cancellationToken);
        await Console.Out.WriteLineAsync($"Publisher demo, as of {options.AsOf} ({demo.Zone})");
        var result = await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(progress => demo.RunAsync(
                (step, total) =>
                {
                    var task = progress.AddTask(step, maxValue: Math.Max(1, total));
                    return new Steps(done => task.Value = total == 0 ? 1 : done);
                },
                cancellationToken));
        AnsiConsole.Write(DemoTable.Of(result, demo, exit));
        if (exit) return result.AllAccepted ? ExitCode.Done : ExitCode.Failed;
        await Console.Out.WriteLineAsync($"Look: {demo.Url} (Ctrl+C ends it); it also says how to sign in to the staff console.");
        await demo.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }
}
