using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>A passage of a notice: the organisation's own words, or ours where it has none.</summary>
internal static class NoticeText
{
    /// <param name="text">From settings, in the organisation's own language; empty for ours.</param>
    /// <returns>The text, and its language where that is not the page's.</returns>
    public static Dictionary<string, object?> Of(string text, string key, Strings strings) => new(StringComparer.Ordinal)
    {
        ["text"] = text.Length > 0 ? text : strings[key],
        ["lang"] = text.Length > 0 && strings.Language != Templates.DefaultLanguage ? Templates.DefaultLanguage : "",
    };
}
