using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>What is said of a field that cannot be as it is, on the page and by the API.</summary>
internal static class SignUpTexts
{
    public static string Fault(Strings strings, SignUpField field) => field switch
    {
        SignUpField.Name => strings.Fill("preferencesFaultName", ("max", $"{PersonName.MaxLength}")),
        SignUpField.RhythmCalls or SignUpField.RhythmRest => strings["preferencesFaultRhythm"],
        SignUpField.Kinds or SignUpField.Districts or SignUpField.Language => strings[$"preferencesFault{field}"],
        _ => strings[$"subscribeFault{field}"],
    };
}
