using System.Security.Cryptography;
using System.Text;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Whether it is counted how often the links of mails are opened, in sum. Off, mails hold the addresses themselves.</summary>
public sealed record ClickCounting(bool IsOn);

/// <summary>
/// The doors of an edition: addresses of ours behind which the links of its items lie, so that it can be counted how often one is opened. A door is the same for
/// all readers and holds nothing of anybody; and where it leads stands in the edition, so that it leads nowhere else.
/// </summary>
public static class LinkDoors
{
    /// <summary>The key of the page for everyone, whose address is ours and may change.</summary>
    public const string Page = "page";

    /// <summary>Hexadecimal digits: an item has a few links, and none may be taken for another.</summary>
    private const int Digits = 10;

    /// <param name="webUrl">Of the edition's page for everyone.</param>
    public static string KeyOf(string url, string webUrl) =>
        url.StartsWith(webUrl, StringComparison.Ordinal) ? Page : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)))[..Digits];

    /// <summary>Where a door leads.</summary>
    /// <param name="entries">What the edition holds, as it was made.</param>
    /// <returns>Null where there is no such door.</returns>
    public static string? Find(IEnumerable<DigestEntry> entries, ItemRef item, string key, string webUrl) =>
        entries.Where(entry => entry.Item.Ref == item)
            .SelectMany(entry => key == Page ? [$"{webUrl}#{EntryView.Anchor(entry.Item)}"] : ItemView.Addresses(entry.Item).Where(url => KeyOf(url, webUrl) == key))
            .FirstOrDefault(url => WebAddress.IsValid(url));
}
