using NodaTime;

namespace Publisher.Content.Editing;

/// <summary>What an item needs before it may be published, beyond what a draft needs: the same that a content file has to give. Pure.</summary>
internal static class PublishingRules
{
    /// <param name="isNew">Nobody has seen it yet.</param>
    public static IEnumerable<ItemFault> Check(Item item, bool isNew, Instant now, DateTimeZone zone)
    {
        // Words of pictures and links, and the summaries, are the gate's.
        if (item is Event { Starts.IsNone: true }) yield return Missing("starts", "an event needs its day, or its hour");
        if (item.Image is { Url.Length: 0 }) yield return Missing("image.url", "there are words for a picture, but no picture");
        foreach (var fault in Links("links", item.Links)) yield return fault;
        if (item is Event @event)
            foreach (var fault in Links("mediaCoverage", @event.MediaCoverage)) yield return fault;
        for (var at = 0; at < item.Translations.Count; at++)
            if (item.Translations[at].Title.Length == 0) yield return Missing($"translations[{at}].title", "a translation needs its title");
        if (item is Call { Results: { Summary.Length: 0 } }) yield return Missing("results.summary", "say in a sentence or two who got the money");
        if (item is Call { Closes: null, Results: null })
            yield return ItemFault.Ask("closes", FaultCode.NoDeadline, "is not given: nobody will be reminded of this call, and it never ends");
        if (isNew && item is not Event { Starts.IsNone: true } && item.Expires(zone) <= now)
            yield return ItemFault.Ask(item is Event ? "starts" : "closes", FaultCode.IsOver, "is past: nobody will be told of it");
    }

    private static IEnumerable<ItemFault> Links(string list, IReadOnlyList<ItemLink> links) =>
        from place in links.Index()
        where place.Item.Url.Length == 0
        select Missing($"{list}[{place.Index}].url", "the link leads nowhere");

    private static ItemFault Missing(string field, string text) => ItemFault.Of(field, FaultCode.Missing, $"is missing; {text}");
}
