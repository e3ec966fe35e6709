using System.Buffers;
using System.Text;

namespace Publisher.Mail.Mime;

/// <summary>
/// The tree of parts of a message: mixed (alternative (text, related (HTML, what it shows), calendar), text files, files), each level only where it
/// may have more than one part (RFC 2046 §5.1, RFC 2387). It is walked once, by the composer and by the compiler alike.
/// </summary>
internal sealed class Layout
{
    private readonly string header;
    private readonly string? boundary;
    private readonly IReadOnlyList<Layout> parts = [];
    private readonly Body body;
    private readonly ReadOnlyMemory<byte> octets;
    private readonly int textFile;

    private Layout(string kind, IReadOnlyList<Layout> parts, string parameter = "")
    {
        boundary = "=_" + kind;
        header = $"Content-Type: multipart/{kind}; boundary=\"{boundary}\"{parameter}\r\n";
        this.parts = parts;
    }

    private Layout(string header, Body body, ReadOnlyMemory<byte> octets = default, int textFile = 0)
    {
        this.header = header;
        this.body = body;
        this.octets = octets;
        this.textFile = textFile;
    }

    private enum Body
    {
        Octets,
        Text,
        Html,
        TextFile,
    }

    /// <summary>Plans the tree.</summary>
    /// <exception cref="MailFormatException">There is neither text nor HTML, or an attachment or calendar cannot be written.</exception>
    internal static Layout Of(
        bool text, bool html, CalendarPart? calendar, IReadOnlyList<(string Name, string MediaType)> textFiles, IReadOnlyList<Attachment> attachments)
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
        return files.Count + textFiles.Count == 0 ? words : new("mixed", [words, .. textFiles.Select((f, i) => TextFile(f.Name, f.MediaType, i)), .. files]);
    }

    /// <summary>Walks the tree: what is the same for every message goes to <paramref name="output"/>, the words are asked for.</summary>
    internal void Write(IBufferWriter<byte> output, LayoutWords words)
    {
        output.Write(Structure.MimeVersion);
        WritePart(output, words);
    }

    private void WritePart(IBufferWriter<byte> output, LayoutWords words)
    {
        Encoding.ASCII.GetBytes(header, output);
        output.Write("\r\n"u8);
        if (boundary is null)
        {
            if (body == Body.Text) words.Text();
            else if (body == Body.Html) words.Html();
            else output.Write(octets.Span);
            return;
        }
        for (var i = 0; i < parts.Count; i++)
        {
            // The line break in front belongs to the delimiter (RFC 2046 §5.1.1), so that the part keeps its own.
            var delimiter = i == 0 ? $"--{boundary}\r\n" : $"\r\n--{boundary}\r\n";
            if (parts[i].body == Body.TextFile)
            {
                words.TextFile(parts[i].textFile, $"{delimiter}{parts[i].header}\r\n");
                continue;
            }
            Encoding.ASCII.GetBytes(delimiter, output);
            parts[i].WritePart(output, words);
        }
        Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n", output);
    }

    private static Layout File(Attachment file, bool inline)
    {
        if (!Parameters.IsMediaType(file.MediaType)) throw new MailFormatException("The media type of an attachment is not type/subtype.");
        if (file.ContentId is not null && !MessageId.IsValid(file.ContentId)) throw new MailFormatException("The Content-ID of an attachment is not left@right of visible ASCII.");
        var fields = new StringBuilder($"Content-Type: {file.MediaType}\r\nContent-Transfer-Encoding: base64\r\n");
        Disposition(inline ? "inline" : "attachment", file.Name, fields);
        if (inline) fields.Append("Content-ID: <").Append(file.ContentId).Append(">\r\n");
        var content = new ArrayBufferWriter<byte>();
        Base64Lines.Encode(file.Content.Span, content);
        return new(fields.ToString(), Body.Octets, content.WrittenMemory);
    }

    private static Layout TextFile(string name, string mediaType, int index)
    {
        var fields = new StringBuilder("Content-Type: ");
        if (!Parameters.TextType(mediaType, fields))
            throw new MailFormatException("The media type of a text attachment is not text/subtype with parameters that are tokens, or names a charset.");
        fields.Append("\r\nContent-Transfer-Encoding: quoted-printable\r\n");
        Disposition("attachment", name, fields);
        return new(fields.ToString(), Body.TextFile, textFile: index);
    }

    private static void Disposition(string disposition, string name, StringBuilder fields)
    {
        if (name.Length > MimeLimits.FileName) throw new MailFormatException($"The name of an attachment is longer than {MimeLimits.FileName} characters.");
        fields.Append("Content-Disposition: ").Append(disposition);
        Parameters.FileName(name, fields);
        fields.Append("\r\n");
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

/// <summary>Those whom a walk asks for what it does not know.</summary>
/// <param name="Text">Writes the plain text.</param>
/// <param name="Html">Writes the HTML.</param>
/// <param name="TextFile">
/// Writes a text attachment: its number, and what comes before its content, from the line break of its delimiter to the end of its header.
/// One that writes nothing leaves the part out.
/// </param>
internal sealed record LayoutWords(Action Text, Action Html, Action<int, string> TextFile);
