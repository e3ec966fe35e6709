using System.Text;

namespace Publisher.Feeds;

/// <summary>People's text without what no feed can hold.</summary>
internal static class FeedText
{
    /// <summary>Takes out control characters and noncharacters (XML 1.0 §2.2); half a surrogate pair comes as U+FFFD, a line end as one character in every form.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
            if (IsText(rune)) clean.Append(rune);
        return clean.ToString();
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string text) => string.Join(' ', Clean(text).Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private static bool IsText(Rune rune) => Rune.IsControl(rune) ? rune.Value is '\t' or '\n' or '\r' : (rune.Value & 0xFFFE) != 0xFFFE;
}
