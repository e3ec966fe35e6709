using NodaTime;

namespace Publisher.Content.Editing;

/// <summary>
/// The form of an item: its fields are named as a content file's, <c>links[0].url</c>, <c>translations[1].title</c>; a day and its hour are two fields,
/// <c>closes</c> and <c>closes.time</c>; lists of words have an entry a line; districts are repeated values.
/// </summary>
/// <remarks>An entry of a list that went over several lines (a file may have one) becomes an entry a line; everything else comes back as it was.</remarks>
public sealed class ItemForm(Districts districts, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Reads what was posted; names that are no fields of the kind are passed over.</summary>
    public ItemDraft Read(ItemKind kind, IReadOnlyDictionary<string, IReadOnlyList<string>> posted)
    {
        var fields = new FormFields(posted, zone, clock.Now().InZone(zone).Date);
        Item item = kind switch
        {
            ItemKind.Call => ReadCall(fields),
            ItemKind.Event => ReadEvent(fields),
            _ => new News { Id = "", Title = "", Summary = "", Project = fields.Text("project"), FundingSource = fields.Text("fundingSource") },
        };
        item = item with
        {
            Id = fields.Text("id"),
            Title = fields.Text("title"),
            Summary = fields.Text("summary"),
            Body = fields.Text("body"),
            Programme = fields.Text("programme"),
            Image = (fields.Text("image.url"), fields.Text("image.alt")) is var (url, alt) && url.Length + alt.Length > 0 ? new ItemImage(url, alt) : null,
            Links = fields.Rows("links", ["url", "text"], part => new ItemLink(part("url"), part("text"))),
            Districts = ReadDistricts(fields),
            Topics = fields.Lines("topics"),
            Language = fields.Text("language") is { Length: > 0 } language ? language : "pl",
            Translations = fields.Rows("translations", ["title", "summary", "body"], part => new ItemText(part("language"), part("title"), part("summary"), part("body"))),
            Status = ItemStatus.Draft,
            Note = fields.Text("note"),
        };
        if (item.Title.Length == 0) fields.Faults.Add(ItemFault.Of("title", FaultCode.Missing, "is missing; it is needed"));
        var written = new Dictionary<string, IReadOnlyList<string>>(Of(item), StringComparer.Ordinal);
        foreach (var (field, values) in fields.Unread) written[field] = values;
        return new ItemDraft(item, [.. fields.Faults, .. ItemRules.Check(item, zone)], written);
    }

    /// <summary>An item as its form shows it; read again, it is the same item.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(Item item) => FormOfItem.Write(item);

    private static Call ReadCall(FormFields fields) => new()
    {
        Id = "",
        Title = "",
        Summary = "",
        Number = fields.Text("number"),
        Priority = fields.Text("priority"),
        ProjectTypes = fields.Lines("projectTypes"),
        WhoMayApply = fields.Text("whoMayApply"),
        Budget = fields.Amount("budget"),
        Opens = fields.Moment("opens"),
        Closes = fields.Moment("closes"),
        Contact = fields.Text("contact"),
        Results = (fields.Text("results.summary"), fields.Text("results.url")) is var (summary, url) && summary.Length + url.Length > 0 ? new CallResults(summary, url) : null,
    };

    private static Event ReadEvent(FormFields fields) => new()
    {
        Id = "",
        Title = "",
        Summary = "",
        Starts = fields.Moment("starts") ?? default,
        Ends = fields.Moment("ends"),
        Venue = fields.Text("venue"),
        Address = fields.Text("address"),
        Online = fields.Text("online"),
        OnlineUrl = fields.Text("onlineUrl"),
        Organisers = fields.Lines("organisers"),
        Registration = fields.Text("registration"),
        PhotoReport = fields.Text("photoReport"),
        MediaCoverage = fields.Rows("mediaCoverage", ["url", "text"], part => new ItemLink(part("url"), part("text"))),
    };

    private IReadOnlyList<string> ReadDistricts(FormFields fields)
    {
        var chosen = fields.Chosen("districts");
        foreach (var name in chosen.Where(name => districts.Find(name) is null))
            fields.Fault("districts", FaultCode.UnknownDistrict, districts.Refuse(name), chosen, name, Nearest.To(name, districts.All.Select(district => district.Name)) ?? "");
        return [.. chosen.Select(name => districts.Find(name)?.Slug).OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}
