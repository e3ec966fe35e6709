using System.Buffers.Text;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>Reads replies (RFC 5321 §4.2.1) from the octets of a connection. Pure.</summary>
internal static class SmtpReplyParser
{
    /// <summary>Longest reply that is read, in octets with all its lines: 16 KiB; RFC 5321 §4.5.3.1.5 allows 512 for a line.</summary>
    internal const int MaxReply = 16 * 1024;

    private const int UsualText = 512; // characters; a line's worth, kept off the heap

    /// <summary>Reads one reply from the front.</summary>
    /// <param name="input">What has come.</param>
    /// <param name="needsText">Whether the words of a positive reply are wanted; those of a refusal always are.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="consumed">Its octets.</param>
    /// <returns>False where the reply is not there whole yet.</returns>
    /// <exception cref="SmtpProtocolException">This is no SMTP reply.</exception>
    internal static bool TryParse(ReadOnlySpan<byte> input, bool needsText, out SmtpReply reply, out int consumed)
    {
        reply = default;
        consumed = 0;
        var at = 0;
        while (true)
        {
            var end = input[at..].IndexOf((byte)'\n');
            if (end < 0) return input.Length < MaxReply ? false : throw new SmtpProtocolException("The server's reply is longer than any reply should be.");
            var line = input.Slice(at, end);
            if (line is [.., (byte)'\r']) line = line[..^1];
            var code = CodeOf(line);
            if (at > 0 && code != CodeOf(input)) throw new SmtpProtocolException("The lines of the server's reply have different codes.");
            at += end + 1;
            if (line.Length > 3 && line[3] == (byte)'-') continue;
            consumed = at;
            if (consumed > MaxReply) throw new SmtpProtocolException("The server's reply is longer than any reply should be.");
            reply = new(code, EnhancedOf(line, code), needsText || code >= 400 ? TextOf(input[..at]) : "");
            return true;
        }
    }

    private static int CodeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !IsDigit(line[1]) || !IsDigit(line[2]) || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-' or (byte)'\r' or (byte)'\n')))
            throw new SmtpProtocolException("The server's reply does not begin with a reply code.");
        return ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static EnhancedStatus? EnhancedOf(ReadOnlySpan<byte> line, int code)
    {
        if (line.Length < 9 || line[4] != '0' + (code / 100) || line[4] == (byte)'3' || line[5] != (byte)'.') return null;
        var rest = line[6..];
        if (!Utf8Parser.TryParse(rest, out ushort subject, out var used) || used > 3 || rest.Length <= used || rest[used] != (byte)'.') return null;
        rest = rest[(used + 1)..];
        if (!Utf8Parser.TryParse(rest, out ushort detail, out used) || used > 3 || (rest.Length > used && rest[used] != (byte)' ')) return null;
        return new(code / 100, subject, detail);
    }

    private static string TextOf(ReadOnlySpan<byte> lines)
    {
        var text = lines.Length <= UsualText ? stackalloc char[UsualText] : new char[lines.Length];
        var at = 0;
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = lines[..end];
            lines = lines[(end + 1)..];
            if (line is [.., (byte)'\r']) line = line[..^1];
            if (at > 0) text[at++] = '\n';
            foreach (var b in line.Length > 4 ? line[4..] : []) text[at++] = b is >= (byte)' ' and <= (byte)'~' ? (char)b : '?';
        }
        return new(text[..at]);
    }
}
