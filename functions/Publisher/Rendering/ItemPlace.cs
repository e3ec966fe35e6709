using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>Where on the web an item is at home.</summary>
public static class ItemPlace
{
    /// <summary>Its first link, else where people register for it, else the archive.</summary>
    /// <param name="publicUrl">Of this installation, without a slash at its end.</param>
    public static string UrlOf(Item item, string publicUrl) =>
        item.Links is [var link, ..] && WebAddress.IsValid(link.Url) ? link.Url
        : item is Event { Registration: { Length: > 0 } registration } && WebAddress.IsValid(registration) ? registration
        : $"{publicUrl}/archive";
}
