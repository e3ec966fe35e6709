namespace Publisher.Subscribers;

/// <summary>What a subscriber chose for one call.</summary>
public enum CallChoice
{
    /// <summary>Their interests decide.</summary>
    Neither,

    /// <summary>Its changes, reminders and results come, whatever their interests are.</summary>
    Followed,

    /// <summary>Nothing of it comes any more, whatever their interests are.</summary>
    Left,
}

/// <summary>The calls that a subscriber chose on their own, by their ids, the latest choice last; each is in one list at the most.</summary>
public sealed record CallChoices(IReadOnlyList<string> Followed, IReadOnlyList<string> Left)
{
    /// <summary>Calls in each list: more than any city has at a time, and no row grows for ever.</summary>
    public const int Most = 100;

    public static CallChoices None { get; } = new([], []);

    /// <summary>None for what is no list.</summary>
    public static CallChoices Of(IEnumerable<string> followed, IEnumerable<string> left) => new CallChoices([.. followed], [.. left]) is { IsNone: false } some ? some : None;

    public bool IsNone => Followed.Count == 0 && Left.Count == 0;

    public CallChoice For(string call) => Contains(Followed, call) ? CallChoice.Followed : Contains(Left, call) ? CallChoice.Left : CallChoice.Neither;

    /// <summary>The same with another choice for a call; a list that is full loses its oldest.</summary>
    public CallChoices With(string call, CallChoice choice) => choice == For(call)
        ? this
        : Of(Change(Followed, call, choice == CallChoice.Followed), Change(Left, call, choice == CallChoice.Left));

    /// <summary>True where a call more would push the oldest of its list out.</summary>
    public bool IsFull(CallChoice choice) => choice switch
    {
        CallChoice.Followed => Followed.Count >= Most,
        CallChoice.Left => Left.Count >= Most,
        _ => false,
    };

    /// <summary>The same without what is chosen for some calls.</summary>
    public CallChoices Without(Func<string, bool> call) => Of(Followed.Where(id => !call(id)), Left.Where(id => !call(id)));

    public bool Equals(CallChoices? other) => other is not null && Followed.SequenceEqual(other.Followed) && Left.SequenceEqual(other.Left);

    public override int GetHashCode() => HashCode.Combine(Followed.Count, Left.Count);

    private static bool Contains(IReadOnlyList<string> list, string call) => list.Contains(call, StringComparer.Ordinal);

    private static IEnumerable<string> Change(IReadOnlyList<string> list, string call, bool add)
    {
        var rest = list.Where(id => !string.Equals(id, call, StringComparison.Ordinal));
        return add ? rest.Append(call).TakeLast(Most) : rest;
    }
}
