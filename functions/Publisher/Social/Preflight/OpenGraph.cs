using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Publisher.Social.Preflight;

/// <summary>What a page says of itself to networks (ogp.me): its card's title and picture. Empty where it does not.</summary>
public sealed partial record OpenGraph(string Title, string Image)
{
    /// <summary>Octets of a page that are looked at: what networks read is in its head.</summary>
    private const int Head = 512 * 1024;

    public static OpenGraph Read(ReadOnlySpan<byte> page)
    {
        var html = Encoding.UTF8.GetString(page[..Math.Min(page.Length, Head)]);
        var (title, image) = ("", "");
        foreach (Match meta in Meta().Matches(html))
        {
            var (property, content) = ("", "");
            foreach (Match attribute in Attribute().Matches(meta.Value))
            {
                var value = WebUtility.HtmlDecode(attribute.Groups["value"].Value.Trim('"', '\'')).Trim();
                if (attribute.Groups["name"].Value.ToLowerInvariant() is "property" or "name") property = value.ToLowerInvariant();
                else content = value;
            }

            if (property == "og:title" && title.Length == 0) title = content;
            if (property is "og:image" or "og:image:secure_url" && image.Length == 0) image = content;
        }

        return new OpenGraph(title, image);
    }

    [GeneratedRegex("<meta\\s[^>]{1,4000}>", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Meta();

    [GeneratedRegex("(?<name>property|name|content)\\s*=\\s*(?<value>\"[^\"]*\"|'[^']*'|[^\\s\"'>]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();
}
