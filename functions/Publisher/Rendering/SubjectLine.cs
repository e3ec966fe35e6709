using Publisher.Content;
using Publisher.Mail.Merge;

namespace Publisher.Rendering;

/// <summary>
/// What a mail is about, by what is in it for its reader, as marked text: the title where there is one item, else counts by heading, the most
/// urgent first: "Nabór kończy się za 3 dni, 1 nowy nabór i 2 wydarzenia". Pure.
/// </summary>
internal sealed class SubjectLine(IReadOnlyList<DigestEntry> entries, Strings strings, Words words, DigestFlags flags, NodaTime.Instant asOf)
{
    /// <summary>Titles that a preview of the mail names.</summary>
    private const int Previewed = 3;

    /// <summary>Characters of a text's beginning: mail programs show fewer.</summary>
    private const int Opened = 140;

    private string All => Markers.Flags(Enumerable.Range(0, entries.Count));

    public string Subject() => entries.Count == 0 ? strings["title"] : IfSingle(Title) + IfSeveral(Counts());

    /// <summary>What mail programs show behind the subject: the summary where there is one item, else the first titles.</summary>
    public string Preheader() => IfSingle(Opening) + IfSeveral(string.Concat(Enumerable.Range(0, entries.Count).Select(at =>
    {
        var earlier = Markers.Flags(Enumerable.Range(0, at));
        var title = at == 0 ? Title(at) : Markers.IfAny(earlier, " · ") + Title(at);
        return Markers.BeginIfFewer(Previewed, earlier) + Shown(at, title) + Markers.End;
    })));

    private string IfSingle(Func<int, string> text) =>
        Markers.BeginIfPlural(PluralRule.OneMany, PluralForm.One, All) + string.Concat(Enumerable.Range(0, entries.Count).Select(at => Shown(at, text(at)))) + Markers.End;

    private string IfSeveral(string text) => Markers.BeginIfPlural(PluralRule.OneMany, PluralForm.Many, All) + text + Markers.End;

    private string Counts()
    {
        var groups = ((string Key, Section[] Sections)[])
        [
            ("subjectClosing", [Section.Closing]),
            ("subjectCalls", [Section.Calls]),
            ("subjectChanged", [Section.Changed]),
            ("subjectEvents", [Section.EventsSoon, Section.Events]),
            ("subjectResults", [Section.Results]),
            ("subjectNews", [Section.News]),
        ];
        var present = groups
            .Select(group => (group.Key, Flags: Enumerable.Range(0, entries.Count).Where(at => group.Sections.Contains(entries[at].Section)).ToList()))
            .Where(group => group.Flags.Count > 0)
            .ToList();
        return string.Concat(present.Select((group, at) =>
        {
            var earlier = Markers.Flags(present.Take(at).SelectMany(other => other.Flags));
            var later = Markers.Flags(present.Skip(at + 1).SelectMany(other => other.Flags));
            var (phrase, opening) = (Phrase(group.Key, group.Flags, capital: false), Phrase(group.Key, group.Flags, capital: true));
            var first = at == 0 ? opening : Markers.IfNone(earlier, opening);
            var and = $" {strings["and"]} ";
            var next = at == 0 ? "" : Markers.IfAny(earlier, (later.Length == 0 ? and : Markers.IfAny(later, ", ") + Markers.IfNone(later, and)) + phrase);
            return Markers.IfAny(Markers.Flags(group.Flags), first + next);
        }));
    }

    private string Phrase(string key, IReadOnlyList<int> group, bool capital)
    {
        var list = Markers.Flags(group);
        var when = key == "subjectClosing" ? When(group) : "";
        return string.Concat(strings.Forms.Select(form =>
            Markers.BeginIfPlural(strings.Rule, form, list) + strings.Form(key, form, capital, ("n", Markers.CountOf(list)), ("when", when)) + Markers.End));
    }

    /// <summary>When the first of these that the reader gets closes, seen from the day of delivery.</summary>
    private string When(IReadOnlyList<int> group) => string.Concat(group.Select((at, place) =>
    {
        var days = entries[at].Item is Call { Closes: { } closes } ? words.DaysToEnd(closes, asOf) : 0;
        var when = flags.ByDay(day => days - day >= 0 ? words.Relative(days - day) : null, strings["soon"]);
        return Shown(at, place == 0 ? when : Markers.IfNone(Markers.Flags(group.Take(place)), when));
    }));

    /// <summary>The summary; where there is none, as in staff's own words, how the text begins.</summary>
    private string Opening(int at)
    {
        if (Text(at).Summary is { Length: > 0 } summary) return summary;
        var words = Markers.Clean(MarkdownPlain.ToText(entries[at].Item.TextIn(strings.Language).Body)).ReplaceLineEndings(" ");
        if (words.Length <= Opened) return words;
        var end = words.LastIndexOf(' ', Opened) is var space and > 0 ? space : Opened;
        if (char.IsHighSurrogate(words[end - 1])) end--;
        return string.Concat(words.AsSpan(0, end), "…");
    }

    private string Title(int at) => Text(at).Title;

    private ItemText Text(int at)
    {
        var text = entries[at].Item.TextIn(strings.Language);
        return text with { Title = Markers.Clean(text.Title), Summary = Markers.Clean(text.Summary) };
    }

    private static string Shown(int at, string text) => Markers.IfAny(Markers.Flags([at]), text);
}
