using NodaTime.Text;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>A choice of rhythms as text, in storage and in files: <c>weekly</c>, or <c>at-once/monthly</c> for calls and for the rest.</summary>
public static class RhythmText
{
    private const char Between = '/';
    private const char Entry = '|';
    private const char Until = ' ';

    public static string Write(RhythmChoice choice) => Write(choice.Calls, choice.Rest);

    /// <summary>Null for what is no rhythm, or two.</summary>
    public static RhythmChoice? Parse(string text)
    {
        var parts = text.Split(Between);
        return parts.Length <= 2 && Rhythms.Parse(parts[0]) is { } calls && Rhythms.Parse(parts[^1]) is { } rest ? new RhythmChoice(calls, rest) : null;
    }

    internal static string WritePast(IEnumerable<PastRhythm> past) =>
        string.Join(Entry, past.Select(each => Write(each.Calls, each.Rest) + Until + InstantPattern.ExtendedIso.Format(each.Until)));

    /// <summary>What storage says; the usual where it says nothing: that is everyone from before there was a choice.</summary>
    internal static RhythmChoice Read(string text, string past)
    {
        var choice = Parse(text) ?? RhythmChoice.Usual;
        return past.Length == 0 ? choice : choice with { Past = [.. past.Split(Entry).Select(Past)] };
    }

    private static PastRhythm Past(string text)
    {
        var at = text.IndexOf(Until, StringComparison.Ordinal);
        var choice = Parse(text[..at]) ?? RhythmChoice.Usual;
        return new PastRhythm(choice.Calls, choice.Rest, InstantPattern.ExtendedIso.Parse(text[(at + 1)..]).Value);
    }

    private static string Write(Rhythm calls, Rhythm rest) => calls == rest ? calls.Key() : calls.Key() + Between + rest.Key();
}
