using NodaTime;
using Publisher.Content;
using Publisher.Mail.Merge;

namespace Publisher.Rendering;

/// <summary>Renders an edition once for all its readers.</summary>
public sealed class DigestRenderer(Templates templates, Organisation organisation, Look look, Programmes programmes, Districts districts, DateTimeZone zone)
{
    private const string Template = "digest/digest";

    public IReadOnlyList<string> Languages => templates.Languages;

    public RenderedDigest Render(DigestContent content, string language)
    {
        var marked = RenderMarked(content, language);
        var everything = Enumerable.Range(0, content.Entries.Count).ToHashSet();
        return new RenderedDigest(
            language,
            Parse(marked.Subject),
            Parse(marked.Text),
            Parse(marked.Html),
            Parse(marked.Calendar),
            [.. Dated(content)],
            Markers.Resolve(marked.Html, everything, static _ => ""),
            Markers.Resolve(templates.Render($"{Template}.html", language, Model(ForEveryone(content), templates.StringsFor(language), web: true)), everything, static _ => ""));
    }

    /// <summary>The subject of a mail with all the items, on the day the edition was made.</summary>
    public string SubjectOfAll(DigestContent content, string language)
    {
        var flags = new DigestFlags(content.Entries.Count);
        return Markers.Resolve(Subject(content, templates.StringsFor(language)), Enumerable.Range(0, content.Entries.Count).Append(flags.Day(0)).ToHashSet(), static _ => "");
    }

    /// <summary>The text part of the same mail, to be looked at: links that are each reader's own are left out.</summary>
    public string TextOfAll(DigestContent content, string language)
    {
        var flags = new DigestFlags(content.Entries.Count);
        return Markers.Resolve(RenderMarked(content, language).Text, Enumerable.Range(0, content.Entries.Count).Append(flags.Day(0)).ToHashSet(), static _ => "…");
    }

    /// <summary>"Twój wybór: nabory, wydarzenia; dzielnice Rubinkowo, Stawki; tematy: sport." – why this reader gets just this.</summary>
    public string Chosen(string language, IReadOnlyList<ItemKind> kinds, IReadOnlyList<string> chosenDistricts, IReadOnlyList<string> topics, bool deadlines = false)
    {
        var strings = templates.StringsFor(language);
        var names = string.Join(", ", chosenDistricts.Select(districts.NameOf));
        // The number itself is not said, so 21 districts are districts, whatever form a counted 21 takes.
        var form = chosenDistricts.Count == 1 ? PluralForm.One : PluralForm.Many;
        return strings.Fill(
            topics.Count == 0 ? "chosen" : "chosenTopics",
            ("kinds", string.Join(", ", [.. (kinds.Count == 0 && !deadlines ? ItemKinds.All : kinds).Select(kind => strings["kind" + kind]), .. deadlines ? [strings["kindDeadlines"]] : (string[])[]])),
            ("districts", chosenDistricts.Count == 0 ? strings["wholeCity"] : strings.Form("districts", form, capital: false, ("names", names))),
            ("topics", string.Join(", ", topics)));
    }

    /// <summary>"Jak często: nabory i ich terminy od razu, reszta raz w miesiącu."</summary>
    /// <param name="calls">The name of a cadence's form, for calls and their deadlines.</param>
    /// <param name="rest">The same for the rest.</param>
    public string HowOften(string language, string calls, string rest)
    {
        var strings = templates.StringsFor(language);
        var (ofCalls, ofRest) = (strings["rhythm" + calls], strings["rhythm" + rest]);
        return strings.Fill("chosenRhythm", ("rhythm", calls == rest ? ofCalls : strings.Fill("rhythmBoth", ("calls", ofCalls), ("rest", ofRest))));
    }

    /// <summary>The same of somebody who also follows calls of their own choice.</summary>
    public string ChosenFollowed(string language, string chosen) => $"{chosen} {templates.StringsFor(language)["chosenFollowed"]}";

    internal MarkedDigest RenderMarked(DigestContent content, string language)
    {
        // Who reads the text reads the addresses too: they stay as they are, and are not counted.
        var plain = Model(content with { Door = null }, templates.StringsFor(language), web: false);
        var model = content.Door is null ? plain : Model(content, templates.StringsFor(language), web: false);
        return new MarkedDigest(
            templates.Render($"{Template}.subject", language, plain).Trim(),
            Lines(templates.Render($"{Template}.txt", language, plain)),
            Lines(templates.Render($"{Template}.html", language, model)),
            Calendar(content, templates.StringsFor(language)));
    }

    internal static (DigestSlot Slot, SlotEscape Escape) SlotOf(string name) => name switch
    {
        "name" => (DigestSlot.Name, SlotEscape.Text),
        "chosen" => (DigestSlot.Chosen, SlotEscape.Text),
        "chosenText" => (DigestSlot.ChosenText, SlotEscape.Text),
        "unsubscribe" => (DigestSlot.Unsubscribe, SlotEscape.Url),
        "preferences" => (DigestSlot.Preferences, SlotEscape.Url),
        _ => throw new InvalidDataException($"a template asks for the slot „{name}”, which nobody fills"),
    };

