namespace Publisher.Content.Import;

/// <summary>Turns one object of a content file into an item, or into faults.</summary>
public static class ItemReader
{
    public static Item? Read(FieldReader fields, Districts districts)
    {
        var kindText = fields.Required("kind");
        if (!ItemKinds.TryParse(kindText, out var kind))
        {
            if (kindText.Length > 0)
                fields.Fault("kind", ItemKinds.Refuse(kindText));
            return null;
        }

        var status = ReadStatus(fields);
        // What nobody is shown may be incomplete: staff save what they have, and take it out and in again.
        var whole = status == ItemStatus.Published;
        var item = kind switch
        {
            ItemKind.Call => ReadCall(fields, whole),
            ItemKind.Event => ReadEvent(fields, whole),
            _ => ReadNews(fields),
        };
        item = item with
        {
            Summary = Needed(fields, "summary", whole),
            Body = fields.Text("body"),
            Programme = fields.Text("programme"),
            Image = fields.Object("image", image => new ItemImage(Needed(image, "url", whole), Needed(image, "alt", whole))),
            Links = fields.Objects("links", link => ReadLink(link, whole)),
            Districts = ReadDistricts(fields, districts),
            Topics = fields.Texts("topics"),
            Language = fields.Text("language", "pl"),
            Translations = fields.Objects("translations", text => new ItemText(
                text.Required("language"), Needed(text, "title", whole), Needed(text, "summary", whole), text.Text("body"))),
            Status = status,
            Note = fields.Text("note"),
        };
        return item;
    }

    private static Item ReadCall(FieldReader fields, bool whole) => new Call
    {
        Id = fields.Required("id"),
        Title = fields.Required("title"),
        Summary = "",
        Number = fields.Text("number"),
        Priority = fields.Text("priority"),
        ProjectTypes = fields.Texts("projectTypes"),
        WhoMayApply = fields.Text("whoMayApply"),
        Budget = fields.Number("budget"),
        Opens = fields.Moment("opens"),
        Closes = fields.Moment("closes"),
        Contact = fields.Text("contact"),
        Results = fields.Object("results", results => new CallResults(Needed(results, "summary", whole), results.Text("url"))),
    };

    private static Item ReadEvent(FieldReader fields, bool whole)
    {
        var starts = fields.Moment("starts");
        if (whole && starts is null && fields.Text("starts").Length == 0)
            fields.Fault("starts", "is missing; an event needs its day, 2023-05-09, or its hour, 2023-05-09T10:00");
        return new Event
        {
            Id = fields.Required("id"),
            Title = fields.Required("title"),
            Summary = "",
            Starts = starts ?? default,
            Ends = fields.Moment("ends"),
            Venue = fields.Text("venue"),
            Address = fields.Text("address"),
            Online = fields.Text("online"),
            OnlineUrl = fields.Text("onlineUrl"),
            Organisers = fields.Texts("organisers"),
            Registration = fields.Text("registration"),
            PhotoReport = fields.Text("photoReport"),
            MediaCoverage = fields.Objects("mediaCoverage", link => ReadLink(link, whole)),
        };
    }

    private static Item ReadNews(FieldReader fields) => new News
    {
        Id = fields.Required("id"),
        Title = fields.Required("title"),
        Summary = "",
        Project = fields.Text("project"),
        FundingSource = fields.Text("fundingSource"),
    };

    private static ItemLink ReadLink(FieldReader link, bool whole) => new(Needed(link, "url", whole), Needed(link, "text", whole));

    private static string Needed(FieldReader fields, string field, bool whole) => whole ? fields.Required(field) : fields.Text(field);

    private static IReadOnlyList<string> ReadDistricts(FieldReader fields, Districts districts)
    {
        var names = fields.Texts("districts");
        var slugs = new List<string>();
        for (var at = 0; at < names.Count; at++)
        {
            if (districts.Find(names[at]) is { } district) slugs.Add(district.Slug);
            else fields.Fault("districts", districts.Refuse(names[at]));
        }

        return [.. slugs.Distinct(StringComparer.Ordinal)];
    }

    private static ItemStatus ReadStatus(FieldReader fields)
    {
        switch (fields.Text("status", "published"))
        {
            case "draft": return ItemStatus.Draft;
            case "published": return ItemStatus.Published;
            case "withdrawn": return ItemStatus.Withdrawn;
            case var other:
                fields.Fault("status", $"„{other}” is not a status; it can be draft, published or withdrawn");
                return ItemStatus.Draft;
        }
    }
}
