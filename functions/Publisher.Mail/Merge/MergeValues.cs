using System.Numerics;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Merge;

/// <summary>
/// What differs for one recipient. One instance serves one after another: <see cref="Clear"/>, set, write. Not safe for several threads
/// at once.
/// </summary>
public sealed class MergeValues
{
    private readonly (int Start, int Length)[] slots = new (int, int)[MergeLimits.Slots];
    private readonly ulong[] flags = new ulong[MergeLimits.Flags / 64];
    private char[] text = new char[1024];
    private char[] scratch = new char[1024];
    private bool[] held = [];
    private int used;
    private (int Start, int Length) messageId;

    /// <summary>Who reads it; required.</summary>
    public Mailbox? To { get; set; }

    /// <summary>When it was written; the offset is kept.</summary>
    public DateTimeOffset Date { get; set; }

    /// <summary>The identifier without angle brackets.</summary>
    public ReadOnlySpan<char> MessageId => text.AsSpan(messageId.Start, messageId.Length);

    /// <summary>Forgets everything but the date.</summary>
    public void Clear()
    {
        Array.Clear(slots);
        Array.Clear(flags);
        used = 0;
        messageId = default;
        To = null;
    }

    /// <summary>Sets the identifier; required.</summary>
    /// <param name="id">Without angle brackets, valid by <see cref="Mime.MessageId.IsValid"/>.</param>
    /// <exception cref="MailFormatException">It is none.</exception>
    public void SetMessageId(ReadOnlySpan<char> id)
    {
        if (!Mime.MessageId.IsValid(id)) throw new MailFormatException("The Message-ID is not left@right of visible ASCII.");
        messageId = Keep(id);
    }

    /// <summary>Sets the value of a slot; a slot not set is empty.</summary>
    /// <param name="slot">0 to <see cref="MergeLimits.Slots"/> - 1.</param>
    /// <param name="value">Any text of at most <see cref="MergeLimits.Value"/> units, not escaped; it is copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot, or the value is too long.</exception>
    public void SetText(int slot, ReadOnlySpan<char> value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, MergeLimits.Slots);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, MergeLimits.Value, nameof(value));
        slots[slot] = Keep(value);
    }

    /// <summary>Sets or clears a flag; a flag not set is clear.</summary>
    /// <param name="flag">0 to <see cref="MergeLimits.Flags"/> - 1.</param>
    /// <param name="value">Whether it is set.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such flag.</exception>
    public void SetFlag(int flag, bool value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(flag);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(flag, MergeLimits.Flags);
        if (value) flags[flag >> 6] |= 1UL << flag;
        else flags[flag >> 6] &= ~(1UL << flag);
    }

    /// <summary>Room that lasts until it is asked for again; its contents are of no account.</summary>
    internal Span<char> Scratch(int length)
    {
        if (scratch.Length < length) scratch = new char[Math.Max(length, scratch.Length * 2)];
        return scratch;
    }

    internal ReadOnlySpan<char> Text(int slot) => text.AsSpan(slots[slot].Start, slots[slot].Length);

    internal int CountOf(MergeCondition condition)
    {
        var count = 0;
        foreach (var (word, bits) in condition.Masks) count += BitOperations.PopCount(flags[word] & bits);
        return count;
    }

    /// <summary>Which of the conditions hold; lasts until it is asked for again.</summary>
    internal ReadOnlySpan<bool> Hold(ReadOnlySpan<MergeCondition> conditions)
    {
        if (held.Length < conditions.Length) held = new bool[conditions.Length];
        for (var at = 0; at < conditions.Length; at++) held[at] = Holds(conditions[at]);
        return held.AsSpan(0, conditions.Length);
    }

    private bool Holds(MergeCondition condition) => condition.Kind switch
    {
        MergeCondition.ConditionKind.Any => CountOf(condition) > 0,
        MergeCondition.ConditionKind.All => CountOf(condition) == condition.Flags.Length,
        MergeCondition.ConditionKind.None => CountOf(condition) == 0,
        MergeCondition.ConditionKind.Fewer => CountOf(condition) < condition.Limit,
        _ => Plurals.FormOf(condition.Rule, CountOf(condition)) == condition.Form,
    };

    private (int, int) Keep(ReadOnlySpan<char> value)
    {
        if (text.Length - used < value.Length) Array.Resize(ref text, Math.Max(text.Length * 2, used + value.Length));
        value.CopyTo(text.AsSpan(used));
        used += value.Length;
        return (used - value.Length, value.Length);
    }
}
