namespace Publisher.Mail.Merge;

/// <summary>How the value of a slot is written at its place.</summary>
public enum SlotEscape
{
    /// <summary>As words: escaped for HTML in an HTML body, as it is elsewhere. Not allowed in a structured field.</summary>
    Text,

    /// <summary>As a whole URL: what cannot stand in one (RFC 3986) is percent-encoded as UTF-8, then as <see cref="Text"/>.</summary>
    Url,

    /// <summary>As a part of a URL: everything but unreserved characters (RFC 3986 §2.3) is percent-encoded as UTF-8.</summary>
    UrlPart,

    /// <summary>As markup: not escaped in HTML. Only for values that are HTML already.</summary>
    Markup,
}

/// <summary>Words with slots and conditional stretches; immutable. Built by <see cref="MergeTemplateBuilder"/>.</summary>
public sealed class MergeTemplate
{
    internal MergeTemplate(MergeNode[] nodes) => Nodes = nodes;

    internal enum MergeNodeKind
    {
        Text,
        Slot,
        Count,
        BeginIf,
        EndIf,
    }

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => Nodes.Length == 0;

    internal MergeNode[] Nodes { get; }

    /// <summary>A template that is the same for everybody.</summary>
    /// <param name="text">The words.</param>
    /// <returns>The template.</returns>
    public static MergeTemplate Of(string text) => new MergeTemplateBuilder().Text(text).Build();

    internal readonly record struct MergeNode(MergeNodeKind Kind, string? Text = null, int Slot = 0, SlotEscape Escape = SlotEscape.Text, MergeCondition? Condition = null);
}
