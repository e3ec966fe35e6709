using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Dkim;

/// <summary>A key and the room it works in; for one thread at a time.</summary>
internal sealed class DkimSession : IDisposable
{
    private const int SignatureLine = 72; // octets of base64 to a line

    /// <summary>What is signed, if it is there: the fields that readers see or act upon (RFC 6376 §5.4.1), and those of mailing lists.</summary>
    private static readonly byte[][] Signed =
    [
        .. new[]
        {
            "From", "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type",
            "List-Unsubscribe", "List-Unsubscribe-Post", "List-Id",
        }.Select(Encoding.ASCII.GetBytes),
    ];

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

    /// <summary>Writes the names of the fields that are signed, and their canonical forms; of several with one name the last comes first (§5.4.2).</summary>
    private int Fields(ReadOnlySpan<byte> message, ref int at)
    {
        var hashed = 0;
        var line = 3; // octets of " h="
        var first = true;
        var times = 0;
        for (var i = 0; i < Signed.Length; i++)
        {
            var name = Signed[i];
            times = i > 0 && name.AsSpan().SequenceEqual(Signed[i - 1]) ? times + 1 : 0;
            var field = Last(message, name, times);
            if (field.IsEmpty && times == 0)
            {
                if (first) throw new MailFormatException("The message has no From.");
                continue;
            }
            if (!first) at = Put(":"u8, at);
            if (line + name.Length > MimeLimits.PreferredLine - 2)
            {
                at = Put("\r\n "u8, at);
                line = 1;
            }
            at = Put(name, at);
            line += name.Length + 1;
            first = false;
            if (field.IsEmpty) continue;
            hashed += RelaxedForm.Field(field, canonical.AsSpan(hashed));
            "\r\n"u8.CopyTo(canonical.AsSpan(hashed));
            hashed += 2;
        }
        return hashed;
    }

    private ReadOnlySpan<byte> Last(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, int skip)
    {
        for (var i = fields.Count - 1; i >= 0; i--)
        {
            var (start, length, end) = fields[i];
            if (length == name.Length && Ascii.EqualsIgnoreCase(message.Slice(start, length), name) && skip-- == 0) return message[start..end];
        }
        return default;
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
