using System.CommandLine;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;

namespace Publisher.App.Cli;

/// <summary><c>publisher edition correct ITEM</c>.</summary>
public static class CorrectCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("ITEM") { Description = "KIND/ID, such as call/drugi-nabor-2023." };
        var dry = new Option<bool>("--dry-run") { Description = "Only tells whom it would reach, and what it would say." };
        var command = new Command("correct", "Tells those who were told something else of an item what it is now. Said twice, it is still sent once.") { name, dry };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (!ItemRef.TryParse(parsed.GetRequiredValue(name), out var item))
                throw new RefusedException("Nothing was corrected.", [new Fault("item", "name it as KIND/ID, such as call/drugi-nabor-2023; the kinds are call, event and news")]);
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var draft = await workspace.Get<CorrectItem>().DraftAsync(item, cancellationToken);
            if (parsed.GetValue(dry)) return await TellAsync(workspace, draft, cancellationToken);
            var edition = await workspace.Get<RecordedEditions>().CorrectAsync(draft, AuditVerbs.CommandLine, cancellationToken);
            await Console.Out.WriteLineAsync(edition.State switch
            {
                EditionState.Sent => $"Edition {edition.Id} was sent already.",
                EditionState.Scheduled when !edition.IsLeaving(workspace.Get<TimeProvider>().Now()) => EditionCommand.Waits(edition),
                EditionState.Scheduled or EditionState.Sending => $"Edition {edition.Id} is on its way; „publisher serve”, or the Functions host, delivers it. Look with: publisher edition watch {edition.Id}",
                _ => PrepareEdition.Describe(edition) + ".",
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> TellAsync(Workspace workspace, DraftedEdition draft, CancellationToken cancellationToken)
    {
        var told = await workspace.Get<ForecastEdition>().RunAsync(draft.Edition, draft.Entries, cancellationToken);
        await Console.Out.WriteLineAsync($"{draft.Edition.Id} would go to {told.Recipients} {(told.Recipients == 1 ? "reader" : "readers")}: {draft.Rendered.Subject}");
        foreach (var warning in told.WarningsOf(draft)) await Console.Out.WriteLineAsync($"! {warning}");
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(draft.Rendered.Text.TrimEnd());
        return ExitCode.Done;
    }
}
