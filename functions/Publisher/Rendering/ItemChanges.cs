using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>What a reader who knew the old version has to be told: a date, a place, an amount. A mended word is none of these.</summary>
public static class ItemChanges
{
    /// <summary>True where something differs that people act upon.</summary>
    public static bool Matter(Item before, Item after) => (before, after) switch
    {
        (Call old, Call now) => old.Opens != now.Opens || old.Closes != now.Closes || old.Budget != now.Budget || old.WhoMayApply != now.WhoMayApply,
        (Event old, Event now) => old.Starts != now.Starts || old.Ends != now.Ends || Place(old) != Place(now) || old.Online != now.Online,
        _ => false,
    };

    /// <summary>Each difference: the label's key in the strings, the old words and the new; empty where there are none.</summary>
    internal static IEnumerable<(string Label, string Before, string After)> Between(Item before, Item after, Words words)
    {
        var pairs = (before, after) switch
        {
            (Call old, Call now) => ((string, string, string)[])
            [
                ("opens", Moment(old.Opens, words), Moment(now.Opens, words)),
                ("closes", old.Closes is { } closed ? words.Until(closed) : "", now.Closes is { } closes ? words.Until(closes) : ""),
                ("budget", old.Budget is { } was ? words.Money(was) : "", now.Budget is { } budget ? words.Money(budget) : ""),
                ("whoMayApply", old.WhoMayApply, now.WhoMayApply),
            ],
            (Event old, Event now) =>
            [
                ("when", words.Range(old.Starts, old.Ends), words.Range(now.Starts, now.Ends)),
                ("where", Place(old), Place(now)),
                ("online", old.Online, now.Online),
            ],
            _ => [],
        };
        return pairs.Where(pair => pair.Item2 != pair.Item3);
    }

    internal static string Place(Event item) => string.Join(", ", ((string[])[item.Venue, item.Address]).Where(part => part.Length > 0));

    private static string Moment(Moment? moment, Words words) => moment is { } some ? words.Moment(some) : "";
}
