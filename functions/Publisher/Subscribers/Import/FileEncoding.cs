using System.Text;

namespace Publisher.Subscribers.Import;

/// <summary>How the bytes of a file become letters.</summary>
/// <param name="Name">As the command line calls it.</param>
/// <param name="Note">What a person should know about it, in a sentence; empty where there is nothing to say.</param>
public sealed record FileEncoding(Encoding Encoding, string Name, string Note = "")
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>What <c>--encoding</c> may say.</summary>
    public static IReadOnlyList<string> Names { get; } = ["utf-8", "windows-1250", "iso-8859-2", "utf-16"];

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <param name="name">One of <see cref="Names"/>, whatever the case; null for what the file looks like.</param>
    /// <exception cref="RefusedException">The file cannot be in the encoding, or there is no such encoding.</exception>
    public static FileEncoding Of(Stream file, string? name)
    {
        var head = new byte[4];
        file.Position = 0;
        var size = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var bigEndian = size >= 2 && head[0] == 0xFE && head[1] == 0xFF;
        var utf16 = bigEndian || (size >= 2 && head[0] == 0xFF && head[1] == 0xFE);
        switch (name?.ToLowerInvariant())
        {
            case null when utf16:
            case "utf-16":
                return new FileEncoding(new UnicodeEncoding(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true), "utf-16");
            case null or "utf-8" when IsUtf8(file):
                return new FileEncoding(Utf8, "utf-8");
            case null when HasNull(file):
                throw Refuse("notText", "is not text; if Excel wrote it, choose „Save as” and „CSV UTF-8”");
            case null:
                return new FileEncoding(
                    OneByte(1250), "windows-1250", "The file is not UTF-8 and was read as Windows-1250, as Excel in Polish writes it. " + (LooksLikeLatin2(file)
                        ? "It looks like ISO-8859-2, though: look at the names, and give --encoding iso-8859-2 if they are broken."
                        : "If names look broken, give --encoding."));
            case "windows-1250": return new FileEncoding(OneByte(1250), "windows-1250");
            case "iso-8859-2": return new FileEncoding(OneByte(28592), "iso-8859-2");
            case "utf-8": throw Refuse("notText", "is not UTF-8 text; in Excel choose „Save as” and „CSV UTF-8”, or leave --encoding out");
            default: throw new RefusedException("Nothing was imported.", [new Fault("--encoding", $"„{name}” is not one; it can be {string.Join(", ", Names)}")]);
        }
    }

    private static RefusedException Refuse(string code, string text) => new("Nothing was imported.", [new Fault("file", text).As(code)]);

    private static Encoding OneByte(int codePage) => CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private static bool IsUtf8(Stream file)
    {
        var decoder = Utf8.GetDecoder();
        var letters = new char[ChunkSize + 4];
        try
        {
            foreach (var chunk in Chunks(file)) decoder.GetChars(chunk.Span, letters, flush: false);
            decoder.GetChars([], letters, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool HasNull(Stream file) => Chunks(file).Any(chunk => chunk.Span.Contains((byte)0));

    /// <summary>ą, ś, Ś, Ź of ISO-8859-2 are signs in Windows-1250 that no name has; its ą, ś, Ś, Ź are control codes, or a cedilla, there.</summary>
    private static bool LooksLikeLatin2(Stream file)
    {
        int latin2 = 0, windows = 0;
        foreach (var chunk in Chunks(file))
        {
            foreach (var octet in chunk.Span)
            {
                if (octet is 0xB1 or 0xB6 or 0xA6 or 0xAC) latin2++;
                else if (octet is 0xB9 or 0x9C or 0x8C or 0x8F or 0x9F) windows++;
            }
        }

        return latin2 > windows;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Chunks(Stream file)
    {
        var chunk = new byte[ChunkSize];
        file.Position = 0;
        while (file.Read(chunk) is > 0 and var size) yield return chunk.AsMemory(0, size);
    }
}
