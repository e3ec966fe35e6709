using System.Text;
using System.Text.RegularExpressions;

namespace Publisher.App.Local;

/// <param name="Html">Empty where there is no such part; the calendar likewise.</param>
public sealed record EmlMessage(string To, string Subject, string Text, string Html, string Calendar);

/// <summary>Reads back messages that this product wrote, to show them on a local page. No general parser: it knows our own shape only.</summary>
public static partial class EmlReader
{
    public static EmlMessage Read(ReadOnlySpan<byte> eml)
    {
        var raw = Encoding.Latin1.GetString(eml);
        var (header, _) = Split(raw);
        var parts = Parts(raw).ToList();
        return new EmlMessage(Field(header, "To"), Field(header, "Subject"), Part(parts, "text/plain"), Part(parts, "text/html"), Part(parts, "text/calendar"));
    }

    /// <summary>The parts that hold no others; what lies before the first boundary and behind the last is none (RFC 2046 §5.1).</summary>
    private static IEnumerable<string> Parts(string part)
    {
        var (header, body) = Split(part);
        if (Boundary().Match(header) is not { Success: true } match) return [part];
        return ("\r\n" + body).Split("\r\n--" + match.Groups[1].Value, StringSplitOptions.None).Skip(1)
            .Where(inner => !inner.StartsWith("--", StringComparison.Ordinal)).SelectMany(inner => Parts(inner.StartsWith("\r\n", StringComparison.Ordinal) ? inner[2..] : inner));
    }

    private static (string Header, string Body) Split(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end].Replace("\r\n ", " ", StringComparison.Ordinal), text[(end + 4)..]);
    }

    private static string Field(string header, string name)
    {
        foreach (var line in header.Split("\r\n"))
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) return Decode(line[(name.Length + 1)..].Trim());
        return "";
    }

    private static string Part(IEnumerable<string> parts, string type)
    {
        foreach (var part in parts)
        {
            var (header, body) = Split(part);
            if (!header.Contains(type, StringComparison.OrdinalIgnoreCase)) continue;
            return Encoding.UTF8.GetString(QuotedPrintable(body));
        }

        return "";
    }

    /// <summary>RFC 2047: white space between two encoded words is not part of the text.</summary>
    private static string Decode(string field) => EncodedWord().Replace(BetweenWords().Replace(field, "?==?"), word => Encoding.UTF8.GetString(
        word.Groups[1].Value is "B" or "b" ? Convert.FromBase64String(word.Groups[2].Value) : QuotedPrintable(word.Groups[2].Value.Replace('_', ' '))));

    private static byte[] QuotedPrintable(string text)
    {
        var octets = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '=') octets.Add((byte)text[at]);
            else if (text.AsSpan(at).StartsWith("=\r\n", StringComparison.Ordinal)) at += 2;
            else if (at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var octet))
            {
                octets.Add(octet);
                at += 2;
            }
        }

        return [.. octets];
    }

    [GeneratedRegex("boundary=\"?([^\";\r\n]+)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"=\?utf-8\?([qb])\?([^?]*)\?=", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"\?=\s+=\?", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BetweenWords();
}
