using NodaTime;
using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>An item in the words of one language, ready for any template: its date, its facts, its links.</summary>
internal static class ItemView
{
    public static Dictionary<string, object?> Of(Item item, Strings strings, DateTimeZone zone, Instant now)
    {
        var words = new Words(strings, zone);
        var over = item.Expires(zone) is { } end && end <= now;
        var text = item.TextIn(strings.Language);
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["kind"] = item.Kind.Key(),
            ["lang"] = text.Language,
            ["title"] = Markers.Clean(text.Title),
            ["summary"] = Markers.Clean(item is Call { Results: { } results } ? results.Summary : text.Summary),
            ["date"] = item switch
            {
                Call { Results: not null } => "",
                Call { Closes: { } closes } => words.Until(closes),
                Event @event => words.Range(@event.Starts, @event.Ends),
                _ => "",
            },
            ["image"] = item.Image is { } image
                ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["url"] = Markers.Clean(image.Url), ["alt"] = Markers.Clean(image.Alt) }
                : null,
            ["facts"] = Facts(item, strings, words),
            ["links"] = Links(item, strings, over),
        };
    }

    private static List<object> Facts(Item item, Strings strings, Words words)
    {
        var facts = new List<object>();
        void Add(string label, string value)
        {
            if (value.Length > 0) facts.Add(new Dictionary<string, object?>(StringComparer.Ordinal) { ["label"] = strings[label], ["value"] = Markers.Clean(value) });
        }

        switch (item)
        {
            case Call call:
                Add("number", call.Number);
                Add("programme", call.Programme);
                Add("priority", call.Priority);
                if (call.Results is not null) break;
                Add("projectTypes", string.Join("; ", call.ProjectTypes));
                Add("whoMayApply", call.WhoMayApply);
                Add("budget", call.Budget is { } budget ? words.Money(budget) : "");
                Add("opens", call.Opens is { } opens ? words.Moment(opens) : "");
                Add("contact", call.Contact);
                break;
            case Event @event:
                Add("where", ItemChanges.Place(@event));
                Add("online", @event.Online);
                Add("organisers", string.Join(", ", @event.Organisers));
                Add("programme", @event.Programme);
                break;
            case News news:
                Add("project", news.Project);
                Add("programme", news.Programme);
                Add("funding", news.FundingSource);
                break;
        }

        return facts;
    }

    private static List<object> Links(Item item, Strings strings, bool over)
    {
        var links = new List<object>();
        void Add(string url, string text)
        {
            if (url.Length > 0) links.Add(new Dictionary<string, object?>(StringComparer.Ordinal) { ["url"] = Markers.Clean(url), ["text"] = Markers.Clean(text) });
        }

        if (item is Event { Registration: var registration } && !over) Add(registration, strings["registration"]);
        if (item is Call { Results.Url: { Length: > 0 } results }) Add(results, strings["resultsLink"]);
        foreach (var link in item.Links) Add(link.Url, link.Text);
        if (item is not Event @event) return links;
        if (!over)
        {
            Add(@event.OnlineUrl, @event.Online.Length > 0 ? @event.Online : strings["online"]);
            return links;
        }

        Add(@event.PhotoReport, strings["photoReport"]);
        foreach (var coverage in @event.MediaCoverage) Add(coverage.Url, coverage.Text);
        return links;
    }
}
