namespace Publisher.Mail.Merge;

/// <summary>
/// What must hold for a stretch to be shown: how many of a set of flags are set for this recipient. Stretches in one another join
/// conditions by "and". Immutable.
/// </summary>
public sealed class MergeCondition
{
    private MergeCondition(ConditionKind kind, int[] flags, PluralRule rule = default, PluralForm form = default, int limit = 0)
    {
        foreach (var flag in flags)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(flag, nameof(flags));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(flag, MergeLimits.Flags, nameof(flags));
        }
        Kind = kind;
        Flags = [.. flags.Distinct().Order()];
        Masks = [.. Flags.GroupBy(flag => flag >> 6).Select(word => (word.Key, word.Aggregate(0UL, (bits, flag) => bits | (1UL << flag))))];
        Rule = rule;
        Form = form;
        Limit = limit;
    }

    /// <summary>The numbers are part of the serialised form.</summary>
    internal enum ConditionKind
    {
        Any,
        All,
        None,
        Plural,
        Fewer,
    }

    internal ConditionKind Kind { get; }

    internal int[] Flags { get; }

    /// <summary>The same flags as bits of the words that values keep them in: a condition is looked at for every recipient.</summary>
    internal (int Word, ulong Bits)[] Masks { get; }

    internal PluralRule Rule { get; }

    internal PluralForm Form { get; }

    /// <summary>Of <see cref="ConditionKind.Fewer"/>: the number of flags set that is too many. Else 0.</summary>
    internal int Limit { get; }

    internal bool IsSame(MergeCondition other) =>
        Kind == other.Kind && Rule == other.Rule && Form == other.Form && Limit == other.Limit && Flags.AsSpan().SequenceEqual(other.Flags);

    /// <summary>At least one flag is set; never, where there are none.</summary>
    /// <param name="flags">Flags, 0 to <see cref="MergeLimits.Flags"/> - 1; the same twice counts once.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flag.</exception>
    public static MergeCondition AnyOf(params ReadOnlySpan<int> flags) => new(ConditionKind.Any, flags.ToArray());

    /// <summary>Every flag is set.</summary>
    /// <param name="flags">Flags, as for <see cref="AnyOf"/>.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flag.</exception>
    public static MergeCondition AllOf(params ReadOnlySpan<int> flags) => new(ConditionKind.All, flags.ToArray());

    /// <summary>No flag is set.</summary>
    /// <param name="flags">Flags, as for <see cref="AnyOf"/>.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flag.</exception>
    public static MergeCondition NoneOf(params ReadOnlySpan<int> flags) => new(ConditionKind.None, flags.ToArray());

    /// <summary>
    /// Fewer flags than a count are set. <see cref="NoneOf"/> is fewer than one; where there are fewer flags than the count, it always holds.
    /// </summary>
    /// <param name="count">The number of flags set from which on it does not hold, 1 to <see cref="MergeLimits.Flags"/>.</param>
    /// <param name="flags">Flags, as for <see cref="AnyOf"/>.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flag, or no such count.</exception>
    public static MergeCondition FewerThan(int count, params ReadOnlySpan<int> flags)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MergeLimits.Flags);
        return new(ConditionKind.Fewer, flags.ToArray(), limit: count);
    }

    /// <summary>The number of flags set takes this plural form; forms of one rule exclude each other, and one of them always holds.</summary>
    /// <param name="rule">The rule of the language.</param>
    /// <param name="form">The form.</param>
    /// <param name="flags">Flags, as for <see cref="AnyOf"/>.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flag.</exception>
    public static MergeCondition Plural(PluralRule rule, PluralForm form, params ReadOnlySpan<int> flags) => new(ConditionKind.Plural, flags.ToArray(), rule, form);
}
