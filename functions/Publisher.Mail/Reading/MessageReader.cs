using System.Text;

namespace Publisher.Mail.Reading;

/// <summary>
/// Takes a message apart that came from outside (RFC 5322, RFC 2046). It never fails: what it cannot make sense of it passes over, and what goes beyond
/// <see cref="ReadingLimits"/> it does not read. Time and memory grow with the message, however it is nested.
/// </summary>
public sealed class MessageReader
{
    private int parts;

    private MessageReader()
    {
    }

    /// <summary>Reads a message.</summary>
    /// <param name="message">With CRLF or LF at the ends of lines.</param>
    /// <returns>Null where a limit was passed.</returns>
    public static ReadPart? Read(ReadOnlyMemory<byte> message) =>
        message.Length > ReadingLimits.Message ? null : new MessageReader().ReadPart(message, depth: 1);

    /// <summary>Reads the groups of fields of a status part: an empty line is between two groups (RFC 3464 §2.1).</summary>
    internal static IReadOnlyList<ReadPart> ReadGroups(ReadOnlyMemory<byte> content)
    {
        var groups = new List<ReadPart>();
        while (!content.IsEmpty && groups.Count < ReadingLimits.Parts)
        {
            if (ReadHeader(content, out var rest) is not { } fields) break;
            if (fields.Count > 0) groups.Add(new ReadPart(fields, default));
            content = rest;
        }

        return groups;
    }

    /// <summary>Reads a header alone.</summary>
    internal static ReadPart? ReadHeader(ReadOnlyMemory<byte> content) => ReadHeader(content, out var rest) is { } fields ? new ReadPart(fields, rest) : null;

    private ReadPart? ReadPart(ReadOnlyMemory<byte> content, int depth)
    {
        if (depth > ReadingLimits.Depth || ++parts > ReadingLimits.Parts || ReadHeader(content, out var body) is not { } fields) return null;
        var part = new ReadPart(fields, body);
        var inner = part.ContentType.IsMultipart ? Split(body, part.ContentType.Boundary) : part.ContentType.IsMessage ? [body] : [];
        if (inner.Count == 0) return part;
        var read = new List<ReadPart>(inner.Count);
        foreach (var each in inner)
        {
            if (ReadPart(each, depth + 1) is not { } child) return null;
            read.Add(child);
        }

        part.Parts = read;
        return part;
    }

    /// <summary>The fields to the empty line; null where there are too many, or one is too long.</summary>
    private static List<ReadField>? ReadHeader(ReadOnlyMemory<byte> content, out ReadOnlyMemory<byte> body)
    {
        var fields = new List<ReadField>();
        var field = new List<byte>();
        body = default;
        while (!content.IsEmpty)
        {
            var line = TakeLine(ref content);
            if (line.IsEmpty)
            {
                body = content;
                break;
            }

            if (line.Span[0] is not ((byte)' ' or (byte)'\t') && !Keep(fields, field)) return null;
            if (field.Count + line.Length > ReadingLimits.Field) return null;
            field.AddRange(line.Span);
        }

        return Keep(fields, field) ? fields : null;
    }

    /// <summary>Ends a field. A line that is none, as the first one of a mailbox file, is passed over.</summary>
    private static bool Keep(List<ReadField> fields, List<byte> field)
    {
        var colon = field.IndexOf((byte)':');
        if (colon > 0)
        {
            if (fields.Count == ReadingLimits.Fields) return false;
            var text = Encoding.UTF8.GetString([.. field]);
            colon = text.IndexOf(':', StringComparison.Ordinal);
            fields.Add(new ReadField(text[..colon].Trim(), text[(colon + 1)..].Trim()));
        }

        field.Clear();
        return true;
    }

    /// <summary>What stands between the delimiter lines of a multipart (RFC 2046 §5.1.1). Where the last one is missing, the end is the end.</summary>
    private static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> body, string boundary)
    {
        var delimiter = Encoding.ASCII.GetBytes("--" + boundary);
        var found = new List<ReadOnlyMemory<byte>>();
        var (rest, start) = (body, -1);
        while (!rest.IsEmpty)
        {
            var at = body.Length - rest.Length;
            var line = TakeLine(ref rest).Span;
            if (!line.StartsWith(delimiter)) continue;
            var behind = line[delimiter.Length..];
            var last = behind.StartsWith("--"u8);
            if (!(last ? behind[2..] : behind).Trim(" \t"u8).IsEmpty) continue;
            if (start >= 0) found.Add(WithoutLineEnd(body[start..at]));
            // One more than may be read: whoever reads them sees that the limit is passed.
            if (last || found.Count > ReadingLimits.Parts) return found;
            start = body.Length - rest.Length;
        }

        if (start >= 0) found.Add(body[start..]);
        return found;
    }

    /// <summary>The line end before a delimiter belongs to the delimiter.</summary>
    private static ReadOnlyMemory<byte> WithoutLineEnd(ReadOnlyMemory<byte> part)
    {
        if (part.Span.EndsWith("\r\n"u8)) return part[..^2];
        return part.Span.EndsWith("\n"u8) ? part[..^1] : part;
    }

    private static ReadOnlyMemory<byte> TakeLine(ref ReadOnlyMemory<byte> content)
    {
        var end = content.Span.IndexOf((byte)'\n');
        var line = end < 0 ? content : content[..end];
        content = end < 0 ? default : content[(end + 1)..];
        return line.Span.EndsWith("\r"u8) ? line[..^1] : line;
    }
}
