using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Publisher.Social.Texts;

namespace Publisher.Social.Networks.LinkedIn;

/// <summary>
/// LinkedIn's little text format (learn.microsoft.com/linkedin/marketing/community-management/shares/little-text-format): reserved
/// characters are escaped, else a post is cut at the first of them without a word; hashtags have a form of their own.
/// </summary>
internal static class LittleText
{
    private static readonly SearchValues<char> Reserved = SearchValues.Create(@"\|{}@[]()<>#*_~");

    public static string Of(string text)
    {
        var (little, at) = (new StringBuilder(text.Length + 64), 0);
        // In an address # begins a place on the page, not a tag.
        var addresses = SocialPatterns.Address().Matches(text);
        foreach (Match tag in SocialPatterns.Hashtag().Matches(text))
        {
            if (addresses.Any(address => tag.Index >= address.Index && tag.Index < address.Index + address.Length)) continue;
            Escape(text.AsSpan(at, tag.Index - at), little);
            little.Append(@"{hashtag|\#|");
            Escape(tag.Groups[1].ValueSpan, little);
            little.Append('}');
            at = tag.Index + tag.Length;
        }

        Escape(text.AsSpan(at), little);
        return little.ToString();
    }

    /// <summary>The words of a text that came back from LinkedIn.</summary>
    public static string Plain(string little)
    {
        var plain = new StringBuilder(little.Length);
        for (var at = 0; at < little.Length; at++)
        {
            if (little[at] == '\\' && at + 1 < little.Length)
            {
                plain.Append(little[++at]);
            }
            else if (little.AsSpan(at).StartsWith("{hashtag|", StringComparison.Ordinal) && little.IndexOf('}', at) is var end and > 0)
            {
                plain.Append('#').Append(Plain(little[(little.LastIndexOf('|', end) + 1)..end]));
                at = end;
            }
            else
            {
                plain.Append(little[at]);
            }
        }

        return plain.ToString();
    }

    private static void Escape(ReadOnlySpan<char> text, StringBuilder little)
    {
        foreach (var c in text)
        {
            if (Reserved.Contains(c)) little.Append('\\');
            little.Append(c);
        }
    }
}
