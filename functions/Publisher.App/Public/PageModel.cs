namespace Publisher.App.Public;

/// <summary>What templates of pages are given: maps of names, and the choices of a form's section.</summary>
internal static class PageModel
{
    public static Dictionary<string, object?> Map(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members) map[name] = value;
        return map;
    }

    /// <summary>Boxes or radio buttons of one name, each with an id of its own: <c>kinds-1</c>.</summary>
    /// <param name="type">Of the input: <c>checkbox</c> or <c>radio</c>.</param>
    /// <param name="offered">The language is empty where it is the page's.</param>
    public static List<object> Choices(
        string name, string type, IEnumerable<(string Value, string Label, string Lang)> offered, IReadOnlyList<string> ticked) =>
        [.. offered.Select((choice, at) => (object)Map(
            ("id", $"{name}-{at + 1}"),
            ("type", type),
            ("name", name),
            ("value", choice.Value),
            ("label", choice.Label),
            ("lang", choice.Lang),
            ("note", ""),
            ("ticked", ticked.Contains(choice.Value, StringComparer.Ordinal))))];
}
