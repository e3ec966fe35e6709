using NodaTime;
using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>
/// An item in the words of one language, ready for any template: its date, its facts, its links. Each says what language it is in: title and
/// body are translated, everything else that staff wrote is not, and dates and amounts are ours.
/// </summary>
internal static class ItemView
{
    /// <param name="whole">With all facts, not only those by which one decides to read on.</param>
    public static Dictionary<string, object?> Of(Item item, Strings strings, DateTimeZone zone, Instant now, bool whole = true)
    {
        var words = new Words(strings, zone);
        var over = item.Expires(zone) is { } end && end <= now;
        var text = item.TextIn(strings.Language);
        var results = (item as Call)?.Results;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["kind"] = item.Kind.Key(),
            ["lang"] = text.Language,
            ["title"] = Markers.Clean(text.Title),
            ["native"] = text.Language == strings.Language,
            ["summary"] = Markers.Clean(results?.Summary ?? text.Summary),
            ["summaryLang"] = results is null ? text.Language : item.Language,
            ["date"] = item switch
            {
                Call { Results: not null } => "",
                Call { Closes: { } closes } => words.Until(closes),
                Event @event => words.Range(@event.Starts, @event.Ends),
                _ => "",
            },
            ["image"] = item.Image is { } image
                ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["url"] = Markers.Clean(image.Url), ["alt"] = Markers.Clean(image.Alt), ["lang"] = item.Language }
                : null,
            ["facts"] = Facts(item, strings, words, whole),
            ["links"] = Links(item, strings, over),
        };
    }

    private static List<object> Facts(Item item, Strings strings, Words words, bool whole)
    {
        var facts = new List<object>();
        void AddOwn(string label, string value) => AddIn(item.Language, label, value);
        void AddOurs(string label, string value) => AddIn(strings.Language, label, value);
        void AddIn(string language, string label, string value)
        {
            if (value.Length == 0) return;
            facts.Add(new Dictionary<string, object?>(StringComparer.Ordinal) { ["label"] = strings[label], ["value"] = Markers.Clean(value), ["lang"] = language });
        }

        switch (item)
        {
            case Call call:
                AddOwn("number", call.Number);
                AddOwn("programme", call.Programme);
                if (whole) AddOwn("priority", call.Priority);
                if (call.Results is not null) break;
                if (whole) AddOwn("projectTypes", string.Join("; ", call.ProjectTypes));
                AddOwn("whoMayApply", call.WhoMayApply);
                AddOurs("budget", call.Budget is { } budget ? words.Money(budget) : "");
                AddOurs("opens", call.Opens is { } opens ? words.Moment(opens) : "");
                AddOwn("contact", call.Contact);
                break;
            case Event @event:
                AddOwn("where", ItemChanges.Place(@event));
                AddOwn("online", @event.Online);
                AddOwn("organisers", string.Join(", ", @event.Organisers));
                AddOwn("programme", @event.Programme);
                break;
            case News news:
                AddOwn("project", news.Project);
                AddOwn("programme", news.Programme);
                AddOwn("funding", news.FundingSource);
                break;
        }

        return facts;
    }

    /// <summary>Where its links may lead, at whatever time one looks: each as it stands in a mail.</summary>
    public static IEnumerable<string> Addresses(Item item)
    {
        IEnumerable<string> own = item switch
        {
            Call call => [call.Results?.Url ?? ""],
            Event @event => [@event.Registration, @event.OnlineUrl, @event.PhotoReport, .. @event.MediaCoverage.Select(coverage => coverage.Url)],
            _ => [],
        };
        return own.Concat(item.Links.Select(link => link.Url)).Where(url => url.Length > 0).Select(Markers.Clean);
    }

    private static List<object> Links(Item item, Strings strings, bool over)
    {
        var links = new List<object>();
        void AddOwn(string url, string text) => AddIn(item.Language, url, text, ours: false);
        void AddOurs(string url, string key) => AddIn(strings.Language, url, strings[key], ours: true);
        void AddIn(string language, string url, string text, bool ours)
        {
            if (url.Length == 0) return;
            links.Add(new Dictionary<string, object?>(StringComparer.Ordinal) { ["url"] = Markers.Clean(url), ["text"] = Markers.Clean(text), ["lang"] = language, ["own"] = ours });
        }

        if (item is Event { Registration: var registration } && !over) AddOurs(registration, "registration");
        if (item is Call { Results.Url: { Length: > 0 } results }) AddOurs(results, "resultsLink");
        foreach (var link in item.Links) AddOwn(link.Url, link.Text);
        if (item is not Event @event) return links;
        if (!over)
        {
            if (@event.Online.Length > 0) AddOwn(@event.OnlineUrl, @event.Online);
            else AddOurs(@event.OnlineUrl, "online");
            return links;
        }

        AddOurs(@event.PhotoReport, "photoReport");
        foreach (var coverage in @event.MediaCoverage) AddOwn(coverage.Url, coverage.Text);
        return links;
    }
}
