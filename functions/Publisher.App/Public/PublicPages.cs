using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>What the public reads, for each in a language of theirs.</summary>
public sealed class PublicPages(Templates templates, PageFrame frame)
{
    /// <summary>The strings of every language there is, by its two letters.</summary>
    public IReadOnlyList<Strings> Languages => [.. templates.Languages.Order(StringComparer.Ordinal).Select(templates.StringsFor)];

    /// <param name="known">The language that this reader has chosen; empty where nobody knows.</param>
    /// <param name="personal">Whether the page is one person's, so that nobody keeps a copy of it.</param>
    public ReaderPages For(HttpRequest request, string known = "", bool personal = false) =>
        new(templates, frame, PageLanguage.Of(request, templates.Languages, known), request.Path, personal);

    /// <summary>In one language whatever the reader's is, there being strings for it or not.</summary>
    public ReaderPages In(string language) => new(templates, frame, new PageLanguage(language, "", false), "", personal: false);
}
