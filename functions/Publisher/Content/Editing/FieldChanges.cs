namespace Publisher.Content.Editing;

/// <summary>What is different between two versions of an item, field by field, as a reader would see it. Pure.</summary>
/// <remarks>The one place that says which fields people act upon: a date, a place, an amount, who may apply. A mended word is none of these.</remarks>
public static class FieldChanges
{
    /// <summary>The differences in the order of the form, the item's status first; empty where there are none. An id is not compared: it is for life.</summary>
    public static IReadOnlyList<FieldChange> Between(Item old, Item now)
    {
        var (before, after) = (Of(old), Of(now));
        var changes = new List<FieldChange>();
        foreach (var (key, value) in after)
            if (before.GetValueOrDefault(key)?.Text is var was && (was ?? "") != value.Text) changes.Add(Change(key, was ?? "", value.Text, value));
        // What only the old one has: a translation that was taken out.
        foreach (var (key, value) in before)
            if (value.Text.Length > 0 && !after.ContainsKey(key)) changes.Add(Change(key, value.Text, "", value));
        return changes;
    }

    private static FieldChange Change((string Field, string Language) key, string old, string now, Value value) =>
        new(key.Field, old, now, value.Form, value.Form == FieldForm.Status ? IsPublic(old) && IsPublic(now) : value.IsConsequential, key.Language);

    /// <summary>What is withdrawn was seen by people, as far as anybody can tell; a draft was not.</summary>
    private static bool IsPublic(string status) => status is "published" or "withdrawn";

    private static OrderedDictionary<(string Field, string Language), Value> Of(Item item)
    {
        var fields = new OrderedDictionary<(string Field, string Language), Value>();
        void Add(string field, string text, FieldForm form = FieldForm.Words, bool consequential = false, string language = "") =>
            fields.TryAdd((field, language), new Value(text.ReplaceLineEndings("\n"), form, consequential));

        Add("status", item.Status.ToString().ToLowerInvariant(), FieldForm.Status);
        Add("title", item.Title);
        Add("summary", item.Summary);
        switch (item)
        {
            case Call call: OfCall(call, Add); break;
            case Event @event: OfEvent(@event, Add); break;
            case News news:
                Add("project", news.Project);
                Add("fundingSource", news.FundingSource);
                break;
        }

        Add("body", item.Body, FieldForm.Markdown);
        Add("programme", item.Programme);
        Add("image.url", item.Image?.Url ?? "", FieldForm.Address);
        Add("image.alt", item.Image?.Alt ?? "");
        Add("links", Lines(item.Links), FieldForm.Lines);
        Add("districts", string.Join('\n', item.Districts), FieldForm.Districts);
        Add("topics", string.Join('\n', item.Topics), FieldForm.Lines);
        Add("language", item.Language, FieldForm.Language);
        foreach (var text in item.Translations)
        {
            Add("title", text.Title, language: text.Language);
            Add("summary", text.Summary, language: text.Language);
            Add("body", text.Body, FieldForm.Markdown, language: text.Language);
        }

        Add(Note, item.Note);
        return fields;
    }

    private static void OfCall(Call call, Adder add)
    {
        add("opens", call.Opens?.ToString() ?? "", FieldForm.Moment, true);
        add("closes", call.Closes?.ToString() ?? "", FieldForm.Moment, true);
        add("budget", call.Budget is { } budget ? FormAmount.Write(budget) : "", FieldForm.Money, true);
        add("whoMayApply", call.WhoMayApply, FieldForm.Words, true);
        add("projectTypes", string.Join('\n', call.ProjectTypes), FieldForm.Lines);
        add("number", call.Number);
        add("priority", call.Priority);
        add("contact", call.Contact);
        add("results.summary", call.Results?.Summary ?? "");
        add("results.url", call.Results?.Url ?? "", FieldForm.Address);
    }

    private static void OfEvent(Event item, Adder add)
    {
        add("starts", item.Starts.ToString(), FieldForm.Moment, true);
        add("ends", item.Ends?.ToString() ?? "", FieldForm.Moment, true);
        add("venue", item.Venue, FieldForm.Words, true);
        add("address", item.Address, FieldForm.Words, true);
        add("online", item.Online, FieldForm.Words, true);
        add("onlineUrl", item.OnlineUrl, FieldForm.Address);
        add("registration", item.Registration, FieldForm.Address);
        add("organisers", string.Join('\n', item.Organisers), FieldForm.Lines);
        add("photoReport", item.PhotoReport, FieldForm.Address);
        add("mediaCoverage", Lines(item.MediaCoverage), FieldForm.Lines);
    }

    /// <summary>For staff only: a change of it is none to readers.</summary>
    internal const string Note = "note";

    private static string Lines(IReadOnlyList<ItemLink> links) => string.Join('\n', links.Select(link => $"{link.Text} — {link.Url}"));

    private delegate void Adder(string field, string text, FieldForm form = FieldForm.Words, bool consequential = false, string language = "");

    private sealed record Value(string Text, FieldForm Form, bool IsConsequential);
}
