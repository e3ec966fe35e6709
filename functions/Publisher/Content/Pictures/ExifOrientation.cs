using System.Buffers.Binary;

namespace Publisher.Content.Pictures;

/// <summary>Which way up a photo is (EXIF 2.32, tag 0x0112): the one thing in it that a picture needs, for phones store what they see and note how they were held.</summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    private const int Tag = 0x0112;

    private const int EntryLength = 12;

    /// <summary>True where width and height change places.</summary>
    public static bool IsTurned(int orientation) => orientation >= 5;

    /// <param name="tiff">An EXIF segment from its byte order on.</param>
    /// <returns>1 to 8; upright where it does not say.</returns>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return Upright;
        var little = tiff.StartsWith("II"u8);
        if (!little && !tiff.StartsWith("MM"u8)) return Upright;
        var first = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (first > tiff.Length - 2) return Upright;
        var entries = tiff[((int)first + 2)..];
        for (var count = Short(tiff[(int)first..], little); count > 0 && entries.Length >= EntryLength; count--)
        {
            if (Short(entries, little) == Tag) return Short(entries[8..], little) is >= 1 and <= 8 and var orientation ? orientation : Upright;
            entries = entries[EntryLength..];
        }

        return Upright;
    }

    /// <summary>A segment that says this and nothing else.</summary>
    public static byte[] Segment(int orientation) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II"u8, 42, 0, 8, 0, 0, 0,
        1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0,
        0, 0, 0, 0,
    ];

    private static int Short(ReadOnlySpan<byte> at, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
}