    private static MergeTemplate Parse(string rendered) => Markers.Parse(rendered, static name => SlotOf(name) is var (slot, escape) ? ((int)slot, escape) : default);

    private static string Lines(string text) => text.Trim().ReplaceLineEndings("\r\n") + "\r\n";

    private static IEnumerable<int> Dated(DigestContent content) => Enumerable.Range(0, content.Entries.Count).Where(at => EntryView.HasDate(content.Entries[at].Item));

    private string Calendar(DigestContent content, Strings strings)
    {
        var calendar = new CalendarText(zone, content.Organiser, strings);
        var dated = Dated(content).ToList();
        var entries = dated.Select(at =>
        {
            var (item, _, _, version) = content.Entries[at];
            var url = item.Links.Count > 0 ? item.Links[0].Url : $"{content.WebUrl}#{EntryView.Anchor(item)}";
            return Markers.IfAny(Markers.Flags([at]), calendar.Entry(item, version, content.AsOf, url));
        });
        return calendar.Begin(dated.Select(at => content.Entries[at].Item), CalendarText.Publish) + string.Concat(entries) + CalendarText.End;
    }

    /// <summary>On a page for everyone an item stands once: as what it was told last.</summary>
    private static DigestContent ForEveryone(DigestContent content) => content with { Entries = content.Correction && content.Entries.Count > 1 ? [content.Entries[^1]] : content.Entries, Door = null };

    private string Subject(DigestContent content, Strings strings)
    {
        var subject = Line(content, strings).Subject();
        return content.Reminder ? strings.Fill("subjectReminder", ("subject", subject))
            : content.Correction ? strings.Fill(IsWithdrawal(content) ? "subjectWithdrawal" : "subjectCorrection", ("subject", subject))
            : subject;
    }

    private static bool IsWithdrawal(DigestContent content) => content.Entries is [{ Item.Status: ItemStatus.Withdrawn }, ..];

    private SubjectLine Line(DigestContent content, Strings strings) =>
        new(content.Entries, strings, new Words(strings, zone), new DigestFlags(content.Entries.Count), content.AsOf);

    private Dictionary<string, object?> Model(DigestContent content, Strings strings, bool web)
    {
        var flags = new DigestFlags(content.Entries.Count);
        var entryView = new EntryView(content, strings, zone, flags);
        var views = content.Entries.Select((_, at) => entryView.Of(at, whole: web || content.Announcement)).ToList();
        var (heading, headingLanguage) = Heading(content, strings);
        return new Dictionary<string, object?>(BrandModel.Of(organisation, look), StringComparer.Ordinal)
        {
            ["lang"] = strings.Language,
            ["web"] = web,
            ["announcement"] = content.Announcement,
            ["reminder"] = content.Reminder,
            ["correction"] = content.Correction,
            ["subject"] = Subject(content, strings),
            ["preheader"] = web ? "" : Line(content, strings).Preheader(),
            ["heading"] = Markers.Clean(heading),
            ["headingLang"] = headingLanguage,
            ["headingNative"] = headingLanguage == strings.Language,
            ["introWeb"] = strings.Fill("introWeb", ("date", new Words(strings, zone).Date(content.AsOf.InZone(zone).Date))),
            ["named"] = flags.Named,
            ["webUrl"] = content.WebUrl,
            ["items"] = views.ConvertAll(view => (object)view),
            ["sections"] = Sections(content, strings, views),
            ["strips"] = Strips(content),
        };
    }

    /// <summary>What stands at the top, and the language it is in: an item's, the organisation's, or the mail's.</summary>
    private static (string Text, string Language) Heading(DigestContent content, Strings strings)
    {
        if (content is { Announcement: true, Entries: [var only] } && only.Item.TextIn(strings.Language) is var text) return (text.Title, text.Language);
        return content.Heading.Length > 0 ? (content.Heading, Organisation.Language) : (strings[content.Reminder ? "titleReminder" : !content.Correction ? "title" : IsWithdrawal(content) ? "titleWithdrawal" : "titleCorrection"], strings.Language);
    }

    private static List<object> Sections(DigestContent content, Strings strings, List<Dictionary<string, object?>> views) =>
    [
        .. content.Entries.Select((entry, at) => (entry.Section, at)).GroupBy(each => each.Section).OrderBy(group => group.Key)
            .Select(group => (object)new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["title"] = content.Announcement ? "" : strings["section" + group.Key],
                ["flags"] = Markers.Flags(group.Select(each => each.at)),
                ["items"] = group.Select(each => (object)views[each.at]).ToList(),
            }),
    ];

    /// <summary>Who pays, once each: shown where an item of the programme is.</summary>
    private List<object> Strips(DigestContent content) =>
    [
        .. content.Entries.SelectMany((entry, at) => programmes.Of(entry.Item).Select(programme => (Programme: programme, at))).GroupBy(each => each.Programme)
            .Select(group => (object)new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["flags"] = Markers.Flags(group.Select(each => each.at)),
                ["lang"] = Organisation.Language,
                ["sentence"] = group.Key.Sentence,
                ["logos"] = group.Key.Logos.Select(logo => (object)BrandModel.Of(logo)).ToList(),
            }),
    ];
}
