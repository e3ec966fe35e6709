using System.Globalization;
using System.Text.Json;
using Publisher.Social;
using Publisher.Social.Texts;

namespace Publisher.App.Local;

/// <summary>A pack of the outbox as the card that its network would show.</summary>
internal static class PostCard
{
    /// <returns>The template's model; null for a file that is no pack.</returns>
    public static Dictionary<string, object?>? Of(string json, string organisation)
    {
        using var document = JsonDocument.Parse(json);
        var pack = document.RootElement;
        var (network, text) = (Text(pack, "network"), Text(pack, "message"));
        if (network.Length == 0 || text.Length == 0) return null;
        var length = PostLength.Of(network);
        var images = pack.TryGetProperty("images", out var list) ? list.EnumerateArray().Select(image => (object)Model(("url", Text(image, "url")), ("alt", Text(image, "alt")))).ToList() : [];
        return Model(
            ("network", NetworkKeys.NameOf(network)),
            ("item", Text(pack, "item")),
            ("occasion", Text(pack, "occasion") is "first" ? "" : Text(pack, "occasion")),
            ("initial", organisation.Length > 0 ? StringInfo.GetNextTextElement(organisation) : ""),
            ("organisation", organisation),
            ("lang", Text(pack, "language") is { Length: > 0 } language ? language : "pl"),
            ("message", text),
            ("images", images),
            // A network with a picture of its own shows no card of the link; LinkedIn's card has the picture in it.
            ("title", images.Count == 0 || network == NetworkKeys.LinkedIn ? Text(pack, "title") : ""),
            ("site", Uri.TryCreate(Text(pack, "link"), UriKind.Absolute, out var link) ? link.Host : ""),
            ("size", string.Create(CultureInfo.InvariantCulture, $"{length.Count(text)} of {length.Limit} characters")));
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static Dictionary<string, object?> Model(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var model = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members) model[name] = value;
        return model;
    }
}
