using Publisher.Content;

namespace Publisher.Editions.Gates;

/// <summary>WCAG 2.2, 2.4.4 and 2.4.9: a link says where it leads, to those too who hear the links alone, one after the other.</summary>
internal static class LinkRule
{
    public static IEnumerable<Finding> Check(Item item) =>
    [
        .. Fields(item, "links", item.Links),
        .. item is Event @event ? OfEvent(@event) : [],
    ];

    public static IEnumerable<Finding> Check(Writing writing) =>
        from link in writing.Body.Links
        let fault = Fault(link.Text)
        where fault is not null
        select writing.Found("body", link.Text.Trim().Length > 0 ? fault : $"the link to {link.Url} has no words; say where it leads");

    private static IEnumerable<Finding> OfEvent(Event item)
    {
        // Where it can be watched is a link's words once there is a link.
        if (item.OnlineUrl.Length > 0 && item.Online.Length > 0 && Fault(item.Online) is { } fault) yield return new Finding(item.Ref, "online", fault, Severity.Block);
        foreach (var finding in Fields(item, "mediaCoverage", item.MediaCoverage)) yield return finding;
    }

    private static IEnumerable<Finding> Fields(Item item, string list, IReadOnlyList<ItemLink> links) =>
        from place in links.Select((link, at) => (link, at))
        let fault = Fault(place.link.Text)
        where fault is not null
        select new Finding(item.Ref, $"{list}[{place.at}].text", fault, Severity.Block);

    /// <summary>What is wrong with a link's words; null where they tell something.</summary>
    private static string? Fault(string text)
    {
        var plain = EmptyWords.Plain(text);
        if (plain.Length == 0) return "the link has no words; say where it leads";
        if (IsAddress(plain)) return $"„{text.Trim()}” is a bare address, which is read out letter by letter; say in words where the link leads";
        return EmptyWords.OfLinks.Contains(plain) ? $"„{text.Trim()}” says nothing to who hears the links alone; say where it leads, such as „Regulamin naboru”" : null;
    }

    private static bool IsAddress(string plain)
    {
        if (plain.Contains(' ', StringComparison.Ordinal)) return false;
        if (plain.Contains("://", StringComparison.Ordinal) || plain.StartsWith("www.", StringComparison.Ordinal)) return true;
        // example.org/page; a name alone, example.org, tells whose page it is.
        var (slash, dot) = (plain.IndexOf('/', StringComparison.Ordinal), plain.IndexOf('.', StringComparison.Ordinal));
        return dot > 0 && slash > dot + 1;
    }
}
