using System.CommandLine;
using Publisher.Content;
using Publisher.Staff;

namespace Publisher.App.Cli;

/// <summary><c>publisher import content|subscribers FILE</c>.</summary>
public static class ImportCommand
{
    public static Command Create()
    {
        var command = new Command("import", "Takes a file in, whole or not at all.");
        command.Add(CreateContent());
        command.Add(ImportSubscribersCommand.Create());
        return command;
    }

    private static Command CreateContent()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "JSON: {\"items\": […]}; samples/torun/content.json shows every field." };
        var command = new Command("content", "Calls, events and news.") { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var content = await File.ReadAllBytesAsync(parsed.GetRequiredValue(file).FullName, cancellationToken);
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var note = new AuditNote(AuditVerbs.CommandLine, AuditVerbs.ImportItems, parsed.GetRequiredValue(file).Name);
            var report = await workspace.Get<AuditedChanges>().RunAsync(
                note,
                () => workspace.Get<ImportItems>().RunAsync(content, CancellationToken.None),
                done => done.Added + done.Updated > 0 ? note with { New = done.ToString() } : null,
                cancellationToken);
            await Console.Out.WriteLineAsync($"{report.Total} items: {report}.");
            return ExitCode.Done;
        });
        return command;
    }
}
