using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Publisher.Mail.Dkim;

/// <summary>The "relaxed" canonical form (RFC 6376 §3.4.2, §3.4.4). Pure.</summary>
internal static class RelaxedForm
{
    /// <summary>Whether the body is in canonical form already but for empty lines at its end, which <see cref="WithoutEmptyEnd"/> cuts off.</summary>
    internal static bool IsBody(ReadOnlySpan<byte> body) => body.EndsWith("\r\n"u8) && IndexOfBlanks(body) < 0;

    /// <summary>Writes a body: runs of blanks become one, those at the ends of lines go, and the last line is ended.</summary>
    /// <param name="body">The body.</param>
    /// <param name="output">At least two octets more than the body.</param>
    /// <returns>Octets written.</returns>
    internal static int Body(ReadOnlySpan<byte> body, Span<byte> output)
    {
        var at = 0;
        while (IndexOfBlanks(body) is >= 0 and var blanks)
        {
            body[..blanks].CopyTo(output[at..]);
            at += blanks;
            body = body[blanks..];
            var after = body.IndexOfAnyExcept((byte)' ', (byte)'\t');
            body = after < 0 ? [] : body[after..];
            if (!body.IsEmpty && body[0] != (byte)'\r') output[at++] = (byte)' ';
        }
        body.CopyTo(output[at..]);
        at += body.Length;
        if (at > 0 && !output[..at].EndsWith("\r\n"u8))
        {
            "\r\n"u8.CopyTo(output[at..]);
            at += 2;
        }
        return at;
    }

    internal static ReadOnlySpan<byte> WithoutEmptyEnd(ReadOnlySpan<byte> body)
    {
        while (body.EndsWith("\r\n\r\n"u8)) body = body[..^2];
        return body.Length == 2 ? [] : body;
    }

    /// <summary>Writes a field: its name in small letters, unfolded, runs of blanks as one, none around the colon and at the end.</summary>
    /// <param name="field">The field with its folds; a line break at its end is taken off.</param>
    /// <param name="output">At least as long as the field.</param>
    /// <returns>Octets written.</returns>
    internal static int Field(ReadOnlySpan<byte> field, Span<byte> output)
    {
        var colon = field.IndexOf((byte)':');
        var name = field[..colon].TrimEnd(" \t"u8);
        System.Text.Ascii.ToLower(name, output, out var at);
        output[at++] = (byte)':';
        var blank = false;
        var begun = false;
        foreach (var octet in field[(colon + 1)..])
        {
            if (octet is (byte)'\r' or (byte)'\n') continue;
            if (octet is (byte)' ' or (byte)'\t')
            {
                blank = begun;
                continue;
            }
            if (blank) output[at++] = (byte)' ';
            output[at++] = octet;
            blank = false;
            begun = true;
        }
        return at;
    }

    /// <summary>Where the first run of blanks begins that is not one blank between two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int IndexOfBlanks(ReadOnlySpan<byte> body)
    {
        var at = 0;
        for (; at + Vector256<byte>.Count < body.Length; at += Vector256<byte>.Count)
        {
            var here = Vector256.Create(body[at..]);
            var behind = Vector256.Create(body[(at + 1)..]);
            var blank = Vector256.Equals(here, Vector256.Create((byte)' '));
            // What follows a blank and is a blank, a tab or CR: of the octets up to the blank, hardly any other occurs in mail.
            var low = Vector256.LessThanOrEqual(behind, Vector256.Create((byte)' '));
            var found = ((blank & low) | Vector256.Equals(here, Vector256.Create((byte)'\t'))).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                var i = at + BitOperations.TrailingZeroCount(found);
                if (IsTrouble(body, i)) return i;
            }
        }
        for (; at < body.Length; at++)
        {
            if (IsTrouble(body, at)) return at;
        }
        return -1;
    }

    private static bool IsTrouble(ReadOnlySpan<byte> body, int i) =>
        body[i] == (byte)'\t' || (body[i] == (byte)' ' && (i + 1 == body.Length || body[i + 1] is (byte)' ' or (byte)'\t' or (byte)'\r'));
}
