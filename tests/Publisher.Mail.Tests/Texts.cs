using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;

namespace Publisher.Mail.Tests;

/// <summary>Texts to try, and straightforward readers of what was written.</summary>
internal static partial class Texts
{
    /// <summary>Texts with everything that hurts: line ends, blanks, dots, marks of every encoding, long words, lone surrogates.</summary>
    public static Gen<string> Any { get; } =
        from parts in Gen.ListOf(Gen.Elements(
            "\r\n", "\n", "\r", " ", "  ", "\t", ".", "=", "=?", "?=", "<", ">", "&", "\"", "'", "\0", "\u0085", "\u2028", "a", "Z", "word", "zażółć",
            "€", "😀", "\ud800", "\udc00", "--=_alternative", "http://x.test/?a=1&b=ł", new string('y', 70), new string('n', 200), "Bcc: a@b.test", "%", "(", "\\"))
        select string.Concat(parts);

    /// <summary>What an encoder may make of a text: line ends are CRLF, lone surrogates U+FFFD.</summary>
    public static string Normalise(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(LineEnd().Replace(text, "\r\n")));

    public static string DecodeQuotedPrintable(string encoded)
    {
        encoded = encoded.Replace("=\r\n", "", StringComparison.Ordinal);
        List<byte> octets = [];
        for (var i = 0; i < encoded.Length; i++)
        {
            // A header's equals sign is none of the encoding's.
            if (encoded[i] != '=' || i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
            {
                octets.Add((byte)encoded[i]);
                continue;
            }
            octets.Add(Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0]);
            i += 2;
        }
        return Encoding.UTF8.GetString([.. octets]);
    }

    /// <summary>Reads a header: unfolded values by name, encoded words decoded.</summary>
    public static Dictionary<string, string> Header(string message)
    {
        var head = message[..message.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal);
        return head.Split("\r\n").ToDictionary(l => l[..l.IndexOf(':', StringComparison.Ordinal)], l => DecodeWords(l[(l.IndexOf(':', StringComparison.Ordinal) + 2)..]), StringComparer.Ordinal);
    }

    public static string DecodeWords(string value)
    {
        value = BetweenWords().Replace(value, "?==?");
        return Word().Replace(value, m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups["word"].Value)));
    }

    [GeneratedRegex(@"\r\n|\r|\n", RegexOptions.NonBacktracking)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\?= +=\?", RegexOptions.NonBacktracking)]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?B\?(?<word>[^?]*)\?=", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
