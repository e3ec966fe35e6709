using System.Buffers;
using System.Text;

namespace Publisher.Mail.Mime;

/// <summary>File names as parameters of a field (RFC 2183 §2.3), and what else stands in the header of a part.</summary>
internal static class Parameters
{
    private const int Segment = 54; // octets of percent-encoded text to a line

    private static readonly SearchValues<char> Token = SearchValues.Create("!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> Attribute = SearchValues.Create("!#$&+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"); // RFC 2231 §7

    internal static bool IsMediaType(string type)
    {
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && type.Length <= 127 && IsToken(type.AsSpan(0, slash)) && IsToken(type.AsSpan(slash + 1));
    }

    /// <summary>Writes a text type with <c>charset=utf-8</c> and its own parameters, folded where a line would be long.</summary>
    /// <returns>False where it is no text, or has a parameter that is no token, is too long for a line, comes twice, or is a charset.</returns>
    internal static bool TextType(string type, StringBuilder to)
    {
        var parts = type.Split(';');
        var text = parts[0].Trim(' ');
        if (!IsMediaType(text) || !text.StartsWith("text/", StringComparison.OrdinalIgnoreCase)) return false;
        to.Append(text).Append("; charset=utf-8");
        var column = "Content-Type: ; charset=utf-8;".Length + text.Length;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "charset" };
        foreach (var part in parts.Skip(1).Select(p => p.Trim(' ')))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || part.Length > MimeLimits.PreferredLine - 2 || !names.Add(part[..equals])) return false;
            if (!IsToken(part.AsSpan(0, equals)) || !IsToken(part.AsSpan(equals + 1))) return false;
            var fold = column + 1 + part.Length >= MimeLimits.PreferredLine;
            to.Append(fold ? ";\r\n " : "; ").Append(part);
            column = (fold ? 0 : column) + 1 + part.Length + 1;
        }
        return true;
    }

    internal static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    /// <summary>Writes <c>; filename=…</c>, folded before it: quoted where it is short ASCII, else in segments (RFC 2231 §3, §4).</summary>
    internal static void FileName(string name, StringBuilder to)
    {
        name = Clean(name);
        if (name.Length <= Segment && !name.AsSpan().ContainsAnyExcept(CharSets.Printable))
        {
            to.Append(";\r\n filename=\"").Append(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            return;
        }
        var segments = Segments("utf-8''", name).ToList();
        if (segments.Count == 1)
        {
            to.Append(";\r\n filename*=").Append(segments[0]);
            return;
        }
        for (var i = 0; i < segments.Count; i++) to.Append(System.Globalization.CultureInfo.InvariantCulture, $";\r\n filename*{i}*={segments[i]}");
    }

    private static IEnumerable<string> Segments(string opening, string name)
    {
        var segment = new StringBuilder(opening);
        var octets = new byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            var encoded = rune.IsAscii && Attribute.Contains((char)rune.Value)
                ? rune.ToString()
                : string.Concat(octets[..rune.EncodeToUtf8(octets)].Select(o => "%" + Convert.ToHexString([o])));
            if (segment.Length + encoded.Length > Segment)
            {
                yield return segment.ToString();
                segment.Clear();
            }
            segment.Append(encoded);
        }
        yield return segment.ToString();
    }

    private static string Clean(string name)
    {
        var clean = string.Create(name.Length, name, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) || from[i] is '/' or '\\' ? '_' : from[i];
        }).Trim();
        return clean.Length == 0 ? "_" : clean;
    }
}
