using Publisher.Content;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;
using static Publisher.App.Public.PageModel;

namespace Publisher.App.Public;

/// <summary>Why a form comes back.</summary>
internal enum SignUpReturn
{
    /// <summary>It is new.</summary>
    No,

    /// <summary>Fields cannot be as they are.</summary>
    Faults,

    /// <summary>It comes from a form on another site, or lay open too long: one more look, one more click.</summary>
    Look,

    /// <summary>It was sent faster than a person reads, or the field for programs was filled in.</summary>
    Again,

    /// <summary>Too many have signed up in this hour.</summary>
    Busy,

    /// <summary>It could not be read.</summary>
    Unreadable,
}

/// <summary>The form of a sign-up as the template shows it, with all that was typed still in it.</summary>
internal sealed class SignUpFormView(
    Strings strings, Districts districts, IReadOnlyList<Strings> languages, RhythmChoices rhythms, SignUpForm form, IReadOnlyList<SignUpField> faults, ConsentText consent)
{
    public const string Time = "opened";

    /// <summary>The field that only programs fill in.</summary>
    public const string Trap = "website";

    public static string NameOf(SignUpField field) => field.ToString().ToLowerInvariant();

    /// <param name="action">Where the form goes.</param>
    /// <param name="time">The signed time.</param>
    public Dictionary<string, object?> Model(SignUpReturn back, string action, string time)
    {
        var sections = Sections().Where(section => section.Choices.Count > 0).ToList();
        return Map(
            ("note", back is SignUpReturn.No or SignUpReturn.Faults ? "" : strings[$"subscribe{back}"]),
            ("faults", faults.Select(field => (object)Map(("text", FaultOf(field)), ("target", TargetOf(field, sections)))).ToList()),
            ("action", action),
            ("time", time),
            ("address", form.Address),
            ("addressMax", Address.MaxOctets),
            ("addressFault", FaultOf(SignUpField.Address)),
            ("addressDescribedBy", DescribedBy(SignUpField.Address, hint: true)),
            ("name", form.Name),
            ("nameMax", PersonName.MaxLength),
            ("nameFault", FaultOf(SignUpField.Name)),
            ("nameDescribedBy", DescribedBy(SignUpField.Name, hint: true)),
            ("sections", sections.ConvertAll(section => (object)Map(
                ("name", NameOf(section.Field)),
                ("wide", section.Choices.Count > 6),
                ("legend", section.Legend),
                ("hint", section.Hint),
                ("fault", FaultOf(section.Field)),
                ("describedBy", DescribedBy(section.Field, section.Hint.Length > 0)),
                ("choices", section.Choices)))),
            // One language is no choice, but it is what the mail will be in.
            ("language", languages.Count > 1 ? "" : form.Language),
            ("consent", consent.Text),
            ("consentVersion", consent.Version),
            ("consentGiven", string.Equals(form.Consent, consent.Version, StringComparison.Ordinal)),
            ("consentFault", FaultOf(SignUpField.Consent)),
            ("consentDescribedBy", DescribedBy(SignUpField.Consent, hint: true)));
    }

    private IEnumerable<Section> Sections()
    {
        yield return Of(SignUpField.Kinds, "checkbox", ItemKinds.All.Select(kind => (kind.Key(), strings[$"preferences{kind}"], "")).Append((Interests.DeadlinesKey, strings["preferencesDeadlines"], "")), form.Kinds);
        yield return Of(SignUpField.Districts, "checkbox", districts.All.Select(district => (district.Slug, district.Name, "")), form.Districts);
        yield return Of(SignUpField.RhythmCalls, form.RhythmCalls, calls: true);
        yield return Of(SignUpField.RhythmRest, form.RhythmRest, calls: false);
        yield return Of(
            SignUpField.Role,
            "radio",
            ReaderRoles.All.Select(role => (role.Key(), strings[$"subscribeRole{role}"], "")).Append(("", strings["subscribeRoleNone"], "")),
            [form.Role]);
        var offered = languages.Count > 1 ? languages : [];
        yield return Of(SignUpField.Language, "radio", offered.Select(language => (language.Language, language["preferencesLanguageName"], language.Language)), [form.Language]);
    }

    /// <summary>Each with how many mails it makes.</summary>
    private Section Of(SignUpField field, string chosen, bool calls)
    {
        var offered = rhythms.Of(calls);
        var ticked = chosen.Length > 0 ? chosen : Rhythm.Weekly.Key();
        var section = Of(field, "radio", offered.Select(choice => (choice.Value, choice.Label, "")), [ticked]);
        for (var at = 0; at < offered.Count; at++) ((Dictionary<string, object?>)section.Choices[at])["note"] = offered[at].Note;
        return section;
    }

    private Section Of(SignUpField field, string type, IEnumerable<(string Value, string Label, string Lang)> offered, IReadOnlyList<string> ticked)
    {
        var (legend, hint) = field switch
        {
            SignUpField.Role => (strings["subscribeRole"], strings["subscribeRoleHint"]),
            SignUpField.RhythmCalls or SignUpField.RhythmRest => (strings[$"preferences{field}"], rhythms.Hint(field == SignUpField.RhythmCalls, "subscribeRhythmHint")),
            SignUpField.Language => (strings["preferencesLanguage"], ""),
            _ => (strings[$"preferences{field}"], strings[$"preferences{field}Hint"]),
        };
        return new Section(field, legend, hint, Choices(NameOf(field), type, offered, ticked));
    }

    private string FaultOf(SignUpField field) => faults.Contains(field) ? SignUpTexts.Fault(strings, field) : "";

    private string DescribedBy(SignUpField field, bool hint) =>
        string.Join(' ', ((string[])[faults.Contains(field) ? $"{NameOf(field)}-fault" : "", hint ? $"{NameOf(field)}-hint" : ""]).Where(id => id.Length > 0));

    private static string TargetOf(SignUpField field, List<Section> sections) =>
        field is SignUpField.Address or SignUpField.Name or SignUpField.Consent ? NameOf(field)
        : sections.Exists(section => section.Field == field) ? $"{NameOf(field)}-1"
        : "form";

    private sealed record Section(SignUpField Field, string Legend, string Hint, List<object> Choices);
}
