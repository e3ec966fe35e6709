using static Publisher.Mail.Merge.MergeTemplate;

namespace Publisher.Mail.Merge;

/// <summary>Builds a <see cref="MergeTemplate"/> from its beginning to its end.</summary>
public sealed class MergeTemplateBuilder
{
    private readonly List<MergeNode> nodes = [];
    private int open;

    /// <summary>Adds words that are the same for everybody.</summary>
    /// <param name="text">The words; for an HTML body, HTML.</param>
    /// <returns>This builder.</returns>
    public MergeTemplateBuilder Text(string text)
    {
        if (text.Length == 0) return this;
        if (nodes is [.., { Kind: MergeNodeKind.Text } last])
            nodes[^1] = new(MergeNodeKind.Text, last.Text + text);
        else
            nodes.Add(new(MergeNodeKind.Text, text));
        return this;
    }

    /// <summary>Adds the value of a slot.</summary>
    /// <param name="slot">The slot, 0 to <see cref="MergeLimits.Slots"/> - 1.</param>
    /// <param name="escape">How the value is written here.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public MergeTemplateBuilder Slot(int slot, SlotEscape escape = SlotEscape.Text)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, MergeLimits.Slots);
        nodes.Add(new(MergeNodeKind.Slot, Slot: slot, Escape: escape));
        return this;
    }

    /// <summary>Adds how many of the flags are set, in digits.</summary>
    /// <param name="flags">The flags.</param>
    /// <returns>This builder.</returns>
    public MergeTemplateBuilder Count(params ReadOnlySpan<int> flags)
    {
        nodes.Add(new(MergeNodeKind.Count, Condition: MergeCondition.AnyOf(flags)));
        return this;
    }

    /// <summary>Begins a stretch that is shown only where the condition holds; stretches may lie in one another.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>This builder.</returns>
    public MergeTemplateBuilder BeginIf(MergeCondition condition)
    {
        nodes.Add(new(MergeNodeKind.BeginIf, Condition: condition));
        open++;
        return this;
    }

    /// <summary>Ends the innermost stretch.</summary>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">None is open.</exception>
    public MergeTemplateBuilder EndIf()
    {
        if (open == 0) throw new InvalidOperationException("No stretch is open.");
        nodes.Add(new(MergeNodeKind.EndIf));
        open--;
        return this;
    }

    /// <summary>Gives the template; the builder may go on.</summary>
    /// <returns>The template.</returns>
    /// <exception cref="InvalidOperationException">A stretch is still open.</exception>
    public MergeTemplate Build() => open == 0 ? new([.. nodes]) : throw new InvalidOperationException("A conditional stretch is not ended.");
}
