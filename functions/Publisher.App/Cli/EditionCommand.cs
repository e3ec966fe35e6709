using System.CommandLine;
using Publisher.App.Staff.Recorded;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Staff;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher edition prepare|preview|send|show|watch|correct</c>, and those that steer one on its way.</summary>
public static class EditionCommand
{
    public static Command Create()
    {
        var command = new Command("edition", "Makes, sends and shows editions.");
        command.Add(CreatePrepare());
        command.Add(EditionPreview.Create());
        command.Add(CreateSend());
        command.Add(CreateShow());
        command.Add(EditionWatch.Create());
        command.Add(CorrectCommand.Create());
        foreach (var steering in EditionSteerCommands.Create()) command.Add(steering);
        return command;
    }

    private static Command CreatePrepare()
    {
        var digest = new Option<string?>("--digest") { Description = "Which digest; the one of the settings if left out." };
        var command = new Command("prepare", "Makes the next edition of a digest now, from what was published since the last one.") { digest };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var id = parsed.GetValue(digest) ?? workspace.Get<IReadOnlyList<Digest>>()[0].Id;
            var edition = await workspace.Get<RecordedEditions>().PrepareAsync(id, AuditVerbs.CommandLine, cancellationToken);
            if (edition is { State: EditionState.Draft, Note.Length: > 0 })
                throw new RefusedException($"Edition {edition.Id} cannot be sent yet.", [.. edition.Note.Split('\n').Select(finding => finding.Split(": ", 2)).Select(finding => new Fault(finding[0], finding[^1]))]);
            await Console.Out.WriteLineAsync(PrepareEdition.Describe(edition) + ".");
            if (edition.State != EditionState.Scheduled) return ExitCode.Done;
            var outlook = await workspace.Get<LookAhead>().RunAsync(EditionStatus.Of(edition, []), cancellationToken);
            if (outlook.Eta is { } eta) await Console.Out.WriteLineAsync($"Sent now, its last message would leave at about {eta:uuuu-MM-dd HH:mm} UTC.");
            foreach (var warning in outlook.Warnings) await Console.Out.WriteLineAsync($"! {warning}");
            await Console.Out.WriteLineAsync($"Send it with: publisher edition send {edition.Id}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateSend()
    {
        var id = new Argument<string>("EDITION") { Description = "Its id, as „edition prepare” said it." };
        var command = new Command("send", "Starts sending an edition. Said twice, it is still sent once.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var edition = await FindAsync(workspace, parsed.GetRequiredValue(id), cancellationToken);
            edition = (await workspace.Get<RecordedEditions>().SendAsync(edition, AuditVerbs.CommandLine, cancellationToken)).Edition;
            await Console.Out.WriteLineAsync(edition.State switch
            {
                EditionState.Sent => $"Edition {edition.Id} was sent already.",
                EditionState.Scheduled when !edition.IsLeaving(workspace.Get<TimeProvider>().Now()) => Waits(edition),
                _ => $"Edition {edition.Id} is on its way; „publisher serve”, or the Functions host, delivers it. Look with: publisher edition show {edition.Id}",
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var id = new Argument<string?>("EDITION") { Description = "Its id; all editions if left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("show", "Shows where editions stand.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var editions = new List<Edition>();
            var one = parsed.GetValue(id) is { } given ? await FindAsync(workspace, given, cancellationToken) : null;
            if (one is not null) editions.Add(one);
            else await foreach (var edition in workspace.Get<EditionList>().AllAsync(cancellationToken)) editions.Add(edition);
            var table = new Table().Border(TableBorder.Simple).AddColumns("Edition", "State", "Accepted", "Open", "Not", "Subject, or why");
            foreach (var column in table.Columns.SkipLast(1)) column.NoWrap();
            foreach (var edition in editions.OrderBy(edition => edition.CutOff))
            {
                var status = await EditionStatus.ReadAsync(edition, workspace.Get<Batches>(), cancellationToken);
                var words = one is { State: EditionState.Draft } ? "" : edition.State is EditionState.Skipped or EditionState.Draft ? edition.Note : status.Trouble.Length > 0 ? $"{edition.Subject} ({status.Trouble})" : edition.Subject;
                table.AddRow([.. ((object[])[edition.Id, edition.State.ToString().ToLowerInvariant(), status.Tally.Accepted, status.Tally.Open,
                    status.Tally.Rejected + status.Tally.Failed, words]).Select(cell => Markup.Escape($"{cell}"))]);
            }

            if (editions.Count == 0) await Console.Out.WriteLineAsync("There is no edition yet.");
            else AnsiConsole.Write(table);
            if (one is not null) await SayMoreAsync(one);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>What is in an edition, and what keeps it from being sent.</summary>
    private static async Task SayMoreAsync(Edition edition)
    {
        if (edition.Items.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("Heading", "Item", "Version");
            foreach (var item in edition.Items) table.AddRow(Markup.Escape(item.Section.Name()), Markup.Escape($"{item.Ref}"), $"{item.Version}");
            AnsiConsole.Write(table);
        }

        if (edition is not { State: EditionState.Draft, Note.Length: > 0 }) return;
        await Console.Out.WriteLineAsync("It is not sent before this is mended:");
        foreach (var finding in edition.Note.Split('\n')) await Console.Out.WriteLineAsync($"  {finding}");
    }

    /// <summary>Why one that is ready has not left.</summary>
    internal static string Waits(Edition edition) =>
        $"Edition {edition.Id}: {(edition.Note.Length > 0 ? edition.Note : edition.Due is { } due ? $"it leaves at {due:uuuu-MM-dd HH:mm} UTC" : "it waits")}.";

    internal static async Task<Edition> FindAsync(Workspace workspace, string id, CancellationToken cancellationToken) =>
        (Edition.IsId(id) ? await workspace.Get<EditionList>().FindAsync(id, cancellationToken) : null)
        ?? throw new RefusedException($"There is no edition „{id}”.", [new Fault("edition", "publisher edition show lists them")]);
}
