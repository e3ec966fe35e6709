using System.Buffers;
using System.Text;

namespace Publisher.Mail.Merge;

/// <summary>Escapes the value of a slot for its place, before it is encoded for the wire.</summary>
internal static class SlotText
{
    /// <summary>UTF-16 units that one unit can become: a unit of three UTF-8 octets percent-encoded.</summary>
    internal const int Expansion = 9;

    private const string Unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> UrlPart = SearchValues.Create(Unreserved);
    private static readonly SearchValues<char> Url = SearchValues.Create("%:/?#[]@!$&'()*+,;=" + Unreserved);
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    /// <summary>Whether the value is written as it is.</summary>
    internal static bool IsClean(ReadOnlySpan<char> value, SlotEscape escape, bool html) => escape switch
    {
        SlotEscape.Markup => true,
        SlotEscape.Text => !html || !value.ContainsAny(Special),
        SlotEscape.Url => !value.ContainsAnyExcept(Url) && (!html || !value.ContainsAny(Special)),
        _ => !value.ContainsAnyExcept(UrlPart),
    };

    /// <summary>Writes the escaped value.</summary>
    /// <returns>Units written: at most <see cref="Expansion"/> for each unit.</returns>
    internal static int Escape(ReadOnlySpan<char> value, SlotEscape escape, bool html, Span<char> output)
    {
        if (IsClean(value, escape, html))
        {
            value.CopyTo(output);
            return value.Length;
        }
        if (escape == SlotEscape.Text) return Html(value, output);
        var allowed = escape == SlotEscape.Url ? Url : UrlPart;
        var at = 0;
        Span<byte> utf8 = stackalloc byte[4];
        while (!value.IsEmpty)
        {
            if (allowed.Contains(value[0]))
            {
                if (html) at += Html(value[..1], output[at..]);
                else output[at++] = value[0];
                value = value[1..];
                continue;
            }
            Rune.DecodeFromUtf16(value, out var rune, out var used);
            value = value[used..];
            foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
            {
                output[at++] = '%';
                output[at++] = "0123456789ABCDEF"[octet >> 4];
                output[at++] = "0123456789ABCDEF"[octet & 15];
            }
        }
        return at;
    }

    private static int Html(ReadOnlySpan<char> value, Span<char> output)
    {
        var at = 0;
        foreach (var c in value)
        {
            var entity = c switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '\'' => "&#39;", _ => null };
            if (entity is null)
            {
                output[at++] = c;
                continue;
            }
            entity.CopyTo(output[at..]);
            at += entity.Length;
        }
        return at;
    }
}
