namespace Publisher.Mail.Mime;

/// <summary>A file that goes with a message: beside its words, or, with an identifier, inside its HTML.</summary>
/// <param name="Name">
/// The file's name, any text of at most <see cref="MimeLimits.FileName"/> UTF-16 units; control characters and slashes become underscores.
/// </param>
/// <param name="MediaType">What it is: <c>type/subtype</c> (RFC 2045 §5.1), without parameters.</param>
/// <param name="Content">Its octets.</param>
/// <param name="ContentId">
/// The identifier by which the HTML shows it, as <c>cid:identifier</c> (RFC 2392); valid by <see cref="MessageId.IsValid"/>. Null for a file of its own.
/// </param>
public sealed record Attachment(string Name, string MediaType, ReadOnlyMemory<byte> Content, string? ContentId = null);

/// <summary>A calendar object as one more alternative of the words (RFC 6047): readers offer to put it into the calendar.</summary>
/// <param name="Method">What is to be done with it (RFC 5546 §1.4): PUBLISH, REQUEST, CANCEL…; the same as METHOD in the object.</param>
/// <param name="Content">The object (RFC 5545).</param>
public sealed record CalendarPart(string Method, string Content);
