using System.Globalization;
using Publisher.App.Public;
using Publisher.App.Staff.Console.Editing;
using Publisher.Board;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.App.Staff.Console.Previews;

/// <summary>An item on every channel, side by side, for the partial <c>staff/channels</c>. Pure.</summary>
internal static class PreviewView
{
    /// <summary>CSS pixels: a phone, and a mail program's window.</summary>
    private static readonly (string Key, int Width)[] Devices = [("Phone", 360), ("Desktop", 640)];

    /// <param name="documents">Where the documents are, up to their names.</param>
    /// <param name="query">What their addresses end with, from <c>&amp;</c> on.</param>
    /// <param name="language">Of the mail and the page.</param>
    /// <param name="here">Where this page is, up to the language it shows.</param>
    public static Dictionary<string, object?> Of(ItemPreview preview, Strings texts, FaultWords names, string organisation, string documents, string query, string language, string here)
    {
        var digest = preview.Languages[language];
        return PageModel.Map(
            ("subject", preview.Subject),
            ("itemLang", preview.Item.Language),
            ("mails", Mails(texts, documents, query, language)),
            ("web", PageModel.Map(("title", texts["previewArchive"]), ("url", $"{documents}/web?lang={language}{query}"))),
            ("text", preview.Text),
            ("posts", preview.Posts.Select(post => (object)Card(post, texts, organisation)).ToList()),
            ("findings", preview.Findings.Select(finding => (object)$"{names.NameOf(finding.Field)}: {names.Of(finding.Code!.Value, finding.Arguments)}").Distinct().ToList()),
            ("languages", preview.Languages.Keys.Order(StringComparer.Ordinal).Select(code => (object)PageModel.Map(
                ("url", $"{here}{(here.Contains('?', StringComparison.Ordinal) ? '&' : '?')}in={code}"),
                ("text", ConsoleWords.LanguageName(texts, code)),
                ("current", code == digest.Language))).ToList()));
    }

    /// <summary>A mail on a phone and on a desk, by day and by night.</summary>
    public static List<object> Mails(Strings texts, string documents, string query, string language) =>
    [
        .. from device in Devices
           from scheme in (string[])[PreviewDocument.Light, PreviewDocument.Dark]
           select (object)PageModel.Map(
               ("title", texts[$"preview{device.Key}{Words.Capital(scheme)}"]),
               ("width", device.Width.ToString(CultureInfo.InvariantCulture)),
               ("scheme", scheme),
               ("url", $"{documents}/mail?scheme={scheme}&lang={language}{query}")),
    ];

    private static Dictionary<string, object?> Card(PostPreview post, Strings texts, string organisation) => PageModel.Map(
        ("network", ConsoleWords.NetworkName(post.Network)),
        ("initial", organisation.Length > 0 ? StringInfo.GetNextTextElement(organisation) : ""),
        ("organisation", organisation),
        ("lang", post.Language),
        ("message", post.Text),
        ("images", post.Images.Select(image => (object)PageModel.Map(("url", image.Url), ("alt", image.Alt))).ToList()),
        // A network with a picture of its own shows no card of the link; LinkedIn's card has the picture in it.
        ("title", post.Images.Count == 0 || post.Network == NetworkKeys.LinkedIn ? post.Title : ""),
        ("site", Uri.TryCreate(post.Link, UriKind.Absolute, out var link) ? link.Host : ""),
        ("size", texts.Fill("countOf", ("n", $"{post.Length}"), ("max", $"{post.Limit}"))));
}
