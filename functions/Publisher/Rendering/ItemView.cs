using NodaTime;
using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>An item in the words of one language, ready for any template: what is due, its facts, its links.</summary>
internal static class ItemView
{
    /// <param name="flag">The merge flag that says a reader gets this item.</param>
    /// <param name="whole">With the item's body, not the summary alone.</param>
    public static Dictionary<string, object?> Of(Item item, int flag, Strings strings, DateTimeZone zone, Instant now, bool whole)
    {
        var words = new Words(strings, zone);
        var over = item.Expires(zone) is { } end && end <= now;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["flag"] = Number(flag),
            ["earlier"] = string.Join(',', Enumerable.Range(0, flag)),
            ["anchor"] = $"{item.Kind.Key()}-{item.Id}",
            ["kind"] = item.Kind.Key(),
            ["lang"] = item.Language,
            ["title"] = Markers.Clean(item.Title),
            ["summary"] = Markers.Clean(item.Summary),
            // Cleaned after Markdown has run: it turns &#xE000; into the character itself.
            ["bodyHtml"] = whole && item.Body.Length > 0 ? Markers.Clean(MarkdownText.ToHtml(item.Body)) : "",
            ["bodyText"] = whole ? Markers.Clean(item.Body) : "",
            ["due"] = Due(item, words, now),
            ["date"] = item is Call { Closes: { } closes } ? words.Until(closes) : Due(item, words, now),
            ["image"] = item.Image is { } image
                ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["url"] = Markers.Clean(image.Url), ["alt"] = Markers.Clean(image.Alt) }
                : null,
            ["facts"] = Facts(item, strings, words),
            ["links"] = Links(item, strings, over),
        };
    }

    private static string Due(Item item, Words words, Instant now) => item switch
    {
        Call { Closes: { } closes } => words.Deadline(closes, now),
        Event @event => words.Range(@event.Starts, @event.Ends),
        _ => "",
    };

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
                Add("projectTypes", string.Join("; ", call.ProjectTypes));
                Add("whoMayApply", call.WhoMayApply);
                Add("budget", call.Budget is { } budget ? words.Money(budget) : "");
                Add("opens", call.Opens is { } opens ? words.Moment(opens) : "");
                Add("contact", call.Contact);
                break;
            case Event @event:
                Add("where", string.Join(", ", ((string[])[@event.Venue, @event.Address]).Where(part => part.Length > 0)));
                Add("online", @event.Online);
                Add("organisers", string.Join(", ", @event.Organisers));
                break;
            case News news:
                Add("project", news.Project);
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

        foreach (var link in item.Links) Add(link.Url, link.Text);
        if (item is not Event @event) return links;
        if (!over)
        {
            Add(@event.Registration, strings["registration"]);
            Add(@event.OnlineUrl, @event.Online.Length > 0 ? @event.Online : strings["online"]);
            return links;
        }

        Add(@event.PhotoReport, strings["photoReport"]);
        foreach (var coverage in @event.MediaCoverage) Add(coverage.Url, coverage.Text);
        return links;
    }

    private static string Number(int n) => n.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
