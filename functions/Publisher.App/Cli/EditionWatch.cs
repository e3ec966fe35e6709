using System.CommandLine;
using System.Globalization;
using Publisher.Delivery;
using Publisher.Editions;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher edition watch EDITION</c>: follows an edition until it is over; a progress bar on a terminal, a line for each change elsewhere.</summary>
public static class EditionWatch
{
    /// <summary>A look costs a few storage operations, and sums change about so often.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    public static Command Create()
    {
        var id = EditionSteerCommands.Id();
        var command = new Command("watch", "Follows an edition on its way until it is over.") { id };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var edition = await EditionCommand.FindAsync(workspace, parsed.GetRequiredValue(id), cancellationToken);
            return AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected
                ? await OnTerminalAsync(workspace, edition.Id, cancellationToken)
                : await InLinesAsync(workspace, edition.Id, cancellationToken);
        });
        return command;
    }

    /// <summary>One line that says all: for a log, and beside the bar.</summary>
    public static string Describe(EditionStatus status, EditionOutlook outlook, double perMinute)
    {
        var tally = status.Tally;
        var parts = new List<string> { $"{status.Edition.State.ToString().ToLowerInvariant()}", $"{tally.Accepted} of {status.Planned} accepted" };
        foreach (var (count, word) in ((int, string)[])[
            (tally.Deferred, "deferred"), (tally.Unknown, "unknown"), (tally.Rejected, "rejected"), (tally.Failed, "failed"),
            (tally.Suppressed, "suppressed"), (tally.Empty, "without a chosen item"), (tally.Paused, "paused"), (tally.Late, "too late")])
            if (count > 0) parts.Add($"{count} {word}");
        if (perMinute > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{perMinute:0} a minute"));
        if (outlook.Eta is { } eta) parts.Add($"done at about {eta:uuuu-MM-dd HH:mm} UTC");
        return string.Join(", ", parts);
    }

    public static bool IsOver(Edition edition) => edition.State is EditionState.Sent or EditionState.Skipped or EditionState.Cancelled;

    private static async Task<int> InLinesAsync(Workspace workspace, string id, CancellationToken cancellationToken)
    {
        var (last, warned) = ("", new HashSet<string>(StringComparer.Ordinal));
        while (true)
        {
            var (status, outlook, line) = await LookAsync(workspace, id, cancellationToken);
            if (line != last) await Console.Out.WriteLineAsync(line);
            last = line;
            foreach (var warning in outlook.Warnings.Where(warned.Add)) await Console.Out.WriteLineAsync($"! {warning}");
            if (IsOver(status.Edition)) return ExitCode.Done;
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    private static async Task<int> OnTerminalAsync(Workspace workspace, string id, CancellationToken cancellationToken)
    {
        var warned = new HashSet<string>(StringComparer.Ordinal);
        await AnsiConsole.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(async progress =>
            {
                var bar = progress.AddTask(Markup.Escape(id));
                while (true)
                {
                    var (status, outlook, line) = await LookAsync(workspace, id, cancellationToken);
                    bar.MaxValue = Math.Max(1, status.Planned);
                    bar.Value = IsOver(status.Edition) ? bar.MaxValue : status.Tally.Seen - status.Tally.Open;
                    bar.Description = Markup.Escape(line);
                    foreach (var warning in outlook.Warnings.Where(warned.Add)) AnsiConsole.MarkupLineInterpolated($"[yellow]![/] {warning}");
                    if (IsOver(status.Edition)) return;
                    await Task.Delay(LookEvery, cancellationToken);
                }
            });
        return ExitCode.Done;
    }

    private static async Task<(EditionStatus Status, EditionOutlook Outlook, string Line)> LookAsync(Workspace workspace, string id, CancellationToken cancellationToken)
    {
        var edition = (await workspace.Get<EditionList>().FindAsync(id, cancellationToken))!;
        var status = await EditionStatus.ReadAsync(edition, workspace.Get<Batches>(), cancellationToken);
        var outlook = await workspace.Get<LookAhead>().RunAsync(status, cancellationToken);
        return (status, outlook, Describe(status, outlook, status.Rate(workspace.Get<TimeProvider>().Now()) * 60));
    }
}
