using System.Globalization;
using System.Text.RegularExpressions;
using Publisher.Social.Networks.LinkedIn;

namespace Publisher.Social.Texts;

/// <summary>How long a text may be on a network, counted as the network counts.</summary>
/// <param name="Limit">In what <paramref name="Count"/> counts.</param>
public sealed record PostLength(int Limit, Func<string, int> Count)
{
    /// <summary>Characters of Mastodon for any address (docs.joinmastodon.org, „Posting to your profile”: text).</summary>
    private const int MastodonAddress = 23;

    /// <summary>UTF-16 units: where Facebook should count characters instead, these are never more.</summary>
    public static PostLength Facebook { get; } = new(63_206, text => text.Length);

    /// <summary>Characters of the Posts API's <c>commentary</c>, with the marks that its little text format needs.</summary>
    public static PostLength LinkedIn { get; } = new(3_000, text => LittleText.Of(text).Length);

    /// <summary>What a reader takes for a letter, so that an emoji of several code points is one; any address is 23.</summary>
    public static PostLength Mastodon { get; } = new(500, OfMastodon);

    /// <summary>Of a network by its key; the strictest for one that is not known.</summary>
    public static PostLength Of(string network) => network switch
    {
        NetworkKeys.Facebook => Facebook,
        NetworkKeys.LinkedIn => LinkedIn,
        _ => Mastodon,
    };

    public bool Fits(string text) => Count(text) <= Limit;

    private static int OfMastodon(string text)
    {
        var (count, at) = (0, 0);
        foreach (Match address in SocialPatterns.Address().Matches(text))
        {
            count += Letters(text.AsSpan(at, address.Index - at)) + MastodonAddress;
            at = address.Index + address.Length;
        }

        return count + Letters(text.AsSpan(at));
    }

    private static int Letters(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (text.Length > 0)
        {
            text = text[StringInfo.GetNextTextElementLength(text)..];
            count++;
        }

        return count;
    }
}

internal static partial class SocialPatterns
{
    /// <summary>ASCII only: an address with other letters may be cut there, so it counts as it is long.</summary>
    [GeneratedRegex("""https?://[A-Za-z0-9][A-Za-z0-9!$%&'*+,\-./:;=?@_~#]*[A-Za-z0-9/=_-]""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Address();

    [GeneratedRegex(@"(?<![\w/&])#([\p{L}\p{M}\p{N}_]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Hashtag();
}
