namespace Publisher.Mail.Mime;

/// <summary>
/// One message with all its words, to be composed the plain way by <see cref="MessageComposer"/>. A body is a list of pieces, which are
/// encoded each by itself (see <see cref="QuotedPrintable"/>); one piece is the usual case.
/// </summary>
public sealed record Message
{
    /// <summary>Who wrote it.</summary>
    public required Mailbox From { get; init; }

    /// <summary>Who reads it.</summary>
    public required Mailbox To { get; init; }

    /// <summary>Where answers go; null leaves the field out.</summary>
    public Mailbox? ReplyTo { get; init; }

    /// <summary>What it is about, any text.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was written; the offset is kept.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The identifier without angle brackets, valid by <see cref="Mime.MessageId.IsValid"/>.</summary>
    public required string MessageId { get; init; }

    /// <summary>Further fields, in their order.</summary>
    public IReadOnlyList<MessageField> Fields { get; init; } = [];

    /// <summary>The plain text in pieces; empty leaves the part out.</summary>
    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>The HTML in pieces; empty leaves the part out.</summary>
    public IReadOnlyList<string> Html { get; init; } = [];

    /// <summary>A calendar object as a further alternative; null leaves it out.</summary>
    public CalendarPart? Calendar { get; init; }

    /// <summary>Texts that go with it as files, before the others.</summary>
    public IReadOnlyList<TextAttachment> TextAttachments { get; init; } = [];

    /// <summary>Files that go with it.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];
}
