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

/// <summary>
/// A text as a file of its own, beside the words. It is encoded like a body, but nothing is added to it: readers get back what its pieces
/// say, with every CR, LF and CRLF as CRLF, the line end of text in mail (RFC 2046 §4.1.1).
/// </summary>
/// <param name="FileName">The file's name, as for <see cref="Attachment"/>.</param>
/// <param name="MediaType">
/// What it is: <c>text/subtype</c>, with parameters whose values are tokens (RFC 2045 §5.1), as in <c>text/calendar; method=PUBLISH</c>.
/// The charset is added: UTF-8.
/// </param>
/// <param name="Content">The text in pieces, which are encoded each by itself (see <see cref="QuotedPrintable"/>).</param>
/// <param name="IsShown">False leaves the part out, but not the multipart/mixed around it: what a merge writes for whom it is not meant.</param>
public sealed record TextAttachment(string FileName, string MediaType, IReadOnlyList<string> Content, bool IsShown = true);

/// <summary>A calendar object as one more alternative of the words (RFC 6047): readers offer to put it into the calendar.</summary>
/// <param name="Method">What is to be done with it (RFC 5546 §1.4): PUBLISH, REQUEST, CANCEL…; the same as METHOD in the object.</param>
/// <param name="Content">The object (RFC 5545).</param>
public sealed record CalendarPart(string Method, string Content);
