using System.CommandLine;
using NodaTime;
using Publisher.Content;
using Publisher.Social;

namespace Publisher.App.Cli;

/// <summary><c>publisher post preview</c>: what would be posted, word for word.</summary>
internal static class PostPreviewCommand
{
    public static Command Create()
    {
        var item = PostCommand.ItemArgument();
        var network = new Option<string[]>("--network") { Description = "On which network; on all of the settings if left out.", AllowMultipleArgumentsPerToken = true };
        network.AcceptOnlyFromAmong([.. NetworkKeys.All]);
        var occasion = PostCommand.OccasionOption();
        var asOf = new Option<string?>("--as-of") { Description = "As if it were this moment, in the organisation's local time, such as 2023-05-02T08:00." };
        asOf.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && !Moment.TryParse(given, out _)) result.AddError("--as-of must be a moment such as 2023-05-02T08:00.");
        });
        var check = new Option<bool>("--check") { Description = "Look at the link and the pictures on the web, as is done before posting." };
        var command = new Command("preview", "Shows an item's posts as they would be made now. Nothing is stored or posted.") { item, network, occasion, asOf, check };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var on = parsed.GetValue(network) is { Length: > 0 } chosen ? chosen : workspace.Get<IReadOnlyList<ISocialNetwork>>().Select(known => known.Key).ToArray();
            var moment = parsed.GetValue(asOf) is { } given && Moment.TryParse(given, out var at) ? at.Begins(workspace.Get<DateTimeZone>()) : workspace.Get<TimeProvider>().Now();
            var previews = await workspace.Get<StaffPosts>().PreviewAsync(
                PostCommand.ItemOf(parsed.GetRequiredValue(item)), PostCommand.OccasionOf(parsed.GetValue(occasion)), on, moment, parsed.GetValue(check), cancellationToken);
            foreach (var preview in previews) await SayAsync(preview);
            return previews.Any(preview => preview.Findings?.Blocking is not null) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static async Task SayAsync(PostPreview preview)
    {
        await Console.Out.WriteLineAsync($"--- {preview.Network} ({preview.Length} of {preview.Limit} characters, {preview.Language})");
        await Console.Out.WriteLineAsync(preview.Text);
        foreach (var image in preview.Images) await Console.Out.WriteLineAsync($"[picture] {image.Url}\n[its words] {image.Alt}");
        if (preview.Findings?.Blocking is { } blocking) await Console.Out.WriteLineAsync($"Blocks posting: {blocking}");
        foreach (var note in preview.Findings?.Notes ?? []) await Console.Out.WriteLineAsync($"Look at it: {note}");
        await Console.Out.WriteLineAsync();
    }
}
