using System.CommandLine;
using System.Text;
using Publisher.Content;
using Publisher.Subscribers;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher import content|subscribers FILE</c>.</summary>
public static class ImportCommand
{
    public static Command Create()
    {
        var command = new Command("import", "Takes a file in, whole or not at all.");
        command.Add(CreateContent());
        command.Add(CreateSubscribers());
        return command;
    }

    private static Argument<FileInfo> FileArgument(string description) => new("FILE") { Description = description };

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException("Nothing was imported.", [new Fault("file", "is not UTF-8 text; in Excel choose „Save as” and „CSV UTF-8”")]);
        }
    }

    private static Command CreateContent()
    {
        var file = FileArgument("JSON: {\"items\": […]}; samples/torun/content.json shows every field.");
        var command = new Command("content", "Calls, events and news.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var content = await File.ReadAllBytesAsync(parsed.GetRequiredValue(file).FullName, cancellationToken);
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var report = await workspace.Get<ImportItems>().RunAsync(content, cancellationToken);
            await Console.Out.WriteLineAsync($"{report.Total} items: {report}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateSubscribers()
    {
        var file = FileArgument("CSV (UTF-8) with a header: address, and if wanted name, language, kinds, districts, topics (lists separated by |).");
        var source = new Option<string>("--source") { Description = "Where these people agreed to be mailed; kept as proof of consent.", Required = true };
        var command = new Command("subscribers", "People who have agreed to be mailed. Nobody who left is brought back.") { file, source };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = await ReadAsync(parsed.GetRequiredValue(file).FullName, cancellationToken);
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var report = await AnsiConsole.Progress().StartAsync(async progress =>
            {
                var task = progress.AddTask("Importing", maxValue: Math.Max(1, text.AsSpan().Count('\n')));
                return await workspace.Get<ImportSubscribers>().RunAsync(
                    text, parsed.GetRequiredValue(source), new Steps(done => task.Value = done), cancellationToken);
            });
            await Console.Out.WriteLineAsync($"{report}.");
            return ExitCode.Done;
        });
        return command;
    }
}
