using System.Buffers;
using System.Buffers.Text;

namespace Publisher.Mail.Mime;

/// <summary>Base64 in lines of 76 octets (RFC 2045 §6.8), piece by piece.</summary>
public static class Base64Lines
{
    /// <summary>Octets that make one line: 57. A piece that is not the last holds a multiple of it.</summary>
    public const int Line = MimeLimits.QuotedPrintableLine / 4 * 3;

    /// <summary>Encodes one piece; every line, the last too, ends with CRLF.</summary>
    /// <param name="piece">The octets.</param>
    /// <param name="output">Takes the lines.</param>
    public static void Encode(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        while (!piece.IsEmpty)
        {
            var line = piece[..Math.Min(Line, piece.Length)];
            piece = piece[line.Length..];
            var room = output.GetSpan(MimeLimits.QuotedPrintableLine + 2);
            Base64.EncodeToUtf8(line, room, out _, out var written);
            "\r\n"u8.CopyTo(room[written..]);
            output.Advance(written + 2);
        }
    }
}
