namespace Publisher.Social.Texts;

/// <summary>
/// A post's link: says to the site's statistics where readers came from, and to us whose post it is, should a reply of the network be
/// lost. No two posts of a network have the same.
/// </summary>
internal static class CampaignLink
{
    /// <param name="url">A valid web address (<see cref="WebAddress"/>).</param>
    /// <param name="marker">Of the post: letters of a slug and a full stop.</param>
    /// <returns>In ASCII: networks count, and cut, addresses with other letters in different ways.</returns>
    public static string Of(string url, string network, string marker)
    {
        if (!WebAddress.IsValid(url)) throw new ArgumentException("no web address", nameof(url));
        var uri = new Uri(url);
        var query = string.Join('&', uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.StartsWith("utm_", StringComparison.OrdinalIgnoreCase))
            .Append($"utm_source={network}").Append("utm_medium=social").Append($"utm_campaign={marker}"));
        var port = uri.IsDefaultPort ? "" : $":{uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        // Brackets end an address on some networks where they are not in pairs.
        var rest = $"{port}{uri.AbsolutePath}?{query}{uri.Fragment}"
            .Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)
            .Replace("[", "%5B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
        return $"{uri.Scheme}://{uri.IdnHost}{rest}";
    }

    /// <summary>Whether a text, or the markup of one, has the link in it: as it is, or with its ampersands as HTML writes them.</summary>
    public static bool IsIn(string text, string link)
    {
        if (link.Length == 0) return false;
        foreach (var form in (string[])[link, link.Replace("&", "&amp;", StringComparison.Ordinal)])
            for (var at = text.IndexOf(form, StringComparison.Ordinal); at >= 0; at = text.IndexOf(form, at + 1, StringComparison.Ordinal))
                // „call-a” is not „call-a-2”, nor „call-a.reminder”; a sentence's full stop may follow.
                if (!GoesOn(text, at + form.Length)) return true;
        return false;
    }

    private static bool GoesOn(string text, int at) => at < text.Length
        && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_' or '%' || (text[at] is '.' or '&' && at + 1 < text.Length && char.IsAsciiLetterOrDigit(text[at + 1])));
}
