using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Publisher.Mail.Smtp;

/// <summary>What the transfer of a content depends on.</summary>
[Flags]
internal enum ContentTraits
{
    None = 0,

    /// <summary>There are octets above 127: it needs 8BITMIME (RFC 6152).</summary>
    EightBit = 1,

    /// <summary>There is a CR or LF by itself: to some servers a line end, to others none (RFC 5321 §2.3.8), so that a second message could hide in it.</summary>
    BareLineEnd = 2,

    /// <summary>A line begins with a full stop, to be doubled for DATA (RFC 5321 §4.5.2).</summary>
    DotLine = 4,
}

/// <summary>Questions to <see cref="ContentTraits"/>.</summary>
internal static class ContentTraitsQuestions
{
    // Not HasFlag, which boxes both until the runtime has compiled the caller well.
    internal static bool Has(this ContentTraits traits, ContentTraits one) => (traits & one) != ContentTraits.None;
}

/// <summary>Looks a content over once, 32 octets at a time. Pure.</summary>
internal static class ContentScan
{
    // Compiled well at once: the first version the runtime makes of such a loop costs fifty times as much.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ContentTraits Of(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty) return ContentTraits.None;
        // Every octet is looked at with the one behind it: CR must go before LF, and LF behind CR.
        var unlike = Vector256<byte>.Zero;
        var dots = Vector256<byte>.Zero;
        var bits = Vector256<byte>.Zero;
        var at = 0;
        for (; at + Vector256<byte>.Count < content.Length; at += Vector256<byte>.Count)
        {
            var here = Vector256.Create(content[at..]);
            var behind = Vector256.Create(content[(at + 1)..]);
            unlike |= Vector256.Equals(here, Vector256.Create((byte)'\r')) ^ Vector256.Equals(behind, Vector256.Create((byte)'\n'));
            dots |= Vector256.Equals(here, Vector256.Create((byte)'\n')) & Vector256.Equals(behind, Vector256.Create((byte)'.'));
            bits |= here;
        }
        var traits = ContentTraits.None;
        if (unlike != Vector256<byte>.Zero || content[0] == (byte)'\n' || content[^1] == (byte)'\r') traits |= ContentTraits.BareLineEnd;
        if (dots != Vector256<byte>.Zero || content[0] == (byte)'.') traits |= ContentTraits.DotLine;
        if (bits.ExtractMostSignificantBits() != 0) traits |= ContentTraits.EightBit;
        return traits | Rest(content[at..]);
    }

    private static ContentTraits Rest(ReadOnlySpan<byte> rest)
    {
        var traits = ContentTraits.None;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] > 127) traits |= ContentTraits.EightBit;
            if (i + 1 == rest.Length) break;
            if ((rest[i] == (byte)'\r') != (rest[i + 1] == (byte)'\n')) traits |= ContentTraits.BareLineEnd;
            if (rest[i] == (byte)'\n' && rest[i + 1] == (byte)'.') traits |= ContentTraits.DotLine;
        }
        return traits;
    }
}
