using System.Text;

namespace Publisher.Mail.Reading;

/// <summary>A field of a header that came in.</summary>
/// <param name="Name">As it was written.</param>
/// <param name="Value">Unfolded, without the blanks at its ends; what is no UTF-8 in it is replaced.</param>
public readonly record struct ReadField(string Name, string Value);

/// <summary>A message that came in, or a part of one.</summary>
public sealed class ReadPart
{
    internal ReadPart(IReadOnlyList<ReadField> fields, ReadOnlyMemory<byte> body)
    {
        (Fields, Body) = (fields, body);
        ContentType = ReadContentType.Of(Field("Content-Type") ?? "");
    }

    /// <summary>Its header, in order.</summary>
    public IReadOnlyList<ReadField> Fields { get; }

    /// <summary>What it says it is; text/plain where it says nothing (RFC 2045 §5.2).</summary>
    public ReadContentType ContentType { get; }

    /// <summary>Behind the header, as it came.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The parts of a multipart, or the one message of a message/rfc822; empty for all else.</summary>
    public IReadOnlyList<ReadPart> Parts { get; internal set; } = [];

    /// <summary>This part and all in it, from the outside in.</summary>
    public IEnumerable<ReadPart> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>The first field of a name; null where there is none.</summary>
    public string? Field(string name) => Values(name).FirstOrDefault();

    /// <summary>All fields of a name.</summary>
    public IEnumerable<string> Values(string name) =>
        Fields.Where(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    /// <summary>The body without its transfer encoding (RFC 2045 §6); empty where it cannot be read or is larger than <see cref="ReadingLimits.Decoded"/>.</summary>
    public ReadOnlyMemory<byte> Decoded()
    {
        var encoding = (Field("Content-Transfer-Encoding") ?? "").Trim().ToLowerInvariant();
        if (encoding is not ("base64" or "quoted-printable")) return Body;
        if (Body.Length > ReadingLimits.Decoded) return default;
        return encoding == "base64" ? Base64(Body.Span) : QuotedPrintable(Body.Span);
    }

    private static byte[] Base64(ReadOnlySpan<byte> body)
    {
        // RFC 2045 §6.8: characters outside the alphabet are passed over.
        var text = new StringBuilder(body.Length);
        foreach (var octet in body)
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'+' or (byte)'/' or (byte)'=') text.Append((char)octet);
        var octets = new byte[body.Length];
        return Convert.TryFromBase64String(text.ToString(), octets, out var size) ? octets[..size] : [];
    }

    private static byte[] QuotedPrintable(ReadOnlySpan<byte> body)
    {
        var (octets, size) = (new byte[body.Length], 0);
        for (var at = 0; at < body.Length; at++)
        {
            if (body[at] != '=') octets[size++] = body[at];
            else if (body[at..].StartsWith("=\r\n"u8)) at += 2;
            else if (body[at..].StartsWith("=\n"u8)) at++;
            else if (at + 2 < body.Length && Digit(body[at + 1]) is var high and >= 0 && Digit(body[at + 2]) is var low and >= 0)
            {
                octets[size++] = (byte)((high << 4) | low);
                at += 2;
            }
            else octets[size++] = body[at];
        }

        return octets[..size];
    }

    private static int Digit(byte octet) => octet switch
    {
        >= (byte)'0' and <= (byte)'9' => octet - '0',
        >= (byte)'A' and <= (byte)'F' => octet - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => octet - 'a' + 10,
        _ => -1,
    };
}
