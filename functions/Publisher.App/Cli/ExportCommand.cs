using System.CommandLine;
using Publisher.Content;
using Publisher.Subscribers;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher export subscribers|items FILE</c>.</summary>
public static class ExportCommand
{
    public static Command Create()
    {
        var command = new Command("export", "Writes a file out that import reads back.");
        command.Add(CreateSubscribers());
        command.Add(CreateItems());
        return command;
    }

    private static Argument<FileInfo> FileArgument() => new("FILE") { Description = "The file to write; only you may read it." };

    private static Option<bool> ForceOption() => new("--force") { Description = "Replace the file if there is one." };

    private static Command CreateSubscribers()
    {
        var (file, force) = (FileArgument(), ForceOption());
        var command = new Command("subscribers", "Everyone, in whatever state, as CSV for a spreadsheet: personal data, keep it as such.") { file, force };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var target = PrivateFile.Create(parsed.GetRequiredValue(file).FullName, parsed.GetValue(force));
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var count = await AnsiConsole.Status().StartAsync("Exporting", status => workspace.Get<ExportSubscribers>().RunAsync(
                target.Stream, new Steps(done => status.Status($"Exporting: {done}")), cancellationToken));
            await target.KeepAsync();
            await Console.Out.WriteLineAsync($"{count} subscribers are in {parsed.GetRequiredValue(file).FullName}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateItems()
    {
        var (file, force) = (FileArgument(), ForceOption());
        var command = new Command("items", "Calls, events and news, drafts and withdrawn ones too, as a content file.") { file, force };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var target = PrivateFile.Create(parsed.GetRequiredValue(file).FullName, parsed.GetValue(force));
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var count = await workspace.Get<ExportItems>().RunAsync(target.Stream, cancellationToken);
            await target.KeepAsync();
            await Console.Out.WriteLineAsync($"{count} items are in {parsed.GetRequiredValue(file).FullName}.");
            return ExitCode.Done;
        });
        return command;
    }
}
