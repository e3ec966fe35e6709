namespace Publisher.Mail.Merge;

/// <summary>
/// What must hold for a stretch to be shown: how many of a set of flags are set for this recipient. Stretches in one another join
/// conditions by "and". Immutable.
/// </summary>
public sealed class MergeCondition
{
    private MergeCondition(ConditionKind kind, int[] flags, PluralRule rule = default, PluralForm form = default)
    {
        foreach (var flag in flags)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(flag, nameof(flags));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(flag, MergeLimits.Flags, nameof(flags));
        }
        Kind = kind;
        Flags = [.. flags.Distinct().Order()];
        Rule = rule;
        Form = form;
    }

    internal enum ConditionKind
    {
        Any,
        All,
        None,
        Plural,
    }

    internal ConditionKind Kind { get; }

    internal int[] Flags { get; }

    internal PluralRule Rule { get; }

    internal PluralForm Form { get; }

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

    /// <summary>The number of flags set takes this plural form; forms of one rule exclude each other, and one of them always holds.</summary>
    /// <param name="rule">The rule of the language.</param>
    /// <param name="form">The form.</param>
    /// <param name="flags">Flags, as for <see cref="AnyOf"/>.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flag.</exception>
    public static MergeCondition Plural(PluralRule rule, PluralForm form, params ReadOnlySpan<int> flags) => new(ConditionKind.Plural, flags.ToArray(), rule, form);
}
