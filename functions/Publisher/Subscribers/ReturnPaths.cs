using System.Text;
using Publisher.Mail.Mime;

namespace Publisher.Subscribers;

/// <summary>
/// Sender addresses of envelopes that name the recipient, so that a report tells whose it is whatever it says: <c>bounce+TOKEN@news.example.org</c>. The
/// token holds the start of the subscriber's key and an HMAC-SHA-256 of it, both cut to 80 bits, so that nobody can make a bounce for somebody else. In
/// base32 (RFC 4648 §6), for some servers change the case of letters before the @.
/// </summary>
/// <param name="bounces">Where reports come; null where no such address is set, and mail leaves under the sender's own.</param>
public sealed class ReturnPaths(LinkSecrets secrets, Mailbox? bounces)
{
    /// <summary>Octets of the key: enough that two subscribers of any list do not share them.</summary>
    public const int StartSize = 10;

    /// <summary>Characters before the @ that the address of the settings may have: with "+" and the token, 64 octets (RFC 5321 §4.5.3.1.1).</summary>
    public const int MaxLocal = Address.MaxLocalOctets - 1 - TokenLength;

    private const int MacSize = 10;

    private const int TokenLength = (StartSize + MacSize) * 8 / 5;

    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    private readonly (string Local, string Domain)? parts = bounces is null ? null : Split(bounces.Address);

    /// <summary>The sender of mail to one subscriber; null where no address is set.</summary>
    public Mailbox? Of(SubscriberKey key)
    {
        if (parts is not { } own) return null;
        Span<byte> token = stackalloc byte[StartSize + MacSize];
        key.ToBytes().AsSpan(0, StartSize).CopyTo(token);
        secrets.Sign(Signed(token[..StartSize]), token[StartSize..]);
        return new Mailbox($"{own.Local}+{Encode(token)}@{own.Domain}");
    }

    /// <summary>The start of a subscriber's key, in hex; null for an address that we did not make.</summary>
    public string? Read(string address)
    {
        if (parts is not { } own || address.Length > Address.MaxOctets || !address.Contains('@', StringComparison.Ordinal)) return null;
        var (local, domain) = Split(address);
        if (!string.Equals(domain, own.Domain, StringComparison.OrdinalIgnoreCase)
            || local.Length != own.Local.Length + 1 + TokenLength
            || !local.StartsWith(own.Local + "+", StringComparison.OrdinalIgnoreCase)) return null;
        Span<byte> token = stackalloc byte[StartSize + MacSize];
        return TryDecode(local.AsSpan(own.Local.Length + 1), token) && secrets.Made(Signed(token[..StartSize]), token[StartSize..])
            ? Convert.ToHexStringLower(token[..StartSize])
            : null;
    }

    private static byte[] Signed(ReadOnlySpan<byte> start) => [.. "publisher bounce 1\0"u8, .. start];

    private static string Encode(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(TokenLength);
        for (var at = 0; at < octets.Length; at += 5)
        {
            var block = ((ulong)octets[at] << 32) | ((ulong)octets[at + 1] << 24) | ((ulong)octets[at + 2] << 16) | ((ulong)octets[at + 3] << 8) | octets[at + 4];
            for (var shift = 35; shift >= 0; shift -= 5) text.Append(Letters[(int)(block >> shift) & 31]);
        }

        return text.ToString();
    }

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> octets)
    {
        for (var at = 0; at < text.Length; at += 8)
        {
            ulong block = 0;
            foreach (var letter in text.Slice(at, 8))
            {
                var value = Letters.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);
                if (value < 0) return false;
                block = (block << 5) | (uint)value;
            }

            for (var octet = 4; octet >= 0; octet--, block >>= 8) octets[(at / 8 * 5) + octet] = (byte)block;
        }

        return true;
    }

    private static (string Local, string Domain) Split(string address)
    {
        var at = address.LastIndexOf('@');
        return (address[..at], address[(at + 1)..]);
    }
}
