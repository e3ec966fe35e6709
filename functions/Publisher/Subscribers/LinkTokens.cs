using System.Buffers.Text;
using System.Text;

namespace Publisher.Subscribers;

/// <summary>What a signed link is for. A token made for one purpose opens no other.</summary>
public enum LinkPurpose { Unsubscribe, Preferences }

/// <summary>
/// Links that only we can make: key number, subscriber, HMAC-SHA-256 (RFC 2104) cut to 128 bits, in base64url. They hold no address
/// and need no row, so a link in a mail of years ago still works, as long as the secret of then is among the installation's.
/// </summary>
public sealed class LinkTokens(LinkSecrets secrets)
{
    /// <summary>With one secret, which was never another.</summary>
    public LinkTokens(byte[] secret)
        : this(new LinkSecrets(secret, []))
    {
    }

    /// <summary>Octets a secret must have at the least: as many as the hash has (RFC 2104 §3).</summary>
    public const int MinSecretOctets = 32;

    private const int MacSize = 16;
    private const int TokenSize = 1 + SubscriberKey.Size + MacSize;

    /// <summary>Octets that hold a purpose's name and any token.</summary>
    private const int SignedSize = 64 + TokenSize;

    public string Create(LinkPurpose purpose, SubscriberKey subscriber)
    {
        Span<byte> token = stackalloc byte[TokenSize];
        token[0] = secrets.CurrentNumber;
        subscriber.ToBytes().CopyTo(token[1..]);
        Sign(purpose, token[..^MacSize], token[^MacSize..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The subscriber of a token made by <see cref="Create"/>; null for anything else.</summary>
    public SubscriberKey? Read(LinkPurpose purpose, string text)
    {
        Span<byte> token = stackalloc byte[TokenSize];
        if (text.Length != Base64Url.GetEncodedLength(TokenSize) || !TryDecode(text, token)) return null;
        Span<byte> signed = stackalloc byte[SignedSize];
        return secrets.Made(Signed(purpose, token[..^MacSize], signed), token[^MacSize..]) ? SubscriberKey.FromBytes(token[1..^MacSize]) : null;
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
        Span<byte> signed = stackalloc byte[SignedSize];
        secrets.Sign(Signed(purpose, content, signed), mac);
    }

    private static ReadOnlySpan<byte> Signed(LinkPurpose purpose, ReadOnlySpan<byte> content, Span<byte> signed)
    {
        var length = Encoding.ASCII.GetBytes($"publisher link 1 {purpose}\0", signed);
        content.CopyTo(signed[length..]);
        return signed[..(length + content.Length)];
    }
}
