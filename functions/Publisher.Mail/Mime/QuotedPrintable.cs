using System.Buffers;
using System.Text;

namespace Publisher.Mail.Mime;

/// <summary>
/// Quoted-printable for text (RFC 2045 §6.7), piece by piece. <b>The rule:</b> every piece is encoded by itself from the start of a line,
/// and a piece that does not end with a line break ends with a soft one. So the encoding of a text is the encodings of its pieces in a
/// row, whatever their lengths; a piece encoded long ago can be put beside one known only now.
/// <para>Lines are at most 76 octets with their soft break; no character's octets are torn apart; a blank before a line break is escaped; a
/// full stop that begins a line is escaped too, so that nothing has to be stuffed for SMTP (RFC 5321 §4.5.2).</para>
/// </summary>
public static class QuotedPrintable
{
    private const int Room = MimeLimits.QuotedPrintableLine - 1;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "!\"#$%&'()*+,-./0123456789:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>How many octets a piece can take at most.</summary>
    /// <param name="chars">Length of the piece in UTF-16 units, from 0 to about 200 million.</param>
    /// <returns>Octets: nine for a unit of three UTF-8 octets, a soft break for each 64, and the last soft break.</returns>
    public static int MaxLength(int chars) => checked((chars * 10) + 8);

    /// <summary>Encodes one piece.</summary>
    /// <param name="piece">The text; CR, LF and CRLF are line breaks, a lone surrogate becomes U+FFFD. Empty gives nothing.</param>
    /// <param name="output">At least <see cref="MaxLength"/> octets.</param>
    /// <returns>Octets written.</returns>
    /// <exception cref="ArgumentException"><paramref name="output"/> is too small.</exception>
    public static int Encode(ReadOnlySpan<char> piece, Span<byte> output)
    {
        var at = 0;
        var column = 0;
        while (!piece.IsEmpty)
        {
            var run = piece.IndexOfAnyExcept(Plain);
            if (run < 0) run = piece.Length;
            if (run > 0)
            {
                PutPlain(piece[..run], output, ref at, ref column);
                piece = piece[run..];
                continue;
            }
            if (piece[0] is '\r' or '\n')
            {
                Put("\r\n"u8, output, ref at);
                column = 0;
                piece = piece[(piece.StartsWith("\r\n", StringComparison.Ordinal) ? 2 : 1)..];
            }
            else if (piece[0] is ' ' or '\t' && (piece.Length == 1 || piece[1] is not ('\r' or '\n')))
            {
                Break(1, output, ref at, ref column);
                output[at++] = (byte)piece[0];
                column++;
                piece = piece[1..];
            }
            else
            {
                Rune.DecodeFromUtf16(piece, out var rune, out var used);
                PutEscaped(rune, output, ref at, ref column);
                piece = piece[used..];
            }
        }
        if (column > 0) Put("=\r\n"u8, output, ref at);
        return at;
    }

    private static void PutPlain(ReadOnlySpan<char> run, Span<byte> output, ref int at, ref int column)
    {
        while (!run.IsEmpty)
        {
            Break(1, output, ref at, ref column);
            if (column == 0 && run[0] == '.')
            {
                Put("=2E"u8, output, ref at);
                column = 3;
                run = run[1..];
                continue;
            }
            var fits = Math.Min(run.Length, Room - column);
            Ascii.FromUtf16(run[..fits], output[at..], out _);
            at += fits;
            column += fits;
            run = run[fits..];
        }
    }

    private static void PutEscaped(Rune rune, Span<byte> output, ref int at, ref int column)
    {
        Span<byte> utf8 = stackalloc byte[4];
        utf8 = utf8[..rune.EncodeToUtf8(utf8)];
        Break(utf8.Length * 3, output, ref at, ref column);
        foreach (var octet in utf8)
        {
            output[at++] = (byte)'=';
            output[at++] = "0123456789ABCDEF"u8[octet >> 4];
            output[at++] = "0123456789ABCDEF"u8[octet & 15];
        }
        column += utf8.Length * 3;
    }

    private static void Break(int width, Span<byte> output, ref int at, ref int column)
    {
        if (column + width <= Room) return;
        Put("=\r\n"u8, output, ref at);
        column = 0;
    }

    private static void Put(ReadOnlySpan<byte> octets, Span<byte> output, ref int at)
    {
        octets.CopyTo(output[at..]);
        at += octets.Length;
    }
}
