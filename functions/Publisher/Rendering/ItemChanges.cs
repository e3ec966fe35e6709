using Publisher.Content;
using Publisher.Content.Editing;

namespace Publisher.Rendering;

/// <summary>What a reader who knew the old version has to be told: a date, a place, an amount. A mended word is none of these.</summary>
public static class ItemChanges
{
    /// <summary>True where something differs that people act upon.</summary>
    public static bool Matter(Item before, Item after) => (IsOff(before), IsOff(after)) switch
    {
        (true, true) => false,
        (false, false) => FieldChanges.Between(before, after).Any(change => change is { IsConsequential: true, Form: not FieldForm.Status }),
        _ => true,
    };

    /// <summary>Each difference: the label's key in the strings, the old words and the new; empty where there are none. What is not
    /// <c>Ours</c> is in the item's own words, and language.</summary>
    public static IEnumerable<(string Label, string Before, string After, bool Ours)> Between(Item before, Item after, Words words)
    {
        // What else was changed of a thing that is called off is of no use to anyone.
        if (IsOff(after)) return [("state", words.StateOf(before), words.StateOf(after), true)];
        var pairs = (before, after) switch
        {
            (Call old, Call now) => ((string, string, string, bool)[])
            [
                ("opens", Moment(old.Opens, words), Moment(now.Opens, words), true),
                ("closes", old.Closes is { } closed ? words.Until(closed) : "", now.Closes is { } closes ? words.Until(closes) : "", true),
                ("budget", old.Budget is { } was ? words.Money(was) : "", now.Budget is { } budget ? words.Money(budget) : "", true),
                ("whoMayApply", old.WhoMayApply, now.WhoMayApply, false),
            ],
            (Event old, Event now) =>
            [
                ("when", words.Range(old.Starts, old.Ends), words.Range(now.Starts, now.Ends), true),
                ("where", Place(old), Place(now), false),
                ("online", old.Online, now.Online, false),
            ],
            _ => [],
        };
        if (IsOff(before)) pairs = [("state", words.StateOf(before), words.StateOf(after), true), .. pairs];
        return pairs.Where(pair => pair.Item2 != pair.Item3);
    }

    private static bool IsOff(Item item) => item.Status == ItemStatus.Withdrawn;

    internal static string Place(Event item) => string.Join(", ", ((string[])[item.Venue, item.Address]).Where(part => part.Length > 0));

    private static string Moment(Moment? moment, Words words) => moment is { } some ? words.Moment(some) : "";
}
