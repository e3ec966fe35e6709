using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.SignUp;

/// <summary>The fields of a sign-up.</summary>
public enum SignUpField { Address, Name, Language, Kinds, Districts, Role, Consent, RhythmCalls, RhythmRest }

/// <summary>A sign-up as somebody gave it, nothing of it checked.</summary>
/// <param name="Kinds">Keys of kinds, and <see cref="Interests.DeadlinesKey"/>; none or all of them for everything.</param>
/// <param name="Districts">Slugs; none or all of them for the whole city.</param>
/// <param name="Role">Empty where they did not say.</param>
/// <param name="Consent">The version of the wording that they agreed to; empty where they did not.</param>
public sealed record SignUpForm(
    string Address,
    string Name,
    string Language,
    IReadOnlyList<string> Kinds,
    IReadOnlyList<string> Districts,
    string Role,
    string Consent)
{
    /// <summary>Key of the rhythm of calls and their deadlines; empty where they did not say.</summary>
    public string RhythmCalls { get; init; } = "";

    /// <summary>Key of the rhythm of the rest; empty where they did not say.</summary>
    public string RhythmRest { get; init; } = "";

    /// <summary>Reads it.</summary>
    /// <param name="languages">Two letters each: those that mails are written in.</param>
    /// <param name="rhythms">Those that there are editions of.</param>
    /// <returns>The sign-up, or null and the fields that cannot be as they are, in the order of the form.</returns>
    public (SignUpRequest? Request, IReadOnlyList<SignUpField> Faults) Read(Districts districts, IReadOnlyList<string> languages, IReadOnlyList<Rhythm> rhythms, ConsentTexts consents)
    {
        var faults = new List<SignUpField>();
        var address = Subscribers.Address.Parse(Address, out _);
        var name = PersonName.Clean(Name);
        var chosen = districts.All.Select(district => district.Slug).Where(slug => Districts.Contains(slug, StringComparer.Ordinal)).ToList();
        var (role, consent) = (ReaderRoles.Parse(Role), consents.Find(Consent));
        if (address is null) faults.Add(SignUpField.Address);
        if (name.Length > PersonName.MaxLength) faults.Add(SignUpField.Name);
        if (Kinds.Any(kind => !Interests.IsKindKey(kind))) faults.Add(SignUpField.Kinds);
        if (Districts.Any(slug => !chosen.Contains(slug))) faults.Add(SignUpField.Districts);
        var (calls, rest) = (RhythmOf(RhythmCalls, rhythms), RhythmOf(RhythmRest, rhythms));
        if (calls is null) faults.Add(SignUpField.RhythmCalls);
        if (rest is null) faults.Add(SignUpField.RhythmRest);
        if (!languages.Contains(Language, StringComparer.Ordinal)) faults.Add(SignUpField.Language);
        if (role is null && Role.Length > 0) faults.Add(SignUpField.Role);
        if (consent is null) faults.Add(SignUpField.Consent);
        if (faults.Count > 0) return (null, faults);
        // Everything is stored as nothing chosen: what comes new one day is then in it, too.
        if (chosen.Count == districts.All.Count) chosen.Clear();
        return (new SignUpRequest(address!, name, Language, Interests.Of(Kinds, chosen, []), role, consent!) { Rhythm = new RhythmChoice(calls!.Value, rest!.Value) }, faults);
    }

    private static Rhythm? RhythmOf(string key, IReadOnlyList<Rhythm> rhythms) =>
        key.Length == 0 ? Rhythm.Weekly : Rhythms.Parse(key) is { } rhythm && rhythms.Contains(rhythm) ? rhythm : null;
}

/// <summary>A sign-up that can be taken. Whether it is the owner of the address who asks is not known yet.</summary>
public sealed record SignUpRequest(Address Address, string Name, string Language, Interests Interests, ReaderRole? Role, ConsentText Consent)
{
    public RhythmChoice Rhythm { get; init; } = RhythmChoice.Usual;
}
