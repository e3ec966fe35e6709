namespace Publisher.Content;

/// <summary>
/// How often somebody gets what there is. Each rhythm is a digest with editions of its own: the main one is <see cref="Weekly"/>, whatever its
/// cadence is set to, and nobody has to choose for that one.
/// </summary>
public enum Rhythm { Weekly, AtOnce, Monthly }

public static class Rhythms
{
    /// <summary>The most frequent first.</summary>
    public static IReadOnlyList<Rhythm> All { get; } = [Rhythm.AtOnce, Rhythm.Weekly, Rhythm.Monthly];

    /// <summary>The rhythm as it stands in storage, files, forms and links.</summary>
    public static string Key(this Rhythm rhythm) => rhythm switch
    {
        Rhythm.AtOnce => "at-once",
        Rhythm.Weekly => "weekly",
        Rhythm.Monthly => "monthly",
        _ => throw new ArgumentOutOfRangeException(nameof(rhythm)),
    };

    /// <summary>Null for what is no rhythm.</summary>
    public static Rhythm? Parse(string key)
    {
        foreach (var rhythm in All)
            if (string.Equals(rhythm.Key(), key, StringComparison.Ordinal)) return rhythm;
        return null;
    }
}
