using Publisher.Archive;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>The rhythms that people can choose from, in words (the main one by its cadence, whatever that is), each with how many mails it makes.</summary>
/// <param name="interests">Of whom the mails are counted.</param>
internal sealed class RhythmChoices(Strings strings, RhythmOffer offer, MailsAMonth.MailsPast past, Interests interests)
{
    /// <summary>None where there is but one: that is no choice.</summary>
    /// <param name="calls">Calls and their deadlines, or the rest.</param>
    public IReadOnlyList<(string Value, string Label, string Note)> Of(bool calls) => offer.All.Count < 2
        ? []
        : [.. offer.All.Select(rhythm => (rhythm.Key(), Words.Capital(strings[$"rhythm{offer.FormOf(rhythm)}"]), Note(rhythm, calls)))];

    /// <summary>Said once, above the first of the two groups: where the numbers come from, if there are any, and what comes whatever the rhythm.</summary>
    /// <param name="counted">The key of the sentence about the numbers.</param>
    public string Hint(bool calls, string counted) =>
        !calls ? "" : offer.All.Any(rhythm => past.Of(rhythm, calls, interests) is not null) ? $"{strings[counted]} {strings["rhythmUrgent"]}" : strings["rhythmUrgent"];

    /// <summary>Altogether; empty where there is no telling.</summary>
    public string Total(RhythmChoice choice) => past.Of(new RhythmChoice(offer.Of(choice.Calls), offer.Of(choice.Rest)), interests) is { } mails ? strings.Count("mailsTotal", mails) : "";

    /// <summary>As the form has it: what is no longer offered is the main one.</summary>
    public string KeyOf(Rhythm chosen) => offer.Of(chosen).Key();

    /// <summary>What the archive says, or else what the settings promise.</summary>
    private string Note(Rhythm rhythm, bool calls) => past.Of(rhythm, calls, interests) is { } mails ? strings.Count("mailsAMonth", mails) : strings[$"mails{offer.FormOf(rhythm)}"];
}
