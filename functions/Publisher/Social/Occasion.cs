namespace Publisher.Social;

/// <summary>Why an item is on a wall. Each has at most one live post on each network: an item's news, its reminder, its results.</summary>
public enum Occasion { First, Reminder, Result }

public static class Occasions
{
    public static IReadOnlyList<Occasion> All { get; } = [Occasion.First, Occasion.Reminder, Occasion.Result];

    /// <summary>As it stands in row keys, links and answers.</summary>
    public static string Key(this Occasion occasion) => occasion switch
    {
        Occasion.First => "first",
        Occasion.Reminder => "reminder",
        Occasion.Result => "result",
        _ => throw new ArgumentOutOfRangeException(nameof(occasion)),
    };

    public static bool TryParse(string text, out Occasion occasion)
    {
        foreach (var known in All)
        {
            if (known.Key() != text) continue;
            occasion = known;
            return true;
        }

        occasion = default;
        return false;
    }
}
