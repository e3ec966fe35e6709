using System.Buffers.Binary;
using System.Text;

namespace Publisher.Content.Pictures;

/// <summary>WebP (RFC 9649): a RIFF container of chunks.</summary>
internal static class WebPParts
{
    private const int Begin = 12; // RIFF, its size, WEBP

    private const int ChunkFrame = 8;

    /// <summary>§2.7.1: the bits that say there is EXIF or XMP, which is not kept.</summary>
    private const byte Metadata = 0x08 | 0x04;

    private static readonly string[] Wanted = ["VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"];

    public static bool Is(ReadOnlySpan<byte> file) => file.Length >= Begin && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8);

    /// <returns>Null where it is none, or not whole.</returns>
    public static Parts? Read(ReadOnlySpan<byte> file)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (size > file.Length - ChunkFrame || size < Begin - ChunkFrame) return null;
        var riff = file[..((int)size + ChunkFrame)];
        var kept = new MemoryStream(riff.Length);
        kept.Write(riff[..Begin]);
        var (width, height, hasContent) = (0, 0, false);
        for (var at = Begin; at < riff.Length;)
        {
            if (riff.Length - at < ChunkFrame) return null;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(riff[(at + 4)..]);
            var padded = length + (length & 1);
            if (length > riff.Length || padded > riff.Length - at - ChunkFrame) return null;
            var chunk = riff.Slice(at, ChunkFrame + (int)padded);
            var type = Encoding.ASCII.GetString(chunk[..4]);
            if (at == Begin)
            {
                if (SizeOf(type, chunk.Slice(ChunkFrame, (int)length)) is not { } found) return null;
                (width, height) = found;
            }

            hasContent |= type is "VP8 " or "VP8L" or "ANMF";
            if (Wanted.Contains(type)) Keep(kept, type, chunk);
            at += chunk.Length;
        }

        if (!hasContent) return null;
        var end = (uint)(kept.Length - ChunkFrame);
        BinaryPrimitives.WriteUInt32LittleEndian(kept.GetBuffer().AsSpan(4), end);
        return Parts.Of(kept, "webp", width, height);
    }

    private static void Keep(MemoryStream kept, string type, ReadOnlySpan<byte> chunk)
    {
        var at = (int)kept.Length;
        kept.Write(chunk);
        if (type == "VP8X") kept.GetBuffer()[at + ChunkFrame] &= unchecked((byte)~Metadata);
    }

    /// <summary>§2.5 to §2.7: lossy, lossless and extended files each keep the size elsewhere. Null where the first chunk is none of theirs.</summary>
    private static (int Width, int Height)? SizeOf(string type, ReadOnlySpan<byte> content) => type switch
    {
        // A key frame, and its start code (RFC 6386 §9.1).
        "VP8 " when content.Length >= 10 && (content[0] & 1) == 0 && content[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]) =>
            (BinaryPrimitives.ReadUInt16LittleEndian(content[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content[8..]) & 0x3FFF),
        "VP8L" when content.Length >= 5 && content[0] == 0x2F && BinaryPrimitives.ReadUInt32LittleEndian(content[1..]) is var bits =>
            ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1),
        "VP8X" when content.Length == 10 => (Size24(content[4..]), Size24(content[7..])),
        _ => null,
    };

    private static int Size24(ReadOnlySpan<byte> at) => (at[0] | (at[1] << 8) | (at[2] << 16)) + 1;
}
