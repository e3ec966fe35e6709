using Publisher.Mail.Mime;

namespace Publisher.Mail.Merge;

/// <summary>A header field whose value may differ from recipient to recipient.</summary>
/// <param name="Name">As for <see cref="MessageField"/>.</param>
/// <param name="Value">The value; in a structured field slots are URLs or parts of them.</param>
/// <param name="Form">How it is written.</param>
public sealed record FieldDefinition(string Name, MergeTemplate Value, FieldForm Form = FieldForm.Structured);

/// <summary>
/// A message for many, as its author means it. To, Date and Message-ID come with each recipient. A body whose last node is not words that
/// end with a line break gets one.
/// </summary>
public sealed record MessageDefinition
{
    /// <summary>Who wrote it.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Where answers go; null leaves the field out.</summary>
    public Mailbox? ReplyTo { get; init; }

    /// <summary>What it is about, in words that are not encoded.</summary>
    public required MergeTemplate Subject { get; init; }

    /// <summary>Further fields in their order: List-Id, List-Unsubscribe and the like.</summary>
    public IReadOnlyList<FieldDefinition> Fields { get; init; } = [];

    /// <summary>The plain text; null leaves the part out.</summary>
    public MergeTemplate? Text { get; init; }

    /// <summary>The HTML; null leaves the part out.</summary>
    public MergeTemplate? Html { get; init; }

    /// <summary>A calendar object as a further alternative, the same for everybody; null leaves it out.</summary>
    public CalendarPart? Calendar { get; init; }

    /// <summary>Files that go with it, the same for everybody.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}
