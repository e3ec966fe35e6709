using System.Text.RegularExpressions;

namespace Publisher.Social;

/// <summary>What a network's own address of a post says of the name that its API knows the post by.</summary>
internal static partial class PostAddress
{
    /// <param name="address">As staff copied it, or the name itself.</param>
    /// <returns>Empty where the address does not tell the name: a post by another name would be taken for one that somebody deleted.</returns>
    public static string NameIn(string network, string address)
    {
        if (!WebAddress.IsValid(address)) return address;
        var uri = new Uri(address);
        var last = Uri.UnescapeDataString(uri.Segments[^1].Trim('/'));
        return network switch
        {
            // …/permalink.php?story_fbid=1&id=2; the name in …/posts/pfbid… means nothing to the API.
            NetworkKeys.Facebook when Story().Match(uri.Query) is { Success: true } story => story.Groups[1].Value,
            NetworkKeys.Facebook or NetworkKeys.Mastodon => Number().IsMatch(last) ? last : "",
            // An activity is the post's place in the feed, which the API neither changes nor deletes.
            NetworkKeys.LinkedIn => last.StartsWith("urn:li:share:", StringComparison.Ordinal) || last.StartsWith("urn:li:ugcPost:", StringComparison.Ordinal) ? last : "",
            _ => last,
        };
    }

    [GeneratedRegex(@"[?&]story_fbid=([0-9]+)(?:&|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Story();

    [GeneratedRegex("^[0-9]+(_[0-9]+)?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
