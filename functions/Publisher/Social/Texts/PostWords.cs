using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Publisher.Social.Texts;

/// <summary>What staff wrote, as it may stand in a post that others read.</summary>
internal static partial class PostWords
{
    private const string Ellipsis = "…";

    /// <summary>
    /// Without what would reach beyond its place: marks that turn the writing direction of all that follows, marks of our own, and an @ that would call a
    /// person or, on Facebook, tag a page (<c>@[1:a]</c>); a word joiner behind it, which nobody sees, keeps it from that. A full stop before it does not
    /// (Mastodon's MENTION_RE); in an address there is a letter.
    /// </summary>
    public static string Harmless(string text) => Mention().Replace(Turning().Replace(text, ""), "@\u2060");

    /// <summary>No blanks at line ends, and never two empty lines.</summary>
    public static string Tidy(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());
        return Gap().Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    /// <summary>The beginning of a text that ends with a whole word, with an ellipsis; the text itself where it is no longer.</summary>
    /// <param name="letters">What a reader takes for a letter.</param>
    public static string Cut(string text, int letters)
    {
        var elements = StringInfo.ParseCombiningCharacters(text);
        if (elements.Length <= letters) return text;
        if (letters < 2) return "";
        var end = elements[letters - 1];
        var blank = text.LastIndexOfAny([' ', '\n', '\t'], end);
        // A word longer than half of what there is room for is cut itself.
        if (blank > end / 2) end = blank;
        return text[..end].TrimEnd(' ', '\n', '\t', ',', ';', ':', '.', '–', '-') + Ellipsis;
    }

    /// <summary>In letters.</summary>
    public static int Length(string text) => StringInfo.ParseCombiningCharacters(text).Length;

    /// <summary>Text without its markup, as a network gives it back: to be compared, never to be shown.</summary>
    public static string Compared(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsWhiteSpace(c) && c is not '\u2060') plain.Append(c);
        return plain.ToString();
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}_/=])@(?=\w)|@(?=\[)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();

    [GeneratedRegex(@"[\u202A-\u202E\u2066-\u2069\u200E\u200F\uE000\uE001]|[\p{Cc}-[\n\t]]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Turning();

    [GeneratedRegex(@"\n{3,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
