using Publisher.App.Settings;
using Publisher.Feeds;
using Publisher.Rendering;
using static Publisher.App.Public.PageModel;

namespace Publisher.App.Public;

/// <summary>What stands around every page: who speaks, in which colours, and the ways to the other pages.</summary>
public sealed class PageFrame(Organisation organisation, Look look, LegalNotices notices)
{
    /// <summary>Text is a little clearer than it must be: some of it stands on a tint of the same colour.</summary>
    private const double Contrast = Colour.TextContrast + 1;

    /// <summary>What is behind the text where the reader's device is set to dark.</summary>
    private static readonly Colour Dark = new(0x17, 0x21, 0x2b);

    /// <summary>The organisation's colour, as it is read on white and on what is behind the text at night; each as <c>#rrggbb</c>.</summary>
    public (string Light, string Dark) Accents { get; } = AccentsOf(Colour.Parse(look.Accent) ?? Colour.Parse(Look.Default.Accent)!.Value);

    /// <param name="here">Path of the page itself; empty where it is none of those that all pages lead to; null for a page kept as a file, from where no way leads.</param>
    public Dictionary<string, object?> Model(Strings strings, PageLanguage language, string? here, string title, string mark, string content)
    {
        var feeds = FeedFilter.Everything.Query(language.Code == Templates.DefaultLanguage ? "" : strings.Language);
        return Map(
            ("lang", language.Code),
            ("mark", mark),
            ("title", title),
            ("organisation", organisation.Name),
            ("address", organisation.Address),
            ("email", organisation.Email),
            ("look", Map(
                ("accent", Accents.Light),
                ("accentDark", Accents.Dark),
                ("logo", look.Logo is { } logo ? Map(("url", logo.Url), ("alt", logo.Alt), ("width", logo.Width)) : null))),
            ("pages", here is null ? [] : Pages(strings, language, here)),
            ("feeds", here is null ? null : Map(("atom", $"{FeedFiles.Path}/{FeedFiles.Atom}{feeds}"), ("json", $"{FeedFiles.Path}/{FeedFiles.Json}{feeds}"))),
            ("content", content));
    }

    /// <summary>Where the privacy notice is: here, or the organisation's own.</summary>
    public string Privacy(PageLanguage language) => notices.PrivacyUrl.Length > 0 ? notices.PrivacyUrl : PrivacyPage.Path + language.Query;

    private static (string Light, string Dark) AccentsOf(Colour accent) =>
        (accent.ReadableOnAll([Colour.White], Contrast).ToString(), accent.ReadableOn(Dark, Contrast).ToString());

    private List<object> Pages(Strings strings, PageLanguage language, string here) =>
    [
        .. new (string Url, string Text)[]
        {
            (SignUpPage.Path + language.Query, strings["subscribeTitle"]),
            (ArchivePage.Path + language.Query, strings["archive"]),
            (FeedFiles.Path + language.Query, strings["feeds"]),
            (Privacy(language), strings["privacy"]),
            (notices.AccessibilityUrl.Length > 0 ? notices.AccessibilityUrl : AccessibilityPage.Path + language.Query, strings["accessibility"]),
        }.Select(page => (object)Map(("url", page.Url), ("text", page.Text), ("current", here.Length > 0 && page.Url.Split('?')[0] == here))),
    ];
}
