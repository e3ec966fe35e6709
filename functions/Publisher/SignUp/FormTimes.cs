using System.Buffers.Binary;
using System.Buffers.Text;
using NodaTime;
using Publisher.Subscribers;

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
public sealed class FormTimes(LinkSecrets secrets, TimeProvider clock)
{
    /// <summary>Nobody fills in a form faster.</summary>
    public static readonly Duration Least = Duration.FromSeconds(2);

    /// <summary>A form that lay open longer is asked again: what it promised may have changed.</summary>
    public static readonly Duration Most = Duration.FromDays(1);

    private const int MacSize = 16;

    private const int TimeSize = sizeof(long);

    /// <summary>Octets that hold the purpose and a time.</summary>
    private const int SignedSize = 64;

    private static ReadOnlySpan<byte> Purpose => "publisher form 1\0"u8;

    public string Create()
    {
        Span<byte> token = stackalloc byte[TimeSize + MacSize];
        BinaryPrimitives.WriteInt64BigEndian(token, clock.Now().ToUnixTimeMilliseconds());
        secrets.Sign(Signed(token[..TimeSize], stackalloc byte[SignedSize]), token[TimeSize..]);
        return Base64Url.EncodeToString(token);
    }

    public FormAge AgeOf(string text)
    {
        Span<byte> token = stackalloc byte[TimeSize + MacSize];
        if (text.Length != Base64Url.GetEncodedLength(token.Length) || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text, token) != token.Length) return FormAge.Unknown;
        if (!secrets.Made(Signed(token[..TimeSize], stackalloc byte[SignedSize]), token[TimeSize..])) return FormAge.Unknown;
        var age = clock.Now() - Instant.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(token));
        return age < Least ? FormAge.TooYoung : age > Most ? FormAge.TooOld : FormAge.Right;
    }

    private static ReadOnlySpan<byte> Signed(ReadOnlySpan<byte> time, Span<byte> signed)
    {
        Purpose.CopyTo(signed);
        time.CopyTo(signed[Purpose.Length..]);
        return signed[..(Purpose.Length + time.Length)];
    }
}
