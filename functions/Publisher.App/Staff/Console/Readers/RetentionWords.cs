using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Readers;

/// <summary>What a daily round took away, in words.</summary>
internal static class RetentionWords
{
    public static string Of(Strings texts, RetentionRound round)
    {
        var said = round.Counts.Select(pair => (Name: pair.Key, Count: pair.Value)).Concat(round.Elsewhere.Select(kept => (kept.Name, kept.Count)))
            .Where(each => each.Count > 0).Select(each => $"{NameOf(texts, each.Name)}: {each.Count}").ToList();
        if (said.Count == 0) said.Add(texts["retainedNothing"]);
        if (round.PartitionsLeft > 0 || round.Elsewhere.Any(kept => kept.Rest)) said.Add(texts["retainedRest"]);
        if (round.Lost > 0) said.Add(texts.Fill("retainedLost", ("n", $"{round.Lost}")));
        return string.Join("; ", said);
    }

    /// <summary>"counts of sign-ups" is the text „retainedCountsOfSignUps”; one that has none is said as it is.</summary>
    private static string NameOf(Strings texts, string name)
    {
        var key = "retained" + string.Concat(name.Split(' ', '-').Select(Words.Capital));
        return texts.Has(key) ? texts[key] : name;
    }
}
