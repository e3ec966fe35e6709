using NodaTime.Text;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>
/// What was chosen or changed, for the history: <c>kinds: call, event; districts: all</c>, <c>language: pl → en; name</c>. Keys and not names, so
/// that it can be said in any language; of the name only that it changed, for it proves nothing.
/// </summary>
public static class ChoiceDetail
{
    /// <summary>Between the clauses.</summary>
    public const string Clause = "; ";

    /// <summary>Between the entries of a list.</summary>
    public const string Comma = ", ";

    /// <summary>Between what was and what is.</summary>
    public const string Arrow = " → ";

    /// <summary>Behind the name of what was chosen.</summary>
    public const string Colon = ": ";

    /// <summary>Everything there is: nothing was chosen.</summary>
    public const string All = "all";

    /// <summary>What they did not say.</summary>
    public const string None = "none";

    /// <summary>Of a change of address: the mailbox that mail went to.</summary>
    public const string OldMailbox = "old mailbox";

    /// <summary>Of a change of address: the mailbox that mail is to go to.</summary>
    public const string NewMailbox = "new mailbox";

    /// <summary>Somebody signed up who is subscribed: what they have stays as it is.</summary>
    public const string NothingChanged = "nothing changed";

    /// <summary>All that is chosen.</summary>
    public static string Of(Subscriber subscriber) =>
        string.Join(Clause, Fields(subscriber).Concat(Calls(subscriber.Calls)).Where(field => field.Value != None).Select(field => field.Name + Colon + field.Value));

    /// <summary>What is different; empty where nothing is.</summary>
    public static string Between(Subscriber before, Subscriber after)
    {
        var changed = Fields(before).Zip(Fields(after)).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => pair.First.Name + Colon + pair.First.Value + Arrow + pair.Second.Value);
        return string.Join(Clause, [.. changed, .. CallsBetween(before.Calls, after.Calls), .. before.Name == after.Name ? (string[])[] : ["name"]]);
    }

    /// <summary>Only what is different: whole lists before and after could be too long for a row.</summary>
    private static IEnumerable<string> CallsBetween(CallChoices before, CallChoices after)
    {
        (string Name, IEnumerable<string> Calls)[] clauses =
        [
            ("follow", after.Followed.Except(before.Followed, StringComparer.Ordinal)),
            ("unfollow", before.Followed.Except(after.Followed, StringComparer.Ordinal)),
            ("leave", after.Left.Except(before.Left, StringComparer.Ordinal)),
            ("unleave", before.Left.Except(after.Left, StringComparer.Ordinal)),
        ];
        return clauses.Where(clause => clause.Calls.Any()).Select(clause => clause.Name + Colon + string.Join(Comma, clause.Calls));
    }

    private static IEnumerable<(string Name, string Value)> Fields(Subscriber subscriber)
    {
        yield return ("kinds", subscriber.Interests is { Kinds.Count: 0, Deadlines: false } ? All : List(subscriber.Interests.KindKeys));
        yield return ("districts", List(subscriber.Interests.Districts));
        yield return ("topics", List(subscriber.Interests.Topics));
        yield return ("language", subscriber.Language);
        yield return ("role", subscriber.Role?.Key() ?? None);
        yield return ("rhythm", RhythmText.Write(subscriber.Rhythm));
        yield return ("paused", subscriber.PausedUntil is { } day ? LocalDatePattern.Iso.Format(day) : None);
    }

    private static IEnumerable<(string Name, string Value)> Calls(CallChoices calls)
    {
        if (calls.Followed.Count > 0) yield return ("followed", string.Join(Comma, calls.Followed));
        if (calls.Left.Count > 0) yield return ("left", string.Join(Comma, calls.Left));
    }

    private static string List(IEnumerable<string> values) => string.Join(Comma, values) is { Length: > 0 } text ? text : All;
}
