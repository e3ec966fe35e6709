using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Publisher.App.Doctor;
using Publisher.Rendering;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary><c>publisher doctor [--json]</c>: looks whether the installation can do its work.</summary>
public static class DoctorCommand
{
    // For people and for programs that read UTF-8.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Says it as JSON, for a program." };
        var command = new Command("doctor", "Looks at storage, mail server, keys, tokens, timers, templates: each is well, or a sentence says what to do. Mails nobody.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // Storage that is away is one of the things to be found.
            await using var workspace = await Workspace.OpenAsync(cancellationToken, ensure: false);
            var found = await workspace.Get<Examination>().RunAsync(cancellationToken);
            var texts = workspace.Get<Templates>().TextsFor("en");
            var ill = found.Any(finding => finding.State == DoctorState.Todo);
            if (parsed.GetValue(json))
            {
                var findings = found.Select(finding => new { check = finding.Check, state = finding.State.ToString().ToLowerInvariant(), code = finding.Text, text = finding.In(texts) });
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { well = !ill, findings }, Json));
            }
            else Show(found, texts, ill);
            return ill ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void Show(IReadOnlyList<DoctorFinding> found, Strings texts, bool ill)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "", "");
        foreach (var finding in found)
        {
            var (mark, colour) = finding.State switch { DoctorState.Good => ("ok", "green"), DoctorState.Note => ("note", "grey"), _ => ("TO DO", "red") };
            table.AddRow($"[{colour}]{mark}[/]", Markup.Escape(DoctorWords.NameOf(texts, finding.Check)), Markup.Escape(finding.In(texts)));
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(texts[ill ? "doctorIll" : "doctorWell"]);
    }
}
