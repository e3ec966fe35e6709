using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Publisher.Subscribers;

/// <summary>What a signed link is for. A token made for one purpose opens no other.</summary>
public enum LinkPurpose { Unsubscribe, Preferences }

/// <summary>
/// Links that only we can make: key number, subscriber, HMAC-SHA-256 (RFC 2104) cut to 128 bits, in base64url. They hold no address
/// and need no row, so a link in a mail of years ago still works.
/// </summary>
public sealed class LinkTokens(byte[] secret)
{
    /// <summary>Octets a secret must have at the least: as many as the hash has (RFC 2104 §3).</summary>
    public const int MinSecretOctets = 32;

    private const byte KeyNumber = 1;
    private const int MacSize = 16;
    private const int TokenSize = 1 + SubscriberKey.Size + MacSize;

    public string Create(LinkPurpose purpose, SubscriberKey subscriber)
    {
        Span<byte> token = stackalloc byte[TokenSize];
        token[0] = KeyNumber;
        subscriber.ToBytes().CopyTo(token[1..]);
        Sign(purpose, token[..^MacSize], token[^MacSize..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The subscriber of a token made by <see cref="Create"/>; null for anything else.</summary>
    public SubscriberKey? Read(LinkPurpose purpose, string text)
    {
        Span<byte> token = stackalloc byte[TokenSize];
        if (text.Length != Base64Url.GetEncodedLength(TokenSize) || !TryDecode(text, token) || token[0] != KeyNumber) return null;
        Span<byte> mac = stackalloc byte[MacSize];
        Sign(purpose, token[..^MacSize], mac);
        return CryptographicOperations.FixedTimeEquals(mac, token[^MacSize..]) ? SubscriberKey.FromBytes(token[1..^MacSize]) : null;
    }

    private static bool TryDecode(string text, Span<byte> token)
    {
        try
        {
            // Exactly one spelling: what decodes but is not written that way is not a token of ours.
            return Base64Url.TryDecodeFromChars(text, token, out var size) && size == TokenSize
                && string.Equals(Base64Url.EncodeToString(token), text, StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void Sign(LinkPurpose purpose, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> signed = stackalloc byte[64 + TokenSize];
        var length = Encoding.ASCII.GetBytes($"publisher link 1 {purpose}\0", signed);
        content.CopyTo(signed[length..]);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed[..(length + content.Length)], full);
        full[..MacSize].CopyTo(mac);
    }
}
