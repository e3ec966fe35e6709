using NodaTime.Text;

namespace Publisher.Content.Editing;

/// <summary>Writes an item into the fields of its form, in the form's order.</summary>
internal static class FormOfItem
{
    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Write(Item item)
    {
        var fields = new OrderedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        void Add(string field, string text) => fields[field] = [text];

        Add("id", item.Id);
        Add("title", item.Title);
        Add("summary", item.Summary);
        switch (item)
        {
            case Call call: Write(call, Add); break;
            case Event @event: Write(@event, Add); break;
            case News news:
                Add("project", news.Project);
                Add("fundingSource", news.FundingSource);
                break;
        }

        Add("body", item.Body);
        Add("programme", item.Programme);
        Add("image.url", item.Image?.Url ?? "");
        Add("image.alt", item.Image?.Alt ?? "");
        WriteLinks("links", item.Links, Add);
        fields["districts"] = item.Districts;
        WriteLines("topics", item.Topics, Add);
        Add("language", item.Language);
        for (var at = 0; at < item.Translations.Count; at++)
        {
            var text = item.Translations[at];
            foreach (var (part, value) in ((string, string)[])[("language", text.Language), ("title", text.Title), ("summary", text.Summary), ("body", text.Body)])
                Add($"translations[{at}].{part}", value);
        }

        Add("note", item.Note);
        return fields;
    }

    private static void Write(Call call, Action<string, string> add)
    {
        WriteMoment("opens", call.Opens, add);
        WriteMoment("closes", call.Closes, add);
        add("budget", call.Budget is { } budget ? FormAmount.Write(budget) : "");
        add("whoMayApply", call.WhoMayApply);
        WriteLines("projectTypes", call.ProjectTypes, add);
        add("number", call.Number);
        add("priority", call.Priority);
        add("contact", call.Contact);
        add("results.summary", call.Results?.Summary ?? "");
        add("results.url", call.Results?.Url ?? "");
    }

    private static void Write(Event item, Action<string, string> add)
    {
        WriteMoment("starts", item.Starts, add);
        WriteMoment("ends", item.Ends, add);
        foreach (var (field, text) in ((string, string)[])
            [("venue", item.Venue), ("address", item.Address), ("online", item.Online), ("onlineUrl", item.OnlineUrl), ("registration", item.Registration), ("photoReport", item.PhotoReport)])
            add(field, text);
        WriteLines("organisers", item.Organisers, add);
        WriteLinks("mediaCoverage", item.MediaCoverage, add);
    }

    private static void WriteMoment(string field, Moment? moment, Action<string, string> add)
    {
        add(field, moment is { IsNone: false } day ? LocalDatePattern.Iso.Format(day.Date) : "");
        add(field + FormMoment.HourSuffix, moment?.Time is { } time ? Hour.Format(time) : "");
    }

    private static void WriteLines(string field, IReadOnlyList<string> lines, Action<string, string> add) => add(field, string.Join('\n', lines));

    private static void WriteLinks(string field, IReadOnlyList<ItemLink> links, Action<string, string> add)
    {
        for (var at = 0; at < links.Count; at++)
        {
            add($"{field}[{at}].url", links[at].Url);
            add($"{field}[{at}].text", links[at].Text);
        }
    }
}
