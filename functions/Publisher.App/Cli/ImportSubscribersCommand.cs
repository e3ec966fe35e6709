using System.CommandLine;
using System.Globalization;
using Publisher.App.Settings;
using Publisher.Staff;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher import subscribers FILE</c>.</summary>
internal static class ImportSubscribersCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE")
        {
            Description = "CSV with a header: address, and if wanted name, language, kinds, districts, topics (lists separated by |), status, source, since; or as Mailchimp, listmonk or MailPoet export it.",
        };
        var source = new Option<string>("--source") { Description = "Where these people agreed to be mailed; kept as proof of consent. Needed unless the file says so itself." };
        var encoding = new Option<string>("--encoding") { Description = $"{string.Join(", ", FileEncoding.Names)}; what the file looks like if left out." };
        encoding.AcceptOnlyFromAmong([.. FileEncoding.Names]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would become of each line, and write nothing." };
        var skip = new Option<bool>("--skip-refused") { Description = "Leave out lines with faults, into FILE.refused.csv with the reasons, instead of refusing the whole file." };
        var suppress = new Option<bool>("--suppress-unsubscribed") { Description = "Never mail those whom the file calls unsubscribed, whoever imports or enters them later." };
        var command = new Command("subscribers", "People who have agreed to be mailed. Nobody who left is brought back; run again, it adds only whom it misses.")
        {
            file, source, encoding, dryRun, skip, suppress,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(file).FullName,
            parsed.GetValue(source),
            parsed.GetValue(encoding),
            new SubscriberImportRules(parsed.GetValue(dryRun), parsed.GetValue(skip), parsed.GetValue(suppress)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, string? source, string? encoding, SubscriberImportRules rules, CancellationToken cancellationToken)
    {
        // Nobody may change it between the two readings.
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        var file = SubscriberFile.Open(stream, path, source, encoding);
        if (string.IsNullOrWhiteSpace(source) && !file.CarriesSource)
            throw new SettingsException(["--source is missing: the file does not say where these people agreed to be mailed. (Help: publisher --help)"]);
        foreach (var note in file.Notes) await Console.Out.WriteLineAsync(note);

        await using var workspace = await Workspace.OpenAsync(cancellationToken);
        await using var refused = new RefusedFile(path, file.Columns);
        var import = workspace.Get<ImportSubscribers>();
        var result = rules.DryRun
            ? await import.RunAsync(file, rules, line => Console.Out.WriteLine(line), null, null, cancellationToken)
            : await RecordedAsync(workspace, path, () => WithProgressAsync(progress => import.RunAsync(file, rules, null, refused.Add, progress, cancellationToken)), cancellationToken);
        await Console.Out.WriteLineAsync($"{(rules.DryRun ? "Nothing was written. It would be: " : "")}{result}.");
        if (rules is { DryRun: true, SkipRefused: false } && result.Refused > 0) await Console.Out.WriteLineAsync("With a line refused, nothing would be imported; --skip-refused leaves such lines out.");
        if (await refused.KeepAsync() is { } kept) await Console.Out.WriteLineAsync($"The refused lines are in {kept}, with the reasons; mend them and import that file.");
        if (!rules.SuppressUnsubscribed && result.LeftOut.Contains(LeftOut.Unsubscribed.InWords(), StringComparison.Ordinal))
            await Console.Out.WriteLineAsync("Who unsubscribed was left out; with --suppress-unsubscribed they can never be mailed from here.");
        return rules is { DryRun: true, SkipRefused: false } && result.Refused > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static Task<SubscriberImport> RecordedAsync(Workspace workspace, string path, Func<Task<SubscriberImport>> import, CancellationToken cancellationToken)
    {
        var note = new AuditNote(AuditVerbs.CommandLine, AuditVerbs.ImportList, Path.GetFileName(path));
        return workspace.Get<AuditedChanges>().RunAsync(note, import, done => done.Added + done.NewlySuppressed > 0 ? note with { New = done.ToString() } : null, cancellationToken);
    }

    private static Task<SubscriberImport> WithProgressAsync(Func<IProgress<ImportProgress>, Task<SubscriberImport>> import) =>
        AnsiConsole.Progress().StartAsync(progress =>
        {
            var tasks = new[] { progress.AddTask("Checking", autoStart: true, maxValue: 1), progress.AddTask("Importing", autoStart: true, maxValue: 1) };
            return import(new Steps<ImportProgress>(step => tasks[step.Writing ? 1 : 0].Value = step.Total == 0 ? 1 : (double)step.Done / step.Total));
        });

    /// <summary>Made with the first refused line; never in place of one that somebody may be mending.</summary>
    private sealed class RefusedFile(string path, SubscriberColumns columns) : IAsyncDisposable
    {
        private PrivateFile? file;
        private RefusedLines? lines;
        private string target = "";

        public void Add(SubscriberLine line)
        {
            if (lines is null)
            {
                target = Enumerable.Range(1, int.MaxValue).Select(Name).First(name => !File.Exists(name));
                file = PrivateFile.Create(target, overwrite: false);
                lines = new RefusedLines(file.Stream, columns);
            }

            lines.Add(line);
        }

        /// <returns>The file's name; null where no line was refused.</returns>
        public async Task<string?> KeepAsync()
        {
            lines?.Dispose();
            if (file is null) return null;
            await file.KeepAsync();
            return target;
        }

        public async ValueTask DisposeAsync()
        {
            if (file is not null) await file.DisposeAsync();
        }

        private string Name(int number) => number == 1 ? $"{path}.refused.csv" : string.Create(CultureInfo.InvariantCulture, $"{path}.refused-{number}.csv");
    }
}
