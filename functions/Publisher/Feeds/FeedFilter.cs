using Publisher.Content;

namespace Publisher.Feeds;

/// <summary>What a feed is about. What nobody chose by is everything.</summary>
/// <param name="Districts">Slugs.</param>
/// <param name="Topics">As items have them.</param>
public sealed record FeedFilter(IReadOnlyList<ItemKind> Kinds, IReadOnlyList<string> Districts, IReadOnlyList<string> Topics)
{
    public static FeedFilter Everything { get; } = new([], [], []);

    /// <summary>An item without districts is the whole city's, so it is in every district's feed; one without topics is on none.</summary>
    public bool Admits(Item item) =>
        (Kinds.Count == 0 || Kinds.Contains(item.Kind))
        && (Districts.Count == 0 || item.Districts.Count == 0 || item.Districts.Any(district => Districts.Contains(district, StringComparer.Ordinal)))
        && (Topics.Count == 0 || item.Topics.Any(topic => Topics.Contains(topic, StringComparer.Ordinal)));

    /// <summary>What asks for it, behind an address: <c>?kind=call,event&amp;district=rubinkowo</c>, or empty.</summary>
    /// <param name="language">Two letters; empty for the organisation's own.</param>
    public string Query(string language)
    {
        var parts = new List<string>();
        if (Kinds.Count > 0) parts.Add($"{FeedQuery.Kind}={string.Join(',', Kinds.Select(kind => kind.Key()))}");
        if (Districts.Count > 0) parts.Add($"{FeedQuery.District}={string.Join(',', Districts)}");
        // Each by itself: a topic may have a comma in it.
        parts.AddRange(Topics.Select(topic => $"{FeedQuery.Topic}={Uri.EscapeDataString(topic)}"));
        if (language.Length > 0) parts.Add($"{FeedQuery.Language}={language}");
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }
}
