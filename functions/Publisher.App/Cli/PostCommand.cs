using System.CommandLine;
using NodaTime;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Social;
using Publisher.Staff;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher post preview|send|list|reconcile</c>.</summary>
public static class PostCommand
{
    public static Command Create() => new("post", "Shows, makes and settles social posts.") { PostPreviewCommand.Create(), CreateSend(), CreateList(), CreateReconcile() };

    internal static Option<string> OccasionOption()
    {
        var option = new Option<string>("--occasion") { Description = "Which of the item's posts.", DefaultValueFactory = _ => Occasion.First.Key() };
        option.AcceptOnlyFromAmong([.. Occasions.All.Select(occasion => occasion.Key())]);
        return option;
    }

    internal static Argument<string> ItemArgument()
    {
        var argument = new Argument<string>("ITEM") { Description = "The item as KIND/ID, such as call/2023-2." };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && !ItemRef.TryParse(given.Value, out _)) result.AddError($"„{given.Value}” names no item; write KIND/ID, such as call/2023-2.");
        });
        return argument;
    }

    internal static ItemRef ItemOf(string text) => ItemRef.TryParse(text, out var item) ? item : throw new ArgumentException("checked before", nameof(text));

    internal static Occasion OccasionOf(string? text) => Occasions.TryParse(text ?? "", out var occasion) ? occasion : Occasion.First;

    private static Command CreateSend()
    {
        var network = new Argument<string>("NETWORK") { Description = "facebook, linkedin or mastodon." };
        var item = ItemArgument();
        var occasion = OccasionOption();
        var text = new Option<FileInfo?>("--text") { Description = "A file with your own words for the post, in UTF-8; the link is added if it is not in them." };
        var at = new Option<string?>("--at") { Description = "When it is to be on the wall, in the organisation's local time, such as 2023-05-02T08:00." };
        at.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } given && !Moment.TryParse(given, out _)) result.AddError("--at must be a moment such as 2023-05-02T08:00.");
        });
        var command = new Command("send", "Makes the post of an item, or changes the one that is there. Said twice, it is made once.") { network, item, occasion, text, at };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var words = parsed.GetValue(text) is { } file ? await File.ReadAllTextAsync(file.FullName, cancellationToken) : null;
            Instant? when = parsed.GetValue(at) is { } given && Moment.TryParse(given, out var moment) ? moment.Begins(workspace.Get<DateTimeZone>()) : null;
            var post = await workspace.Get<RecordedPosts>().WishAsync(
                new PostWish(parsed.GetRequiredValue(network), ItemOf(parsed.GetRequiredValue(item)), OccasionOf(parsed.GetValue(occasion)), words?.Trim('\uFEFF'), At: when), AuditVerbs.CommandLine, cancellationToken);
            var waits = post.IsOpen && post.At is { } later && later > workspace.Get<TimeProvider>().Now();
            await Console.Out.WriteLineAsync(post.IsOpen && !waits
                ? await workspace.Get<PublishPost>().DoAsync(workspace.Get<IReadOnlyList<ISocialNetwork>>().Single(known => known.Key == post.Network), post, cancellationToken)
                : SettlePost.Describe(post));
            return (await workspace.Get<Posts>().FindAsync(post.Network, post.Item, post.Occasion, post.Version, cancellationToken))!.State is PostState.Failed or PostState.Undecided ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "Shows where posts stand, and what each network's queue waits for.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            foreach (var network in workspace.Get<IReadOnlyList<ISocialNetwork>>())
            {
                var state = await workspace.Get<NetworkStates>().ReadAsync(network.Key, cancellationToken);
                var note = state.Describe(workspace.Get<TimeProvider>().Now());
                await Console.Out.WriteLineAsync($"{network.Key}: {(state.HeldSince is not null ? "held, " : "")}{(note.Length > 0 ? note : network.IsWall ? "posts by itself" : "no token is set; posts lie ready to be copied")}");
            }

            var posts = await workspace.Get<Posts>().CurrentAsync(cancellationToken);
            if (posts.Count == 0)
            {
                await Console.Out.WriteLineAsync("There is no post yet.");
                return ExitCode.Done;
            }

            var table = new Table().Border(TableBorder.Simple).AddColumns("Network", "Item", "Version", "State", "Where, or what to do");
            foreach (var post in posts)
                table.AddRow([.. ((object[])[post.Network, post.Occasion == Occasion.First ? post.Item : $"{post.Item} ({post.Occasion.Key()})", post.Version, post.State.ToString().ToLowerInvariant(), string.Join(' ', ((string[])[post.Url, post.Note]).Where(text => text.Length > 0))])
                    .Select(cell => Markup.Escape($"{cell}"))]);
            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateReconcile()
    {
        var network = new Argument<string?>("NETWORK") { Description = "Whose lost replies to look up; all networks' if left out.", Arity = ArgumentArity.ZeroOrOne };
        var item = new Argument<string?>("ITEM") { Description = "With one of the options below: the item whose post you decide.", Arity = ArgumentArity.ZeroOrOne };
        var occasion = OccasionOption();
        var posted = new Option<string?>("--posted") { Description = "It is on the network, at this address." };
        var again = new Option<bool>("--again") { Description = "It is not there: make it again." };
        var drop = new Option<bool>("--drop") { Description = "It shall not be made." };
        var command = new Command("reconcile", "Looks up posts whose replies were lost, or takes your word for one.") { network, item, occasion, posted, again, drop };
        command.Validators.Add(result =>
        {
            var said = (result.GetValue(posted) is not null ? 1 : 0) + (result.GetValue(again) ? 1 : 0) + (result.GetValue(drop) ? 1 : 0);
            if (said > 1) result.AddError("Say one of --posted, --again and --drop.");
            if (said == 1 && (result.GetValue(item) is not { } text || !ItemRef.TryParse(text, out _))) result.AddError("Name the network and the item whose post you decide, such as facebook call/2023-2.");
            if (said == 0 && result.GetValue(item) is not null) result.AddError("Say --posted ADDRESS, --again or --drop of that post.");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            if (parsed.GetValue(item) is not { } text) return await LookUpAsync(workspace, parsed.GetValue(network), cancellationToken);
            var decision = parsed.GetValue(posted) is not null ? PostDecision.Posted : parsed.GetValue(again) ? PostDecision.Again : PostDecision.Drop;
            var post = await workspace.Get<RecordedPosts>().DecideAsync(
                parsed.GetRequiredValue(network)!, ItemOf(text), OccasionOf(parsed.GetValue(occasion)), decision, parsed.GetValue(posted) ?? "", AuditVerbs.CommandLine, cancellationToken);
            await Console.Out.WriteLineAsync(SettlePost.Describe(post));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> LookUpAsync(Workspace workspace, string? only, CancellationToken cancellationToken)
    {
        var left = 0;
        foreach (var network in workspace.Get<IReadOnlyList<ISocialNetwork>>().Where(network => only is null || network.Key == only))
        {
            foreach (var post in await workspace.Get<Posts>().OpenAsync(network.Key, cancellationToken))
            {
                if (post.State == PostState.Planned) continue;
                await Console.Out.WriteLineAsync(await workspace.Get<PublishPost>().DoAsync(network, post, cancellationToken));
            }
        }

        foreach (var post in await workspace.Get<Posts>().CurrentAsync(cancellationToken))
            if (post.State is PostState.Unknown or PostState.Claimed or PostState.Undecided && (only is null || post.Network == only)) left++;
        await Console.Out.WriteLineAsync(left == 0 ? "Of every post it is known whether it is there." : $"Still open: {left}. Look with: publisher post list");
        return left == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
