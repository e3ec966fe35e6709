using System.Text.RegularExpressions;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>WCAG 2.2, 3.1.2: each word is marked as the language it is in, so that a screen reader reads it in the right voice.</summary>
public sealed partial class LanguageMarkTests
{
    private static readonly string[] Void = ["img", "br", "hr", "meta", "link"];

    private static readonly DigestRenderer Renderer = Rendered.RendererOf(new Programmes(
        [new Programme("FEdKP 2021–2027", [], "Dofinansowane przez Unię Europejską, żeby działo się więcej.", [new Logo("https://example.org/ue.png", "Unia Europejska: żółte gwiazdy", 120)])]));

    [Theory]
    [InlineData("en")]
    [InlineData("pl")]
    [InlineData("uk")]
    public void Every_word_of_a_mail_and_its_page_is_marked_as_the_language_it_is_in(string language)
    {
        var digest = Renderer.Render(Rendered.Content(Everything.Entries), language);

        CheckMarks(digest.Whole, language);
        CheckMarks(digest.Web, language);
        foreach (var entry in Everything.Entries) CheckMarks(Renderer.Render(Rendered.Content([entry], announcement: true), language).Whole, language);
    }

    private static void CheckMarks(string html, string language)
    {
        var langs = new Stack<string>([language]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // What is not displayed is not read out; comments are for one mail program that needs tables.
        var body = Hidden().Replace(Comment().Replace(html[html.IndexOf("<body", StringComparison.Ordinal)..html.IndexOf("</body>", StringComparison.Ordinal)], ""), "");
        foreach (Match part in Part().Matches(body))
        {
            var (text, tag) = (part.Groups["text"].Value, part.Groups["tag"].Value);
            Check(text, langs.Peek());
            if (part.Groups["end"].Length > 0) langs.Pop();
            if (tag.Length == 0 || part.Groups["end"].Length > 0) continue;
            var attributes = Attribute().Matches(part.Groups["attributes"].Value).ToDictionary(each => each.Groups[1].Value, each => each.Groups[2].Value, StringComparer.Ordinal);
            var own = attributes.GetValueOrDefault("lang", langs.Peek());
            Check(attributes.GetValueOrDefault("alt", ""), own);
            Check(attributes.GetValueOrDefault("aria-label", ""), own);
            if (!Void.Contains(tag)) langs.Push(own);
        }

        Assert.Contains(language, seen);

        void Check(string text, string lang)
        {
            seen.Add(lang);
            if (Cyrillic().IsMatch(text)) Assert.True(lang == "uk", $"{lang}: {text}");
            if (Polish().IsMatch(text)) Assert.True(lang == "pl", $"{lang}: {text}");
            if (English().IsMatch(text)) Assert.True(lang == "en", $"{lang}: {text}");
        }
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("<div style=\"display:none[^>]*>[^<]*</div>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("""(?<text>[^<]*)(?:<(?<end>/?)(?<tag>[a-z0-9]+)(?<attributes>(?:"[^"]*"|[^">])*)>|$)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex("""([a-z-]+)="([^"]*)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex("[\u0400-\u04FF]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cyrillic();

    [GeneratedRegex("[ąćęłńóśźż]|naborze|dokument", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Polish();

    [GeneratedRegex("call|event|newsletter|who may|read in|grants", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex English();
}
