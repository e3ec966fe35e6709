using Publisher.Mail.Mime;

namespace Publisher.Mail.Merge;

/// <summary>A header field whose value may differ from recipient to recipient.</summary>
/// <param name="Name">As for <see cref="MessageField"/>.</param>
/// <param name="Value">The value; in a structured field slots are URLs or parts of them.</param>
/// <param name="Form">How it is written.</param>
public sealed record FieldDefinition(string Name, MergeTemplate Value, FieldForm Form = FieldForm.Structured);

/// <summary>
/// A text as a file of its own that may differ from recipient to recipient, or be missing. Its content is written as it is, no line break is
/// added; a slot's value is not escaped for the format of the file.
/// </summary>
/// <param name="FileName">The file's name, as for <see cref="Attachment"/>.</param>
/// <param name="MediaType">A text type, as for <see cref="TextAttachment"/>: <c>text/calendar; method=PUBLISH</c>.</param>
/// <param name="Content">The text.</param>
/// <param name="ShownIf">Who gets it: where it does not hold, the whole part is left out. Null gives it to everybody.</param>
public sealed record TextAttachmentDefinition(string FileName, string MediaType, MergeTemplate Content, MergeCondition? ShownIf = null);

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

    /// <summary>
    /// Texts that go with it as files, before the others. With one of them the message is multipart/mixed for everybody, for those too who
    /// get none.
    /// </summary>
    public IReadOnlyList<TextAttachmentDefinition> TextAttachments { get; init; } = [];

    /// <summary>Files that go with it, the same for everybody.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}
