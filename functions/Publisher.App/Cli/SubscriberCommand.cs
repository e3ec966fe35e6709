using System.CommandLine;
using System.Text;
using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Subscribers;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher subscriber proof|show|unsuppress|erase ADDRESS</c>.</summary>
public static class SubscriberCommand
{
    public static Command Create()
    {
        var command = new Command("subscriber", "What is kept about one person, and how to erase it.");
        command.Add(CreateProof());
        command.Add(CreateShow());
        command.Add(UnsuppressCommand.Create());
        command.Add(CreateErase());
        return command;
    }

    internal static Argument<string> AddressArgument() => new("ADDRESS") { Description = "Their e-mail address." };

    private static Command CreateProof()
    {
        var address = AddressArgument();
        var html = new Option<FileInfo?>("--html") { Description = "Writes a page to print, in Polish, into this file instead." };
        var command = new Command("proof", "Proves a consent: all that is kept about a person, and how it came about, as JSON.") { address, html };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var proof = await FindAsync(workspace, parsed.GetRequiredValue(address), cancellationToken);
            if (parsed.GetValue(html) is { } file)
            {
                await File.WriteAllTextAsync(file.FullName, Page(workspace, proof), cancellationToken);
                await Console.Out.WriteLineAsync($"Written to {file.FullName}");
            }
            else await Console.Out.WriteLineAsync(Encoding.UTF8.GetString(ProofJson.Write(proof)));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var address = AddressArgument();
        var command = new Command("show", "Shows what is kept about a person, for reading.") { address };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var proof = await FindAsync(workspace, parsed.GetRequiredValue(address), cancellationToken);
            var (person, zone) = (proof.Subscriber, workspace.Get<DateTimeZone>());
            var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
            foreach (var (name, value) in ((string, string)[])
                [("Address", person.Address), ("Name", person.Name), ("Status", person.Status.ToString().ToLowerInvariant()), ("Since", Local(person.Since, zone)), ("Source", person.Source), ("Choice", ChoiceDetail.Of(person))])
                table.AddRow(name, Markup.Escape(value));
            if (proof.Suppression is { } suppression) table.AddRow("Suppressed", Markup.Escape($"{suppression.Reason}, since {Local(suppression.Since, zone)}"));
            foreach (var entry in proof.History)
                table.AddRow(Local(entry.At, zone), Markup.Escape(string.Join(" · ", ((string[])[entry.Event.ToString(), entry.Channel, entry.Wording, entry.Detail, entry.Network]).Where(text => text.Length > 0))));
            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateErase()
    {
        var address = AddressArgument();
        var yes = new Option<bool>("--yes") { Description = "Does not ask to type the address again." };
        var command = new Command("erase", "Erases a person for ever: row, history, all but a keyed hash by which no import brings them back.") { address, yes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var proof = await FindAsync(workspace, parsed.GetRequiredValue(address), cancellationToken);
            if (!parsed.GetValue(yes))
            {
                await Console.Out.WriteLineAsync($"This erases {proof.Subscriber.Address} and {proof.History.Count} entries of its history. It cannot be undone. Type the address again:");
                var typed = Address.Parse(await Console.In.ReadLineAsync(cancellationToken) ?? "", out _);
                if (typed is null || SubscriberKey.Of(typed) != proof.Subscriber.Key) throw new RefusedException("Nothing was erased: that is another address.", []);
            }

            await workspace.Get<RecordedReaders>().EraseAsync(proof.Subscriber.Key, AuditVerbs.CommandLine, cancellationToken);
            await Console.Out.WriteLineAsync("Erased. They can subscribe again themselves, and no import brings them back.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<SubscriberProof> FindAsync(Workspace workspace, string text, CancellationToken cancellationToken)
    {
        if (Address.Parse(text, out var fault) is not { } address) throw new RefusedException("That is no address.", [new Fault("address", fault)]);
        var key = SubscriberKey.Of(address);
        if (await workspace.Get<ProveConsent>().RunAsync(key, cancellationToken) is { } proof) return proof;
        if (await workspace.Get<Suppressions>().FindAsync(key, cancellationToken) is { } suppression)
            throw new RefusedException($"„{address.Mailbox}” is not on the list; it is never mailed: {suppression.Reason}, since {Local(suppression.Since, workspace.Get<DateTimeZone>())}.", []);
        throw new RefusedException(
            await workspace.Get<Erasures>().FindAsync(key, cancellationToken) is { } since
                ? $"„{address.Mailbox}” was erased on {Local(since, workspace.Get<DateTimeZone>())}; nothing else is kept about it."
                : $"„{address.Mailbox}” is not on the list, and nothing is kept about it.",
            []);
    }

    private static string Page(Workspace workspace, SubscriberProof proof)
    {
        var (templates, organisation) = (workspace.Get<Templates>(), workspace.Get<Organisation>());
        var strings = templates.StringsFor(Templates.DefaultLanguage);
        var model = new ProofModel(strings, workspace.Get<Districts>(), workspace.Get<RhythmOffer>(), workspace.Get<DateTimeZone>()).Of(proof);
        model["intro"] = strings.Fill("proofIntro", ("organisation", organisation.Name));
        (model["download"], model["back"]) = ("", "");
        return new ReaderPages(templates, workspace.Get<PageFrame>(), new PageLanguage(Templates.DefaultLanguage, "", false), here: null, personal: true).Text("data", strings["proofTitle"], model);
    }

    private static string Local(Instant at, DateTimeZone zone) => at.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
