using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Publisher.Tests.Content.Pictures;

/// <summary>Picture files by their parts, right and wrong.</summary>
internal static class Files
{
    public const string Secret = "<script>alert('53.0138,18.5984')</script>";

    public static byte[] Png(uint width = 2, uint height = 1, params byte[][] more)
    {
        byte[] header = [.. Big(width), .. Big(height), 8, 0, 0, 0, 0];
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest)) zlib.Write([0, 255, 0]);
        return [0x89, .. "PNG\r\n\u001A\n"u8, .. Chunk("IHDR", header), .. more.SelectMany(chunk => chunk), .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", [])];
    }

    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] summed = [.. Encoding.ASCII.GetBytes(type), .. content];
        return [.. Big((uint)content.Length), .. summed, .. Big(Crc32.HashToUInt32(summed))];
    }

    /// <param name="orientation">As phones note it, beside the place; 0 for none.</param>
    public static byte[] Jpeg(int width = 3, int height = 2, int orientation = 0, bool little = true, params byte[][] more) =>
    [
        0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 1, 1, 1, 2, 3]), .. orientation > 0 ? Exif(orientation, little) : [], .. more.SelectMany(segment => segment),
        .. Segment(0xDB, new byte[65]), .. Segment(0xC2, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]), .. Segment(0xC4, new byte[19]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, .. Segment(0xC4, new byte[19]), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 5, 6, 0xFF, 0xD9,
    ];

    public static byte[] Segment(byte marker, byte[] payload) => [0xFF, marker, (byte)((payload.Length + 2) >> 8), (byte)(payload.Length + 2), .. payload];

    public static byte[] Exif(int orientation, bool little)
    {
        byte[] Short(int number) => little ? [(byte)number, (byte)(number >> 8)] : [(byte)(number >> 8), (byte)number];
        byte[] Long(int number) => little ? [.. Short(number), 0, 0] : [0, 0, .. Short(number)];
        // The way up is the second entry; the first names the camera, and the rest stands behind.
        return Segment(0xE1,
        [
            .. "Exif\0\0"u8, .. little ? "II"u8 : "MM"u8, .. Short(42), .. Long(8), .. Short(2),
            .. Short(0x0110), .. Short(2), .. Long(4), .. "cam\0"u8, .. Short(0x0112), .. Short(3), .. Long(1), .. Short(orientation), 0, 0, .. Long(0), .. Encoding.ASCII.GetBytes(Secret),
        ]);
    }

    public static byte[] Gif(int width = 4, int height = 3, params byte[][] more) =>
    [
        .. "GIF89a"u8, (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8), 0x80, 0, 0, 1, 2, 3, 4, 5, 6,
        .. GifExtension(0xFF, "NETSCAPE2.0", [1, 0, 0]), .. more.SelectMany(block => block), 0x21, 0xF9, 4, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 4, 0, 3, 0, 0x80, 9, 9, 9, 9, 9, 9, 2, 2, 0x4C, 1, 0, 0x3B,
    ];

    public static byte[] GifExtension(byte label, string name, byte[] content) =>
        name.Length > 0 ? [0x21, label, (byte)name.Length, .. Encoding.ASCII.GetBytes(name), (byte)content.Length, .. content, 0] : [0x21, label, (byte)content.Length, .. content, 0];

    public static byte[] WebP(string type = "VP8X", params byte[][] more)
    {
        byte[] lossy = [.. RiffChunk("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A, 5, 0, 4, 0, 1])];
        byte[] lossless = [.. RiffChunk("VP8L", [0x2F, 4, 0xC0, 0, 0, 7])];
        byte[] chunks = type switch
        {
            "VP8 " => lossy,
            "VP8L" => lossless,
            _ => [.. RiffChunk("VP8X", [0x0C | 0x20, 0, 0, 0, 4, 0, 0, 3, 0, 0]), .. more.SelectMany(chunk => chunk), .. lossy],
        };
        return [.. "RIFF"u8, .. Little((uint)chunks.Length + 4), .. "WEBP"u8, .. chunks];
    }

    public static byte[] RiffChunk(string type, byte[] content) => [.. Encoding.ASCII.GetBytes(type), .. Little((uint)content.Length), .. content, .. new byte[content.Length % 2]];

    public static byte[] Big(uint number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Little(uint number) => [.. Big(number).Reverse()];
}
