using System.Buffers;
using System.Text;

namespace Publisher.Mail.Mime;

/// <summary>
/// The tree of parts of a message: mixed (alternative (text, related (HTML, what it shows), calendar), files), each level only where it has
/// more than one part (RFC 2046 §5.1, RFC 2387). It is walked once, by the composer and by the compiler alike.
/// </summary>
internal sealed class Layout
{
    private readonly string header;
    private readonly string? boundary;
    private readonly IReadOnlyList<Layout> parts = [];
    private readonly Body body;
    private readonly ReadOnlyMemory<byte> octets;

    private Layout(string kind, IReadOnlyList<Layout> parts, string parameter = "")
    {
        boundary = "=_" + kind;
        header = $"Content-Type: multipart/{kind}; boundary=\"{boundary}\"{parameter}\r\n";
        this.parts = parts;
    }

    private Layout(string header, Body body, ReadOnlyMemory<byte> octets = default)
    {
        this.header = header;
        this.body = body;
        this.octets = octets;
    }

    private enum Body
    {
        Octets,
        Text,
        Html,
    }

    /// <summary>Plans the tree.</summary>
    /// <exception cref="MailFormatException">There is neither text nor HTML, or an attachment or calendar cannot be written.</exception>
    internal static Layout Of(bool text, bool html, CalendarPart? calendar, IReadOnlyList<Attachment> attachments)
    {
        if (!text && !html) throw new MailFormatException("A message has a text, an HTML, or both.");
        List<Layout> alternatives = [];
        if (text) alternatives.Add(new(Encoding.ASCII.GetString(Structure.TextPart), Body.Text));
        var shown = html ? attachments.Where(a => a.ContentId is not null).Select(a => File(a, inline: true)).ToList() : [];
        if (html)
        {
            var page = new Layout(Encoding.ASCII.GetString(Structure.HtmlPart), Body.Html);
            alternatives.Add(shown.Count == 0 ? page : new("related", [page, .. shown], "; type=\"text/html\""));
        }
        if (calendar is not null) alternatives.Add(Calendar(calendar));
        var words = alternatives.Count == 1 ? alternatives[0] : new("alternative", alternatives);
        var files = attachments.Where(a => a.ContentId is null || !html).Select(a => File(a, inline: false)).ToList();
        return files.Count == 0 ? words : new("mixed", [words, .. files]);
    }

    /// <summary>Walks the tree: what is the same for every message goes to <paramref name="output"/>, the words are asked for.</summary>
    internal void Write(IBufferWriter<byte> output, Action text, Action html)
    {
        output.Write(Structure.MimeVersion);
        WritePart(output, text, html);
    }

    private void WritePart(IBufferWriter<byte> output, Action text, Action html)
    {
        Encoding.ASCII.GetBytes(header, output);
        output.Write("\r\n"u8);
        if (boundary is null)
        {
            if (body == Body.Text) text();
            else if (body == Body.Html) html();
            else output.Write(octets.Span);
            return;
        }
        for (var i = 0; i < parts.Count; i++)
        {
            // The line break in front belongs to the delimiter (RFC 2046 §5.1.1), so that the part keeps its own.
            Encoding.ASCII.GetBytes(i == 0 ? $"--{boundary}\r\n" : $"\r\n--{boundary}\r\n", output);
            parts[i].WritePart(output, text, html);
        }
        Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n", output);
    }

    private static Layout File(Attachment file, bool inline)
    {
        if (!Parameters.IsMediaType(file.MediaType)) throw new MailFormatException("The media type of an attachment is not type/subtype.");
        if (file.Name.Length > MimeLimits.FileName) throw new MailFormatException($"The name of an attachment is longer than {MimeLimits.FileName} characters.");
        if (file.ContentId is not null && !MessageId.IsValid(file.ContentId)) throw new MailFormatException("The Content-ID of an attachment is not left@right of visible ASCII.");
        var fields = new StringBuilder($"Content-Type: {file.MediaType}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: {(inline ? "inline" : "attachment")}");
        Parameters.FileName(file.Name, fields);
        fields.Append("\r\n");
        if (inline) fields.Append("Content-ID: <").Append(file.ContentId).Append(">\r\n");
        var content = new ArrayBufferWriter<byte>();
        Base64Lines.Encode(file.Content.Span, content);
        return new(fields.ToString(), Body.Octets, content.WrittenMemory);
    }

    private static Layout Calendar(CalendarPart calendar)
    {
        if (!Parameters.IsToken(calendar.Method) || calendar.Method.Length > 64) throw new MailFormatException("The method of a calendar is no word.");
        // As base64: readers take the lines of a calendar literally, and those of quoted-printable would be broken elsewhere.
        var content = new ArrayBufferWriter<byte>();
        Base64Lines.Encode(Encoding.UTF8.GetBytes(calendar.Content), content);
        return new($"Content-Type: text/calendar; charset=utf-8; method={calendar.Method}\r\nContent-Transfer-Encoding: base64\r\n", Body.Octets, content.WrittenMemory);
    }
}
