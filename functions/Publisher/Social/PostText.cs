using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Social;

/// <summary>Writes an item as a post, by the templates in <c>social/NETWORK/KIND.txt.hbs</c>.</summary>
public sealed class PostText(Templates templates, Organisation organisation, string publicUrl, DateTimeZone zone)
{
    /// <returns>The text, and the link that goes with it: the item's own first one, or our archive.</returns>
    public (string Text, string Link) Write(string network, Item item, Instant now)
    {
        var strings = templates.StringsFor(item.Language);
        var link = item.Links.Count > 0 ? item.Links[0].Url : $"{publicUrl}/archive";
        var model = ItemView.Of(item, strings, zone, now);
        model["link"] = link;
        model["organisation"] = organisation.Name;
        model["tags"] = strings["tags" + item.Kind];
        return (templates.Render($"social/{network}/{item.Kind.Key()}.txt", item.Language, model).Trim(), link);
    }
}
