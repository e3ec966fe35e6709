using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Dkim;

/// <summary>A key and the room it works in; for one thread at a time.</summary>
internal sealed class DkimSession : IDisposable
{
    private const int SignatureLine = 72; // octets of base64 to a line

    /// <summary>
    /// What is signed, if it is there: the fields that readers see or act upon (RFC 6376 §5.4.1), and those of mailing lists. Each may be
    /// there once (RFC 5322 §3.6, RFC 2045 §3, RFC 2369 §3, RFC 8058 §3.1).
    /// </summary>
    private static readonly byte[][] Signed =
    [
        .. new[]
        {
            "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
            "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Named even where it is not there: one added on the way would lead the answers astray.</summary>
    private static readonly byte[] Guarded = Encoding.ASCII.GetBytes("Reply-To");

    private readonly DkimKey key;
    private readonly byte[] opening;
    private readonly byte[] signature;
    private readonly List<(int Start, int Name, int End)> fields = [];
    private byte[] header = new byte[4096];
    private byte[] canonical = new byte[4096];
    private byte[] body = [];

    public DkimSession(DkimKey key, string domain, string selector)
    {
        this.key = key;
        opening = Encoding.ASCII.GetBytes($"DKIM-Signature: v=1; a={key.Algorithm}; c=relaxed/relaxed;\r\n d={domain}; s={selector};\r\n h=");
        signature = new byte[key.SignatureLength];
    }

    public string Algorithm => key.Algorithm;

    /// <summary>Makes the signature field, CRLF included; valid until the next.</summary>
    public ReadOnlySpan<byte> Sign(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf("\r\n\r\n"u8);
        if (end < 0) throw new MailFormatException("The message has no end of its header.");
        Find(message[..(end + 2)]);
        Ensure(ref canonical, end + 4096);
        Ensure(ref header, 4096);

        var at = Put(opening, 0);
        var hashed = Fields(message, ref at);
        at = Put(";\r\n bh="u8, at);
        at = PutBase64(HashOfBody(message[(end + 4)..], stackalloc byte[SHA256.HashSizeInBytes]), at);
        at = Put(";\r\n b="u8, at);
        hashed += RelaxedForm.Field(header.AsSpan(0, at), canonical.AsSpan(hashed));

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical.AsSpan(0, hashed), hash);
        key.Sign(hash, signature);
        return header.AsSpan(0, PutFolded(at));
    }

    public void Dispose() => key.Dispose();

    /// <summary>
    /// Writes the names of the fields that are signed, and their canonical forms. A field is named once more than it is there, so that the
    /// signature breaks when another is added (§5.4.2, "oversigning").
    /// </summary>
    private int Fields(ReadOnlySpan<byte> message, ref int at)
    {
        var hashed = 0;
        var column = 3; // octets of " h="
        foreach (var name in Signed)
        {
            var field = Only(message, name);
            if (field.IsEmpty)
            {
                if (ReferenceEquals(name, Signed[0])) throw new MailFormatException("The message has no From.");
                if (name.AsSpan().SequenceEqual(Guarded)) at = PutName(name, at, ref column);
                continue;
            }
            at = PutName(name, at, ref column);
            at = PutName(name, at, ref column);
            hashed += RelaxedForm.Field(field, canonical.AsSpan(hashed));
            "\r\n"u8.CopyTo(canonical.AsSpan(hashed));
            hashed += 2;
        }
        return hashed;
    }

    private int PutName(ReadOnlySpan<byte> name, int at, ref int column)
    {
        if (at > opening.Length) at = Put(":"u8, at);
        if (column + name.Length > MimeLimits.PreferredLine - 2)
        {
            at = Put("\r\n "u8, at);
            column = 1;
        }
        column += name.Length + 1;
        return Put(name, at);
    }

    private ReadOnlySpan<byte> Only(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> found = default;
        foreach (var (start, length, end) in fields)
        {
            if (length != name.Length || !Ascii.EqualsIgnoreCase(message.Slice(start, length), name)) continue;
            if (!found.IsEmpty) throw new MailFormatException($"{Encoding.ASCII.GetString(name)} is there more than once: readers would not agree which one counts.");
            found = message[start..end];
        }
        return found;
    }

    private void Find(ReadOnlySpan<byte> lines)
    {
        fields.Clear();
        for (var at = 0; at < lines.Length;)
        {
            var end = at + lines[at..].IndexOf((byte)'\n') + 1;
            if (lines[at] is (byte)' ' or (byte)'\t')
            {
                if (fields.Count == 0) throw new MailFormatException("The header begins with a blank.");
                fields[^1] = fields[^1] with { End = end };
            }
            else
            {
                var colon = lines[at..end].IndexOf((byte)':');
                if (colon < 1) throw new MailFormatException("A line of the header is no field.");
                fields.Add((at, lines.Slice(at, colon).TrimEnd(" \t"u8).Length, end));
            }
            at = end;
        }
    }

    private ReadOnlySpan<byte> HashOfBody(ReadOnlySpan<byte> octets, Span<byte> hash)
    {
        if (!RelaxedForm.IsBody(octets))
        {
            Ensure(ref body, octets.Length + 2);
            octets = body.AsSpan(0, RelaxedForm.Body(octets, body));
        }
        SHA256.HashData(RelaxedForm.WithoutEmptyEnd(octets), hash);
        return hash;
    }

    private int PutFolded(int at)
    {
        Span<byte> text = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(signature.Length)];
        Base64.EncodeToUtf8(signature, text, out _, out var length);
        for (ReadOnlySpan<byte> left = text[..length]; !left.IsEmpty; left = left[Math.Min(SignatureLine, left.Length)..])
        {
            at = Put(left[..Math.Min(SignatureLine, left.Length)], at);
            if (left.Length > SignatureLine) at = Put("\r\n "u8, at);
        }
        return Put("\r\n"u8, at);
    }

    private int PutBase64(ReadOnlySpan<byte> octets, int at)
    {
        Base64.EncodeToUtf8(octets, header.AsSpan(at), out _, out var length);
        return at + length;
    }

    private int Put(ReadOnlySpan<byte> octets, int at)
    {
        octets.CopyTo(header.AsSpan(at));
        return at + octets.Length;
    }

    private static void Ensure(ref byte[] array, int length)
    {
        if (array.Length < length) array = new byte[Math.Max(length, array.Length * 2)];
    }
}
