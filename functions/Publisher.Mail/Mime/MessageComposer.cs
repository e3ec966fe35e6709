using System.Buffers;
using System.Text;

namespace Publisher.Mail.Mime;

/// <summary>
/// Composes one message the plain way: header, then its parts as <see cref="Layout"/> plans them. What a
/// compiled merge writes for the same words is the same, octet for octet.
/// </summary>
public static class MessageComposer
{
    /// <summary>Composes the message; every line ends with CRLF and no line begins with a full stop.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Takes the octets.</param>
    /// <exception cref="MailFormatException">A field or an attachment cannot be written, or there is neither text nor HTML.</exception>
    public static void Compose(Message message, IBufferWriter<byte> output)
    {
        if (!MessageId.IsValid(message.MessageId)) throw new MailFormatException("The Message-ID is not left@right of visible ASCII.");
        var textFiles = message.TextAttachments.Select(t => (t.FileName, t.MediaType)).ToList();
        var layout = Layout.Of(message.Text.Count > 0, message.Html.Count > 0, message.Calendar, textFiles, message.Attachments);

        var header = output.GetSpan(HeaderSize(message));
        var writer = new HeaderWriter(header);
        writer.Address("From", message.From);
        writer.Address("To", message.To);
        if (message.ReplyTo is not null) writer.Address("Reply-To", message.ReplyTo);
        writer.Unstructured("Subject", message.Subject);
        writer.Date(message.Date);
        writer.Identifier("Message-ID", message.MessageId);
        foreach (var field in message.Fields)
        {
            FieldName.Check(field.Name);
            writer.Field(field.Name, field.Value, field.Form);
        }
        output.Advance(writer.Length);
        layout.Write(output, new(
            () => Body(message.Text, output),
            () => Body(message.Html, output),
            (i, opening) => File(message.TextAttachments[i], opening, output)));
    }

    private const int FieldNameAllowance = 64; // octets: the longest name there may be

    private static int HeaderSize(Message message) =>
        (5 + message.Fields.Count) * HeaderWriter.MaxLength(FieldNameAllowance)
        + HeaderWriter.MaxLength(message.Subject.Length + message.MessageId.Length + Size(message.From) + Size(message.To) + Size(message.ReplyTo)
            + message.Fields.Sum(f => f.Name.Length + f.Value.Length));

    private static int Size(Mailbox? mailbox) => mailbox is null ? 0 : mailbox.Address.Length + (mailbox.Name?.Length ?? 0);

    // A text ends with a line break: an encoded text must not end with the mark of a soft one (RFC 2045 §6.7 (2)).
    private static void Body(IReadOnlyList<string> pieces, IBufferWriter<byte> output)
    {
        foreach (var piece in pieces) Piece(piece, output);
        if (pieces.LastOrDefault(p => p.Length > 0) is not [.., '\r' or '\n']) Piece("\n", output);
    }

    // A file ends as its author ended it: without a line break, it ends with a soft one, which the CRLF after it keeps from being the last octet.
    private static void File(TextAttachment file, string opening, IBufferWriter<byte> output)
    {
        if (!file.IsShown) return;
        Encoding.ASCII.GetBytes(opening, output);
        foreach (var piece in file.Content) Piece(piece, output);
    }

    private static void Piece(string piece, IBufferWriter<byte> output) =>
        output.Advance(QuotedPrintable.Encode(piece, output.GetSpan(QuotedPrintable.MaxLength(piece.Length))));
}
