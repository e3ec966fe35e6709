using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// Reads the posted form. Beside each field stands, hidden, what the form showed in it: a field left as it was shown is none that the reader
/// changed, so a form that lay open while another was saved undoes nothing of that one.
/// </summary>
internal static class PreferencesPost
{
    /// <summary>Before the name of the field that holds what was shown.</summary>
    public const string Shown = "was-";

    /// <summary>Between the entries of a list that was shown, as in storage.</summary>
    public const char Separator = '|';

    /// <returns>The change; or null, and the status of the refusal.</returns>
    public static async Task<(PreferenceChange? Change, int Status)> ReadAsync(HttpRequest request)
    {
        var (form, status) = await FormPost.ReadAsync(request);
        return (form is null ? null : Change(form), status);
    }

    public static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    private static PreferenceChange Change(IFormCollection form) => new(
        List(form, PreferenceField.Kinds),
        List(form, PreferenceField.Districts),
        List(form, PreferenceField.Topics),
        Text(form, PreferenceField.Language) is { Length: > 0 } language ? language : null,
        Text(form, PreferenceField.Name))
    {
        RhythmCalls = Radio(form, PreferenceField.RhythmCalls),
        RhythmRest = Radio(form, PreferenceField.RhythmRest),
        Role = Text(form, PreferenceField.Role),
        Pause = Text(form, PreferenceField.Pause),
        Followed = List(form, PreferenceField.Followed),
        Left = List(form, PreferenceField.Left),
    };

    /// <summary>No box ticked sends no field at all: only what was shown tells that from a form without the boxes.</summary>
    private static string[]? List(IFormCollection form, PreferenceField field)
    {
        var name = PreferencesForm.NameOf(field);
        string[] ticked = [.. form[name].OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
        if (form[Shown + name] is not [{ } shown, ..]) return ticked.Length > 0 ? ticked : null;
        return ticked.ToHashSet(StringComparer.Ordinal).SetEquals(shown.Split(Separator, StringSplitOptions.RemoveEmptyEntries)) ? null : ticked;
    }

    /// <summary>Null too where none was marked: that is no answer.</summary>
    private static string? Radio(IFormCollection form, PreferenceField field) => Text(form, field) is { Length: > 0 } marked ? marked : null;

    private static string? Text(IFormCollection form, PreferenceField field)
    {
        var name = PreferencesForm.NameOf(field);
        if (form[name] is not [{ } text, ..]) return null;
        return form[Shown + name] is [{ } shown, ..] && PersonName.Clean(shown) == PersonName.Clean(text) ? null : text;
    }
}
