using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions.Gates;

/// <summary>WCAG 2.2, 2.4.4 and 2.4.9: a link says where it leads, to those too who hear the links alone, one after the other.</summary>
internal static class LinkRule
{
    public static IEnumerable<Finding> Check(Item item) =>
    [
        .. Fields(item, "links", item.Links),
        .. item is Event @event ? OfEvent(@event) : [],
        .. from link in AddressesOf(item)
           where link.Url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
           select new Finding(item.Ref, link.Field, $"„{link.Url}” is not encrypted, and mail programs warn of such links; write https:// if the site has it", Severity.Warn).As(FaultCode.LinkNotEncrypted, link.Url),
    ];

    private static IEnumerable<(string Field, string Url)> AddressesOf(Item item)
    {
        IEnumerable<(string Field, string Url)> own = item switch
        {
            Call { Results: { } results } => [("results.url", results.Url)],
            Event @event =>
            [
                ("registration", @event.Registration), ("onlineUrl", @event.OnlineUrl), ("photoReport", @event.PhotoReport),
                .. @event.MediaCoverage.Select((link, at) => ($"mediaCoverage[{at}].url", link.Url)),
            ],
            _ => [],
        };
        return item.Links.Select((link, at) => ($"links[{at}].url", link.Url)).Concat(own);
    }

    public static IEnumerable<Finding> Check(Writing writing) =>
        from link in writing.Body.Links
        from finding in OfBody(writing, link)
        select finding;

    private static IEnumerable<Finding> OfBody(Writing writing, MarkdownLink link)
    {
        var words = link.Text.Trim();
        if (!MarkdownText.IsTarget(link.Url))
        {
            yield return link.IsPicture
                ? writing.Found("body", $"the picture „{words}” is at „{link.Url}”, which is no full web address; put the picture into the field image").As(FaultCode.BodyPictureAddress, words, link.Url)
                : writing.Found("body", $"the link „{words}” leads to „{link.Url}”, which opens nothing from a mail; write a full address, https://… or mailto:NAME@EXAMPLE.ORG, or take the link away")
                    .As(FaultCode.BodyLinkAddress, words, link.Url);
        }
        else if (words.Length == 0)
        {
            yield return link.IsPicture
                ? writing.Found("body", $"the picture {link.Url} has no words; say what it shows, or put the picture into the field image").As(FaultCode.BodyPictureWithoutWords, link.Url)
                : writing.Found("body", $"the link to {link.Url} has no words; say where it leads").As(FaultCode.BodyLinkWithoutWords, link.Url);
        }
        else if (Fault((text, severity) => writing.Found("body", text, severity), words) is { } fault)
        {
            yield return fault;
        }
    }

    private static IEnumerable<Finding> OfEvent(Event item)
    {
        // Where it can be watched is a link's words once there is a link.
        if (item.OnlineUrl.Length > 0 && item.Online.Length > 0 && Fault((text, severity) => new Finding(item.Ref, "online", text, severity), item.Online) is { } fault) yield return fault;
        foreach (var finding in Fields(item, "mediaCoverage", item.MediaCoverage)) yield return finding;
    }

    private static IEnumerable<Finding> Fields(Item item, string list, IReadOnlyList<ItemLink> links) =>
        from place in links.Select((link, at) => (link, at))
        let fault = Fault((text, severity) => new Finding(item.Ref, $"{list}[{place.at}].text", text, severity), place.link.Text)
        where fault is not null
        select fault;

    /// <summary>What is wrong with a link's words; null where they tell something.</summary>
    private static Finding? Fault(Func<string, Severity, Finding> found, string text)
    {
        var (plain, shown) = (EmptyWords.Plain(text), text.Trim());
        if (plain.Length == 0) return found("the link has no words; say where it leads", Severity.Block).As(FaultCode.LinkWithoutWords);
        if (IsAddress(plain))
            return found($"„{shown}” is a bare address, which is read out letter by letter; say in words where the link leads", Severity.Block).As(FaultCode.LinkIsAddress, shown);
        return EmptyWords.OfLinks.Contains(plain)
            ? found($"„{shown}” says nothing to who hears the links alone; say where it leads, such as „Regulamin naboru”", Severity.Block).As(FaultCode.LinkSaysNothing, shown)
            : null;
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
