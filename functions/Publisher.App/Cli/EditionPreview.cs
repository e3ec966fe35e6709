using System.CommandLine;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;
using Publisher.Subscribers;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher edition preview</c>: what would leave, in a folder, and why.</summary>
internal static class EditionPreview
{
    private static readonly Argument<string?> Id = new("EDITION") { Description = "Its id; the digest's next edition, as if it were made now, if left out.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Digest = new("--digest") { Description = "Whose next edition; the digest of the settings if left out." };
    private static readonly Option<string?> Subscriber = new("--subscriber") { Description = "The address of the subscriber for whom to make it." };
    private static readonly Option<string?> Districts = new("--districts") { Description = "For a made-up reader: the districts they chose, such as „Rubinkowo, Stawki”." };
    private static readonly Option<string?> Kinds = new("--kinds") { Description = "For a made-up reader: call, event or news, separated by commas." };
    private static readonly Option<string?> Topics = new("--topics") { Description = "For a made-up reader: the topics they chose." };
    private static readonly Option<string?> Language = new("--language") { Description = "For a made-up reader: their language, in two letters." };
    private static readonly Option<string?> Name = new("--name") { Description = "For a made-up reader: how they are greeted." };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "As if it were this moment, in the organisation's local time, such as 2023-05-02T08:00." };
    private static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "Folder for the files; „preview” beside the outbox if left out." };
    private static readonly Option<bool> Open = new("--open") { Description = "Show the result in the browser." };

    public static Command Create()
    {
        var command = new Command("preview", "Shows an edition as one reader would get it, and why each item is in it or not. Nothing is stored or sent.")
        {
            Id, Digest, Subscriber, Districts, Kinds, Topics, Language, Name, AsOf, Out, Open,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Subscriber) is { } address)
            {
                if (Subscribers.Address.Parse(address, out var fault) is null) result.AddError($"--subscriber {fault}.");
                if (((Option<string?>[])[Districts, Kinds, Topics, Language, Name]).FirstOrDefault(option => result.GetValue(option) is not null) is { } other)
                    result.AddError($"{other.Name} is for a made-up reader; a subscriber has chosen already. Leave it or --subscriber out.");
            }

            if (result.GetValue(AsOf) is { } moment && !Moment.TryParse(moment, out _)) result.AddError("--as-of must be a moment such as 2023-05-02T08:00.");
            if (result.GetValue(Id) is not null && result.GetValue(Digest) is not null) result.AddError("--digest is for the next edition; leave it or the edition out.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var workspace = await Workspace.OpenAsync(cancellationToken);
        var settings = workspace.Get<PublisherSettings>();
        var previews = workspace.Get<PreviewEdition>();
        var at = parsed.GetValue(AsOf) is { } text && Moment.TryParse(text, out var moment) ? moment.Begins(settings.Zone) : (NodaTime.Instant?)null;
        var edition = parsed.GetValue(Id) is { } id ? await EditionCommand.FindAsync(workspace, id, cancellationToken) : null;
        var reader = await ReaderAsync(parsed, previews, cancellationToken);
        var preview = edition is null
            ? await previews.NextAsync(parsed.GetValue(Digest) ?? settings.Digest.Id, reader, at, cancellationToken)
            : await previews.OfAsync(edition, reader, at, cancellationToken);

        var folder = new PreviewFolder(parsed.GetValue(Out)?.FullName ?? DefaultFolder(settings));
        var message = await folder.WriteAsync(preview, workspace.Get<Templates>(), settings.Districts, settings.PublicUrl, settings.Zone, cancellationToken);
        await SayAsync(preview, message?.Subject);
        await Console.Out.WriteLineAsync($"Files: {folder.Folder}");
        if (!parsed.GetValue(Open)) await Console.Out.WriteLineAsync($"Look: {folder.Index}");
        else if (await Browser.TryOpenAsync(folder.Index, cancellationToken)) await Console.Out.WriteLineAsync($"Shown: {folder.Index}");
        else await Console.Out.WriteLineAsync($"There is no browser here that opens files; the page is {folder.Index}");
        return ExitCode.Done;
    }

    private static async Task<Subscriber> ReaderAsync(ParseResult parsed, PreviewEdition previews, CancellationToken cancellationToken) =>
        parsed.GetValue(Subscriber) is { } text && Address.Parse(text, out _) is { } address
            ? await previews.SubscriberAsync(address, cancellationToken)
            : MadeUpReader.Read(
                parsed.GetValue(Name) ?? "", parsed.GetValue(Language) ?? "", parsed.GetValue(Kinds) ?? "", parsed.GetValue(Districts) ?? "", parsed.GetValue(Topics) ?? "",
                await previews.ChoicesAsync(cancellationToken));

    private static string DefaultFolder(PublisherSettings settings) =>
        Path.Combine(settings.Outbox is { } outbox && Path.GetDirectoryName(outbox) is { } beside ? beside : Directory.GetCurrentDirectory(), "preview");

    private static async Task SayAsync(Preview preview, string? subject)
    {
        await Console.Out.WriteLineAsync($"Edition {preview.Edition.Id} ({PreviewFolder.StateOf(preview.Edition)}), for {PreviewFolder.Describe(preview.Reader)}");
        if (subject is not null) await Console.Out.WriteLineAsync($"Subject: {subject}");
        foreach (var note in preview.Notes) await Console.Out.WriteLineAsync(note);
        foreach (var finding in preview.Findings) await Console.Out.WriteLineAsync($"{(finding.Severity == Severity.Block ? "Blocks sending" : "Look at it")}: {finding}");
        if (preview.Reasons.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("Item", "In or out", "Why");
        table.Columns[0].NoWrap();
        foreach (var reason in preview.Reasons) table.AddRow(Markup.Escape($"{reason.Item}"), Markup.Escape(reason.Where), Markup.Escape(reason.Why));
        AnsiConsole.Write(table);
    }
}
