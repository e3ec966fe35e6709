using System.Net;
using System.Text;
using Publisher.App.Local;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.App.Cli;

/// <summary>The files of a preview: the mail, its parts, the page for everyone, and one page that shows them all.</summary>
internal sealed class PreviewFolder(string folder)
{
    private const string Page = "index.html";
    private const string Mark = "<meta name=\"generator\" content=\"publisher edition preview\">";

    private static readonly string[] Names = ["message.eml", "message.html", "message.txt", "subject.txt", "calendar.ics", "web.html"];

    public string Folder => folder;

    public string Index => Path.Combine(folder, Page);

    /// <summary>Puts a preview in place of the one before.</summary>
    /// <param name="pictures">Where this installation's own pictures come from.</param>
    /// <exception cref="RefusedException">The folder holds files of these names that no preview made.</exception>
    public async Task<EmlMessage?> WriteAsync(Preview preview, Templates templates, Districts districts, string pictures, NodaTime.DateTimeZone zone, CancellationToken cancellationToken)
    {
        Clear();
        Directory.CreateDirectory(folder);
        var message = preview.Message is { } eml ? EmlReader.Read(eml) : null;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (preview.Message is not null && message is not null)
        {
            files["message.eml"] = preview.Message;
            files["message.html"] = Encoding.UTF8.GetBytes(message.Html);
            files["message.txt"] = Encoding.UTF8.GetBytes(message.Text);
            files["subject.txt"] = Encoding.UTF8.GetBytes(message.Subject + "\n");
            if (message.Calendar.Length > 0) files["calendar.ics"] = Encoding.UTF8.GetBytes(message.Calendar);
        }

        if (preview.Web is { } web) files["web.html"] = Encoding.UTF8.GetBytes(web);
        var model = Model(preview, message, districts, pictures, zone);
        model["files"] = files.Keys.Select(name => (object)name).ToList();
        // The page first: what it stands beside is then known to be a preview's, even if this ends half way.
        await File.WriteAllTextAsync(Index, templates.Render("web/local/preview.html", Templates.DefaultLanguage, model), cancellationToken);
        foreach (var (name, content) in files) await File.WriteAllBytesAsync(Path.Combine(folder, name), content, cancellationToken);
        return message;
    }

    private void Clear()
    {
        var found = Names.Append(Page).Where(name => File.Exists(Path.Combine(folder, name))).ToList();
        if (found.Count == 0) return;
        if (!File.Exists(Index) || !File.ReadAllText(Index).Contains(Mark, StringComparison.Ordinal))
            throw new RefusedException("The preview was not written.", [new Fault("out", $"{folder} holds a file {found[0]} that no preview made; choose another folder with --out")]);
        foreach (var name in found) File.Delete(Path.Combine(folder, name));
    }

    private static Dictionary<string, object?> Model(Preview preview, EmlMessage? message, Districts districts, string pictures, NodaTime.DateTimeZone zone)
    {
        var at = preview.At.InZone(zone).LocalDateTime;
        return Of(
            ("edition", preview.Edition.Id),
            ("state", StateOf(preview.Edition)),
            ("notes", preview.Notes.Select(note => (object)note).ToList()),
            ("reader", Describe(preview.Reader)),
            ("chosen", Describe(preview.Reader.Interests, districts)),
            ("at", new Moment(at.Date, at.TimeOfDay).ToString()),
            ("findings", preview.Findings.Select(finding => (object)Of(("blocks", finding.Severity == Severity.Block), ("text", finding.ToString()))).ToList()),
            ("message", message is null ? null : Of(
                ("lang", preview.Reader.Language),
                ("subject", message.Subject),
                ("preheader", PreheaderOf(message.Html)),
                ("text", message.Text),
                ("calendar", message.Calendar),
                ("own", preview.Reader.Address != MadeUpReader.Address))),
            ("pictures", pictures),
            ("reasons", preview.Reasons.Select(reason => (object)Of(
                ("item", reason.Item.ToString()), ("title", reason.Title), ("where", reason.Where), ("why", reason.Why))).ToList()));
    }

    public static string StateOf(Edition edition) => edition.ETag == default ? "not made yet" : edition.State.ToString().ToLowerInvariant();

    public static string Describe(Subscriber reader)
    {
        var mailbox = reader.Name.Length > 0 ? $"{reader.Name} <{reader.Address}>" : reader.Address;
        return reader.Address == MadeUpReader.Address ? $"a made-up one, {mailbox}" : mailbox;
    }

    /// <summary>What mail programs show behind the subject: the hidden text at the beginning of the HTML; empty where there is none.</summary>
    private static string PreheaderOf(string html)
    {
        var begin = html.IndexOf("<div style=\"display:none", StringComparison.Ordinal);
        var (open, close) = begin < 0 ? (-1, -1) : (html.IndexOf('>', begin), html.IndexOf("</div>", begin, StringComparison.Ordinal));
        return open < 0 || close < open ? "" : string.Join(' ', WebUtility.HtmlDecode(html[(open + 1)..close]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Describe(Interests interests, Districts districts)
    {
        var chosen = new List<string>();
        if (interests.Kinds.Count > 0) chosen.Add($"kinds {string.Join(", ", interests.Kinds.Select(kind => kind.Key()))}");
        if (interests.Districts.Count > 0) chosen.Add($"districts {string.Join(", ", interests.Districts.Select(districts.NameOf))}");
        if (interests.Topics.Count > 0) chosen.Add($"topics {string.Join(", ", interests.Topics)}");
        return chosen.Count == 0 ? "everything" : string.Join("; ", chosen);
    }

    private static Dictionary<string, object?> Of(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var model = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members) model[name] = value;
        return model;
    }
}
