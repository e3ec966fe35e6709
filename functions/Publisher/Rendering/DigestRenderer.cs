using NodaTime;
using Publisher.Content;
using Publisher.Mail.Merge;

namespace Publisher.Rendering;

/// <summary>What differs from reader to reader beside the items.</summary>
public enum DigestSlot { Name, Chosen, ChosenText, Unsubscribe }

/// <summary>One edition's texts in one language, with marks for what differs from reader to reader.</summary>
/// <param name="Web">The same as a page for everyone: all items, no personal word.</param>
public sealed record RenderedDigest(string Language, MergeTemplate Subject, MergeTemplate Text, MergeTemplate Html, string Web);

/// <summary>What an edition says, before any template.</summary>
/// <param name="Items">In the order in which they are shown; the merge flag of each is its place in this list.</param>
/// <param name="Heading">Empty for the digest's own.</param>
/// <param name="WebUrl">Where the edition can be read by everyone.</param>
/// <param name="Whole">Items with their bodies (an announcement), not summaries alone (a digest).</param>
public sealed record DigestContent(IReadOnlyList<Item> Items, string Heading, string WebUrl, Instant AsOf, bool Whole);

/// <summary>Renders an edition once for all its readers.</summary>
public sealed class DigestRenderer(Templates templates, Organisation organisation, Districts districts, DateTimeZone zone)
{
    private const string Template = "digest/digest";

    /// <summary>The merge flag for "has a name", after the items' own.</summary>
    public static int NamedFlag(int items) => items;

    public IReadOnlyList<string> Languages => templates.Languages;

    public RenderedDigest Render(DigestContent content, string language)
    {
        var model = Model(content, templates.StringsFor(language), web: false);
        var page = Model(content, templates.StringsFor(language), web: true);
        return new RenderedDigest(
            language,
            Parse(templates.Render($"{Template}.subject", language, model).Trim()),
            Parse(templates.Render($"{Template}.txt", language, model).ReplaceLineEndings("\r\n")),
            Parse(templates.Render($"{Template}.html", language, model).ReplaceLineEndings("\r\n")),
            Markers.Strip(templates.Render($"{Template}.html", language, page)));
    }

    /// <summary>"Twój wybór: nabory, wydarzenia; dzielnice Rubinkowo, Stawki." – why this reader gets just this.</summary>
    public string Chosen(string language, IReadOnlyList<ItemKind> kinds, IReadOnlyList<string> chosenDistricts)
    {
        var strings = templates.StringsFor(language);
        var names = string.Join(", ", chosenDistricts.Select(districts.NameOf));
        return strings.Fill(
            "chosen",
            ("kinds", string.Join(", ", (kinds.Count == 0 ? ItemKinds.All : kinds).Select(kind => strings["kind" + kind]))),
            ("districts", chosenDistricts.Count == 0 ? strings["wholeCity"] : strings.Count("districts", chosenDistricts.Count, ("names", names))));
    }

    private static MergeTemplate Parse(string rendered) => Markers.Parse(rendered, static name => name switch
    {
        "name" => ((int)DigestSlot.Name, SlotEscape.Text),
        "chosen" => ((int)DigestSlot.Chosen, SlotEscape.Text),
        "chosenText" => ((int)DigestSlot.ChosenText, SlotEscape.Text),
        "unsubscribe" => ((int)DigestSlot.Unsubscribe, SlotEscape.Url),
        _ => throw new InvalidDataException($"a template asks for the slot „{name}”, which nobody fills"),
    });

    private Dictionary<string, object?> Model(DigestContent content, Strings strings, bool web)
    {
        var items = content.Items
            .Select((item, flag) => (item, view: ItemView.Of(item, flag, strings, zone, content.AsOf, content.Whole)))
            .ToList();
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["lang"] = strings.Language,
            ["web"] = web,
            ["heading"] = content.Heading.Length > 0 ? Markers.Clean(content.Heading) : strings["title"],
            ["introWeb"] = strings.Fill("introWeb", ("date", new Words(strings, zone).Date(content.AsOf.InZone(zone).Date))),
            ["named"] = NamedFlag(items.Count),
            ["webUrl"] = content.WebUrl,
            ["organisation"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["name"] = Markers.Clean(organisation.Name),
                ["address"] = Markers.Clean(organisation.Address),
                ["email"] = organisation.Email,
                ["facebook"] = organisation.Facebook,
                ["linkedIn"] = organisation.LinkedIn,
            },
            ["items"] = items.ConvertAll(pair => (object)pair.view),
            ["sections"] = ItemKinds.All
                .Select(kind => (kind, views: items.Where(pair => pair.item.Kind == kind).Select(pair => pair.view).ToList()))
                .Where(section => section.views.Count > 0)
                .Select(section => (object)new Dictionary<string, object?>(StringComparer.Ordinal)
                {
                    ["title"] = strings[section.kind switch { ItemKind.Call => "calls", ItemKind.Event => "events", _ => "news" }],
                    ["flags"] = string.Join(',', section.views.Select(view => view["flag"])),
                    ["items"] = section.views.ConvertAll(view => (object)view),
                })
                .ToList(),
        };
    }
}
