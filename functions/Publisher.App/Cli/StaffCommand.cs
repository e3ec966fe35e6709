using System.CommandLine;
using NodaTime;
using Publisher.Staff;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher staff add|list|revoke</c>: personal keys, for the console and the API.</summary>
public static class StaffCommand
{
    public static Command Create() => new("staff", "Personal keys for the console and the API.") { CreateAdd(), CreateList(), CreateRevoke() };

    private static Argument<string> NameArgument() => new("NAME") { Description = "Whose key it is." };

    private static Command CreateAdd()
    {
        var name = NameArgument();
        var role = new Option<string>("--role") { Description = "What they may do.", DefaultValueFactory = _ => StaffRole.Author.Key() };
        role.AcceptOnlyFromAmong([.. StaffRoles.All.Select(each => each.Key())]);
        var settings = new Option<bool>("--for-settings") { Description = "Stores nothing, and prints settings to add instead." };
        var add = new Command("add", "Makes a personal key. It is shown once; only its hash is stored.") { name, role, settings };
        add.SetAction(async (parsed, cancellationToken) =>
        {
            var who = parsed.GetRequiredValue(name);
            if (!StaffRoles.TryParse(parsed.GetRequiredValue(role), out var known)) return ExitCode.Usage;
            if (parsed.GetValue(settings))
            {
                var made = StaffKeys.Make();
                await ShowAsync(who, made);
                await Console.Out.WriteLineAsync("Settings to add (with the next free number in place of 0):");
                await Console.Out.WriteLineAsync($"  Publisher__Staff__Keys__0__Name={who}");
                await Console.Out.WriteLineAsync($"  Publisher__Staff__Keys__0__Role={known.Key()}");
                await Console.Out.WriteLineAsync($"  Publisher__Staff__Keys__0__Hash={StaffKeys.HashOf(made)}");
                return ExitCode.Done;
            }

            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var note = new AuditNote(AuditVerbs.CommandLine, AuditVerbs.AddStaff, who, "", known.Key());
            var key = await workspace.Get<AuditedChanges>().RunAsync(note, () => workspace.Get<StaffDirectory>().AddAsync(who, known, CancellationToken.None), _ => note, cancellationToken);
            await ShowAsync(who, key);
            return ExitCode.Done;
        });
        return add;
    }

    private static Command CreateList()
    {
        var list = new Command("list", "Who has a key, and who had one.");
        list.SetAction(async (_, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var members = await workspace.Get<StaffDirectory>().ListAsync(cancellationToken);
            if (members.Count == 0)
            {
                await Console.Out.WriteLineAsync("Nobody has a key yet: publisher staff add NAME --role admin");
                return ExitCode.Done;
            }

            var zone = workspace.Get<DateTimeZone>();
            var table = new Table().Border(TableBorder.Simple).AddColumns("Name", "Role", "Since", "Revoked");
            foreach (var member in members)
                table.AddRow(Markup.Escape(member.Name), member.Role.Key(), member.Since is { } since ? Day(since, zone) : "settings", member.RevokedAt is { } revoked ? Day(revoked, zone) : "");
            AnsiConsole.Write(table);
            return ExitCode.Done;
        });
        return list;
    }

    private static Command CreateRevoke()
    {
        var name = NameArgument();
        var revoke = new Command("revoke", "Takes a key away. Whoever is signed in with it is not any more.") { name };
        revoke.SetAction(async (parsed, cancellationToken) =>
        {
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            var who = parsed.GetRequiredValue(name);
            var note = new AuditNote(AuditVerbs.CommandLine, AuditVerbs.RevokeStaff, who);
            var member = await workspace.Get<AuditedChanges>().RunAsync(
                note, () => workspace.Get<StaffDirectory>().RevokeAsync(who, CancellationToken.None), gone => note with { Target = gone.Name, Old = gone.Role.Key() }, cancellationToken);
            await Console.Out.WriteLineAsync($"The key of {member.Name} opens nothing any more.");
            return ExitCode.Done;
        });
        return revoke;
    }

    private static async Task ShowAsync(string name, string key)
    {
        await Console.Out.WriteLineAsync($"Key (give it to {name}; it is not shown again):");
        await Console.Out.WriteLineAsync($"  {key}");
    }

    private static string Day(Instant at, DateTimeZone zone) => NodaTime.Text.LocalDatePattern.Iso.Format(at.InZone(zone).Date);
}
