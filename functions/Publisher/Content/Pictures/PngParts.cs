using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Publisher.Content.Pictures;

/// <summary>PNG (W3C PNG, third edition): a signature, then chunks of length, type, content and checksum.</summary>
internal static class PngParts
{
    private const int ChunkFrame = 12; // length, type and checksum

    private const int HeaderLength = 13;

    /// <summary>§11: what the picture is made of, its colours, its frames. Not among them: tEXt, zTXt, iTXt (XMP), eXIf, tIME, and whatever else there is.</summary>
    private static readonly string[] Wanted = ["IHDR", "PLTE", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "pHYs", "acTL", "fcTL", "fdAT", "IDAT", "IEND"];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith(Signature[..4]);

    /// <returns>Null where it is none, or not whole.</returns>
    public static Parts? Read(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(Signature)) return null;
        var kept = new MemoryStream(file.Length);
        kept.Write(Signature);
        var (width, height, hasContent) = (0L, 0L, false);
        for (var at = Signature.Length; file.Length - at >= ChunkFrame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - ChunkFrame) return null;
            var chunk = file.Slice(at, ChunkFrame + (int)length);
            if (Crc32.HashToUInt32(chunk[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..])) return null;
            var type = Encoding.ASCII.GetString(chunk[4..8]);
            // §5.6: the header is the first, and the only one.
            if ((at == Signature.Length) != (type == "IHDR")) return null;
            if (type == "IHDR")
            {
                if (length != HeaderLength || !IsHeader(chunk[8..^4])) return null;
                (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk[8..]), BinaryPrimitives.ReadUInt32BigEndian(chunk[12..]));
            }

            if (Wanted.Contains(type)) kept.Write(chunk);
            hasContent |= type == "IDAT";
            if (type == "IEND") return hasContent ? Parts.Of(kept, "png", width, height) : null;
            at += chunk.Length;
        }

        return null;
    }

    /// <summary>§11.2.1: bits, colour type, compression, filter, interlace.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> header) => header[8] is 1 or 2 or 4 or 8 or 16 && header[9] is 0 or 2 or 3 or 4 or 6 && header[10] == 0 && header[11] == 0 && header[12] <= 1;
}
