using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Rendering;
using Publisher.Staff;

namespace Publisher.App.Staff.Console;

/// <summary>What stands around every page of the console: the ways through it, who is signed in, what an action had to say.</summary>
public sealed class ConsoleFrame(Organisation organisation, Look look, ConsoleFiles files, ConsoleLanguage languages, FlashMessages flash)
{
    /// <param name="mark">Before the title in the browser's tab, which is what a screen reader says first: what has become of a form.</param>
    public Dictionary<string, object?> Model(HttpContext context, Strings texts, string title, string mark, string content)
    {
        var who = context.FindStaff();
        return PageModel.Map(
            ("lang", texts.Language),
            ("mark", mark),
            ("title", title),
            ("organisation", organisation.Name),
            ("organisationLang", texts.Language == Organisation.Language ? "" : Organisation.Language),
            ("logo", look.Logo is { } logo ? PageModel.Map(("url", logo.Url), ("alt", logo.Alt), ("width", logo.Width)) : null),
            ("style", files.Url("console.css")),
            ("script", files.Url("console.js")),
            ("nav", who is null ? [] : Nav(texts, context.Request.Path.Value ?? "", who)),
            ("who", who is null ? null : PageModel.Map(("name", who.Name), ("role", texts[RoleText(who.Role)]))),
            ("csrf", who?.Csrf ?? ""),
            ("languages", Languages(context, texts.Language)),
            ("flash", flash.Take(context, texts)),
            ("content", content));
    }

    public static string RoleText(StaffRole role) => "role" + role;

    private static List<object> Nav(Strings texts, string path, StaffIdentity who)
    {
        var here = ConsoleNav.Of(path.TrimEnd('/'));
        return [.. ConsoleNav.Entries.Where(entry => who.Role.Contains(entry.Role)).Select(entry =>
            (object)PageModel.Map(("url", entry.Path), ("text", texts[entry.Text]), ("current", entry == here ? (path == entry.Path ? "page" : "true") : "")))];
    }

    /// <summary>The same page in the other languages, each called as it calls itself.</summary>
    private List<object> Languages(HttpContext context, string current)
    {
        var rest = string.Concat(context.Request.Query.Where(pair => pair.Key != "lang").SelectMany(pair => pair.Value, (pair, value) => $"&{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(value ?? "")}"));
        return [.. languages.All.Where(language => language != current).Select(language => (object)PageModel.Map(
            ("lang", language),
            ("text", language switch { "pl" => "Polski", "en" => "English", _ => language }),
            ("url", $"{context.Request.PathBase}{context.Request.Path}?lang={language}{rest}")))];
    }
}
