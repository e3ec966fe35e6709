using System.Globalization;
using Publisher.App.Local;
using Spectre.Console;

namespace Publisher.App.Cli;

/// <summary>The demo's closing table.</summary>
internal static class DemoTable
{
    public static Table Of(DemoResult result, Demo demo, bool exit)
    {
        var table = new Table().HideHeaders().AddColumns("", "");
        void Row(string name, object value) => table.AddRow(name, Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{value}")));

        Row("Edition", result.Note.Length > 0 ? $"{result.Edition} ({result.Note})" : result.Edition);
        Row("Recipients", result.Tally.Recipients);
        Row("Accepted", result.Tally.Accepted);
        if (result.Tally.Accepted < result.Tally.Recipients) Row("Not accepted", $"{result.Tally.Recipients - result.Tally.Accepted} ({result.Trouble})");
        if (result.Tally.Empty > 0) Row("Nothing they chose", result.Tally.Empty);
        if (result.Tally.Paused > 0) Row("Paused", result.Tally.Paused);
        Row("Posts", result.Posted);
        Row("Seconds", result.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        if (demo.Relay is { } relay) Row("Mail went to", relay);
        else Row("Mail", Path.Combine(demo.Outbox, result.Edition));
        Row("Posts are in", Path.Combine(demo.Outbox, OutboxFolder.Social));
        if (!exit) Row("Look at", demo.Url);
        return table;
    }
}
