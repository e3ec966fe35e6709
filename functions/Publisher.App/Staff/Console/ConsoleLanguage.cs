using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console;

/// <summary>The language of the console: what the address asks for (<c>?lang=en</c>), which is then remembered; else what was; else the browser's.</summary>
public sealed class ConsoleLanguage(Templates templates, StaffCookies cookies)
{
    public IReadOnlyList<string> All { get; } = [.. templates.ConsoleLanguages.Order(StringComparer.Ordinal)];

    public string Of(HttpContext context)
    {
        if (context.Items.TryGetValue(this, out var found)) return (string)found!;
        var asked = PageLanguage.Of(context.Request, All);
        var kept = cookies.ReadLanguage(context.Request);
        var language = asked.Query.Length == 0 && All.Contains(kept, StringComparer.Ordinal) ? kept : asked.Code;
        if (asked.Query.Length > 0 && language != kept) cookies.WriteLanguage(context.Response, language);
        context.Items[this] = language;
        return language;
    }
}
