using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Subscribers;
using static Publisher.App.Public.PageModel;

namespace Publisher.App.Public;

/// <summary>The form of one subscriber's choices, as the template shows it: what is stored, under what was asked for and refused.</summary>
internal sealed class PreferencesForm(
    Strings strings,
    Districts districts,
    IReadOnlyList<Strings> languages,
    RhythmChoices rhythms,
    Subscriber subscriber,
    PreferenceChange change,
    IReadOnlyList<PreferenceField> refused,
    IReadOnlyDictionary<string, Call> calls,
    (LocalDate First, LocalDate Last) pauseDays)
{
    /// <summary>Where an error leads whose field this form does not show.</summary>
    private const string FormId = "form";

    public static string NameOf(PreferenceField field) => field.ToString().ToLowerInvariant();

    public Dictionary<string, object?> Model(string leave, bool saved)
    {
        var sections = Sections().Where(section => section.Choices.Count > 0).ToList();
        var name = change.Name is { } asked ? PersonName.Clean(asked) : subscriber.Name;
        return Map(
            ("saved", saved),
            ("mails", rhythms.Total(subscriber.Rhythm)),
            ("faults", refused.Select(field => (object)Map(("text", FaultOf(field)), ("target", TargetOf(field, sections)))).ToList()),
            ("address", strings.Fill("preferencesFor", ("address", Address.MaskedOf(subscriber.Address)))),
            ("form", FormId),
            ("sections", sections.ConvertAll(section => (object)Map(
                ("name", NameOf(section.Field)),
                ("wide", section.Choices.Count > 6),
                ("legend", strings[$"preferences{section.Field}"]),
                ("hint", HintOf(section.Field)),
                ("fault", FaultOf(section.Field)),
                ("describedBy", DescribedBy(section.Field, HintOf(section.Field).Length > 0)),
                ("shown", PreferencesPost.Join(section.Shown)),
                ("choices", section.Choices)))),
            ("name", name),
            ("nameShown", subscriber.Name),
            ("nameMax", PersonName.MaxLength),
            ("nameFault", FaultOf(PreferenceField.Name)),
            ("nameDescribedBy", DescribedBy(PreferenceField.Name, hint: true)),
            ("pause", Pause()),
            ("leave", leave));
    }

    private IEnumerable<Section> Sections()
    {
        var own = subscriber.Interests;
        // Everything is stored as nothing chosen; people read a ticked box as "this comes".
        yield return Of(
            PreferenceField.Kinds,
            ItemKinds.All.Select(kind => (kind.Key(), strings[$"preferences{kind}"], "")).Append((Interests.DeadlinesKey, strings["preferencesDeadlines"], "")),
            own.KindKeys,
            change.Kinds);
        var places = districts.All.Concat(own.Districts.Where(slug => districts.All.All(district => district.Slug != slug)).Select(slug => new District(slug, slug)));
        yield return Of(PreferenceField.Districts, places.Select(district => (district.Slug, district.Name, "")), own.Districts, change.Districts);
        yield return Of(PreferenceField.Topics, own.Topics.Select(topic => (topic, topic, "")), own.Topics, change.Topics);
        yield return Of(PreferenceField.RhythmCalls, subscriber.Rhythm.Calls, change.RhythmCalls, calls: true);
        yield return Of(PreferenceField.RhythmRest, subscriber.Rhythm.Rest, change.RhythmRest, calls: false);
        // A choice of one is none.
        var offered = languages.Count > 1 ? languages : [];
        yield return Of(
            PreferenceField.Language,
            offered.Select(language => (language.Language, language["preferencesLanguageName"], language.Language)),
            [subscriber.Language],
            change.Language is { } asked ? [asked] : null);
        var roles = ReaderRoles.All.Select(role => (role.Key(), strings[$"subscribeRole{role}"], "")).Append(("", strings["subscribeRoleNone"], ""));
        yield return Of(
            PreferenceField.Role,
            roles,
            [subscriber.Role?.Key() ?? ""],
            change.Role is { } role ? [role.Length > 0 ? role : ""] : null);
        yield return Of(PreferenceField.Followed, Calls(subscriber.Calls.Followed), subscriber.Calls.Followed, change.Followed);
        yield return Of(PreferenceField.Left, Calls(subscriber.Calls.Left), subscriber.Calls.Left, change.Left);
    }

    /// <summary>Each with how many mails it makes.</summary>
    private Section Of(PreferenceField field, Rhythm stored, string? asked, bool calls)
    {
        var offered = rhythms.Of(calls);
        var section = Of(field, offered.Select(choice => (choice.Value, choice.Label, "")), [rhythms.KeyOf(stored)], asked is null ? null : [asked]);
        for (var at = 0; at < offered.Count; at++) ((Dictionary<string, object?>)section.Choices[at])["note"] = offered[at].Note;
        return section;
    }

    /// <summary>By their names, in the language that each has one in.</summary>
    private IEnumerable<(string Value, string Label, string Lang)> Calls(IEnumerable<string> ids) => ids.Select(id =>
        calls.TryGetValue(id, out var call) && call.TextIn(strings.Language) is var text ? (id, text.Title, text.Language == strings.Language ? "" : text.Language) : (id, id, ""));

    private Dictionary<string, object?> Pause()
    {
        // One that is over is none.
        var stored = subscriber.PausedUntil is { } day && day >= pauseDays.First ? LocalDatePattern.Iso.Format(day) : "";
        return Map(
            ("value", change.Pause ?? stored),
            ("shown", stored),
            ("state", stored.Length > 0 ? strings.Fill("preferencesPaused", ("date", new Words(strings, DateTimeZone.Utc).Date(subscriber.PausedUntil!.Value))) : ""),
            ("first", LocalDatePattern.Iso.Format(pauseDays.First)),
            ("last", LocalDatePattern.Iso.Format(pauseDays.Last)),
            ("fault", FaultOf(PreferenceField.Pause)),
            ("describedBy", DescribedBy(PreferenceField.Pause, hint: true)));
    }

    private static Section Of(
        PreferenceField field, IEnumerable<(string Value, string Label, string Lang)> offered, IReadOnlyList<string> stored, IReadOnlyList<string>? asked)
    {
        var type = field is PreferenceField.Language or PreferenceField.Role or PreferenceField.RhythmCalls or PreferenceField.RhythmRest ? "radio" : "checkbox";
        return new Section(field, Choices(NameOf(field), type, offered, asked ?? stored), stored);
    }

    private string FaultOf(PreferenceField field) => !refused.Contains(field) ? ""
        : field == PreferenceField.Name ? strings.Fill("preferencesFaultName", ("max", $"{PersonName.MaxLength}"))
        : field is PreferenceField.RhythmCalls or PreferenceField.RhythmRest ? strings["preferencesFaultRhythm"]
        : field == PreferenceField.Pause ? strings.Fill("preferencesFaultPause", ("date", new Words(strings, DateTimeZone.Utc).Date(pauseDays.Last)))
        : strings[$"preferencesFault{field}"];

    private string HintOf(PreferenceField field) => field switch
    {
        PreferenceField.Language => "",
        PreferenceField.RhythmCalls or PreferenceField.RhythmRest => rhythms.Hint(field == PreferenceField.RhythmCalls, "preferencesRhythmHint"),
        _ => strings[$"preferences{field}Hint"],
    };

    private string DescribedBy(PreferenceField field, bool hint) =>
        string.Join(' ', ((string[])[refused.Contains(field) ? $"{NameOf(field)}-fault" : "", hint ? $"{NameOf(field)}-hint" : ""]).Where(id => id.Length > 0));

    private static string TargetOf(PreferenceField field, List<Section> sections) =>
        field is PreferenceField.Name or PreferenceField.Pause ? NameOf(field)
        : sections.Exists(section => section.Field == field) ? $"{NameOf(field)}-1"
        : FormId;

    /// <param name="Shown">What is stored: told back with the post.</param>
    private sealed record Section(PreferenceField Field, List<object> Choices, IReadOnlyList<string> Shown);
}
