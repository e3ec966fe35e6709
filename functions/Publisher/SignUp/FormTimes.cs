using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using NodaTime;

namespace Publisher.SignUp;

/// <summary>How long a form was before somebody.</summary>
public enum FormAge
{
    /// <summary>It was not ours: a form on another site, or no form at all.</summary>
    Unknown,

    /// <summary>Shorter than a person takes.</summary>
    TooYoung,

    Right,

    TooOld,
}

/// <summary>The signed time that a form carries: a program that has never asked for a form, or answers at once, is told from a person.</summary>
public sealed class FormTimes(byte[] secret, TimeProvider clock)
{
    /// <summary>Nobody fills in a form faster.</summary>
    public static readonly Duration Least = Duration.FromSeconds(2);

    /// <summary>A form that lay open longer is asked again: what it promised may have changed.</summary>
    public static readonly Duration Most = Duration.FromDays(1);

    private const int MacSize = 16;

    private const int TimeSize = sizeof(long);

    private static ReadOnlySpan<byte> Purpose => "publisher form 1\0"u8;

    public string Create()
    {
        Span<byte> token = stackalloc byte[TimeSize + MacSize];
        BinaryPrimitives.WriteInt64BigEndian(token, clock.Now().ToUnixTimeMilliseconds());
        Sign(token[..TimeSize], token[TimeSize..]);
        return Base64Url.EncodeToString(token);
    }

    public FormAge AgeOf(string text)
    {
        Span<byte> token = stackalloc byte[TimeSize + MacSize];
        if (text.Length != Base64Url.GetEncodedLength(token.Length) || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text, token) != token.Length) return FormAge.Unknown;
        Span<byte> mac = stackalloc byte[MacSize];
        Sign(token[..TimeSize], mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, token[TimeSize..])) return FormAge.Unknown;
        var age = clock.Now() - Instant.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(token));
        return age < Least ? FormAge.TooYoung : age > Most ? FormAge.TooOld : FormAge.Right;
    }

    private void Sign(ReadOnlySpan<byte> time, Span<byte> mac)
    {
        Span<byte> signed = stackalloc byte[64];
        Purpose.CopyTo(signed);
        time.CopyTo(signed[Purpose.Length..]);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, signed[..(Purpose.Length + time.Length)], full);
        full[..MacSize].CopyTo(mac);
    }
}
