using System.Buffers.Binary;

namespace Publisher.Content.Pictures;

/// <summary>GIF (89a specification): a screen, then blocks: pictures, and extensions to them.</summary>
internal static class GifParts
{
    private const int ScreenLength = 13; // with the signature

    private const int PictureLength = 10; // with its separator

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith("GIF8"u8);

    /// <returns>Null where it is none, or not whole.</returns>
    public static Parts? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < ScreenLength || !(file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))) return null;
        var at = ScreenLength + TableLength(file[10]);
        if (at > file.Length) return null;
        var (kept, hasPicture) = (new MemoryStream(file.Length), false);
        kept.Write(file[..at]);
        while (at < file.Length)
        {
            var from = at;
            switch (file[at])
            {
                case 0x3B:
                    kept.WriteByte(0x3B);
                    return hasPicture ? Parts.Of(kept, "gif", BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])) : null;
                case 0x2C when file.Length - at > PictureLength:
                    // One octet more before the blocks: the least size of a code.
                    at = EndOfBlocks(file, at + PictureLength + TableLength(file[at + 9]) + 1);
                    hasPicture = true;
                    break;
                case 0x21 when file.Length - at > 2: at = EndOfBlocks(file, at + 2); break;
                default: return null;
            }

            if (at < 0) return null;
            if (file[from] == 0x2C || IsWanted(file[from..at])) kept.Write(file[from..at]);
        }

        return null;
    }

    /// <summary>How long and how often its pictures are shown; not comments, texts, or what programs left of themselves.</summary>
    private static bool IsWanted(ReadOnlySpan<byte> extension) => extension[1] switch
    {
        0xF9 => true,
        0xFF => extension[3..].StartsWith("NETSCAPE2.0"u8) || extension[3..].StartsWith("ANIMEXTS1.0"u8),
        _ => false,
    };

    /// <summary>Octets of a table of colours, three for each.</summary>
    private static int TableLength(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 0x07) + 1);

    /// <summary>Behind the empty block that ends a row of blocks; -1 where it is cut off.</summary>
    private static int EndOfBlocks(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length)
        {
            if (file[at] == 0) return at + 1;
            at += file[at] + 1;
        }

        return -1;
    }
}
