using System.CommandLine;
using Publisher.App.Staff.Recorded;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher edition pause|resume|cancel|retry|missed EDITION</c>.</summary>
public static class EditionSteerCommands
{
    public static IEnumerable<Command> Create() =>
    [
        Steer("pause", "Stops an edition on its way; nobody else gets it before it is resumed.", "is paused"),
        Steer("resume", "Lets a paused edition go on where it stopped.", "goes on"),
        Steer("cancel", "Ends an edition for good; who has not got it yet never does.", "is cancelled"),
        CreateRetry(),
        CreateMissed(),
    ];

    internal static Argument<string> Id() => new("EDITION") { Description = "Its id; publisher edition show lists them." };

    private static Command Steer(string name, string description, string done)
    {
        var id = Id();
        var command = new Command(name, description) { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var edition = await EditionCommand.FindAsync(workspace, parsed.GetRequiredValue(id), cancellationToken);
            edition = await workspace.Get<RecordedEditions>().SteerAsync(edition, name, AuditVerbs.CommandLine, cancellationToken);
            await Console.Out.WriteLineAsync($"Edition {edition.Id} {done}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateRetry()
    {
        var id = Id();
        var rejected = new Option<bool>("--rejected") { Description = "Also those whom the mail server refused for another reason than their mailbox, because what made it refuse is mended." };
        var command = new Command("retry", "Tries those again whom an edition did not reach.") { id, rejected };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var found = await EditionCommand.FindAsync(workspace, parsed.GetRequiredValue(id), cancellationToken);
            var (edition, retried) = await workspace.Get<RecordedEditions>().RetryAsync(found, parsed.GetValue(rejected), AuditVerbs.CommandLine, cancellationToken);
            await Console.Out.WriteLineAsync(retried == 0
                ? $"Edition {edition.Id}: there is nobody to be tried again."
                : $"Edition {edition.Id}: {retried} tried again. Look with: publisher edition watch {edition.Id}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateMissed()
    {
        var id = Id();
        var command = new Command("missed", "Shows who missed an edition, and why.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var edition = await EditionCommand.FindAsync(workspace, parsed.GetRequiredValue(id), cancellationToken);
            if (edition.Forgotten != Forgotten.Nothing)
            {
                await Console.Out.WriteLineAsync(MissedPage.NoLongerKept);
                return ExitCode.Done;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("Reader", "Why", "Reason", "Reply");
            for (var from = (string?)""; from is not null;)
            {
                var page = await workspace.Get<MissedReaders>().ReadAsync(edition.Id, from, cancellationToken);
                foreach (var reader in page.Readers)
                    table.AddRow([.. ((string[])[reader.Address.Length > 0 ? reader.Address : $"(gone) {reader.Key.Hex[..8]}", reader.Why, reader.Reason, reader.Code]).Select(Markup.Escape)]);
                from = page.Next;
            }

            if (table.Rows.Count == 0) await Console.Out.WriteLineAsync($"Nobody has missed edition {edition.Id}.");
            else AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }
}
