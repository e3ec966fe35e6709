using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Publisher.Mail.Mime;

/// <summary>The grammar of an address: RFC 5321 §4.1.2 (dot-string, quoted-string, domain, address literal), RFC 6531 §3.3 (UTF-8).</summary>
internal static class AddressSyntax
{
    private const string Atext = "!#$%&'*+-/=?^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> DotAtom = SearchValues.Create("." + Atext);
    private static readonly SearchValues<char> LetterDigitHyphenDot = SearchValues.Create("-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> V4Literal = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> V6Literal = SearchValues.Create("0123456789abcdefABCDEF:.");
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = true };

    internal static bool TryNormalise([NotNullWhen(true)] string? address, [NotNullWhen(true)] out string? normal, out bool needsUtf8)
    {
        normal = null;
        needsUtf8 = false;
        if (address is null) return false;
        var at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1) return false;
        var local = address.AsSpan(0, at);
        if (!IsLocalPart(local, out needsUtf8)) return false;
        if (!TryDomain(address.AsSpan(at + 1), out var domain)) return false;
        normal = domain is null ? address : string.Concat(local, "@", domain);
        return Encoding.UTF8.GetByteCount(normal) <= MimeLimits.Address;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local, out bool needsUtf8)
    {
        needsUtf8 = false;
        if (local.Length > MimeLimits.LocalPart) return false;
        if (local[0] == '"') return IsQuotedString(local);
        if (local.ContainsAnyExcept(DotAtom))
        {
            if (!IsInternationalAtom(local)) return false;
            needsUtf8 = true;
            if (Encoding.UTF8.GetByteCount(local) > MimeLimits.LocalPart) return false;
        }
        return local[0] != '.' && local[^1] != '.' && local.IndexOf("..", StringComparison.Ordinal) < 0;
    }

    private static bool IsInternationalAtom(ReadOnlySpan<char> local)
    {
        foreach (var rune in local.EnumerateRunes())
        {
            if (rune.IsAscii ? !DotAtom.Contains((char)rune.Value) : !IsInternational(rune)) return false;
        }
        return true;
    }

    // A lone surrogate is enumerated as U+FFFD, which is refused with it; invisible and control characters deceive readers.
    private static bool IsInternational(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    private static bool IsQuotedString(ReadOnlySpan<char> local)
    {
        if (local.Length < 3 || local[^1] != '"') return false;
        var inner = local[1..^1];
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\') i++;
            else if (inner[i] == '"') return false;
            // Angle brackets are allowed by the grammar, but would end a path for many a lenient reader.
            if (i == inner.Length || inner[i] is < ' ' or > '~' or '<' or '>') return false;
        }
        return true;
    }

    /// <summary>Gives the domain in ASCII, or null in <paramref name="changed"/> where it is that already.</summary>
    private static bool TryDomain(ReadOnlySpan<char> domain, out string? changed)
    {
        changed = null;
        if (domain[0] == '[') return IsLiteral(domain);
        if (domain.ContainsAnyExcept(LetterDigitHyphenDot))
        {
            if (!Ascii.IsValid(domain) && TryIdn(domain.ToString(), out changed)) domain = changed;
            else return false;
        }
        if (domain.ContainsAnyExcept(LetterDigitHyphenDot)) return false;
        foreach (var label in domain.Split('.'))
        {
            var l = domain[label];
            if (l.Length is 0 or > MimeLimits.DomainLabel || l[0] == '-' || l[^1] == '-') return false;
        }
        return true;
    }

    private static bool TryIdn(string domain, [NotNullWhen(true)] out string? ascii)
    {
        ascii = null;
        foreach (var rune in domain.EnumerateRunes())
        {
            if (rune.IsAscii ? !LetterDigitHyphenDot.Contains((char)rune.Value) : !IsInternational(rune)) return false;
        }
        try
        {
            ascii = Idn.GetAscii(domain.Normalize(NormalizationForm.FormC).ToLowerInvariant());
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsLiteral(ReadOnlySpan<char> domain)
    {
        const string V6 = "IPv6:";
        if (domain.Length < 4 || domain[^1] != ']') return false;
        var inner = domain[1..^1];
        if (!inner.StartsWith(V6, StringComparison.OrdinalIgnoreCase))
            return !inner.ContainsAnyExcept(V4Literal) && inner.Count('.') == 3 && IPAddress.TryParse(inner, out _);
        inner = inner[V6.Length..];
        return !inner.ContainsAnyExcept(V6Literal) && IPAddress.TryParse(inner, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
