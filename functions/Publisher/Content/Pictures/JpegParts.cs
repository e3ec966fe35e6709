using System.Buffers.Binary;

namespace Publisher.Content.Pictures;

/// <summary>JPEG (ITU-T T.81, annex B): segments, each after a marker, and the scans' data between them.</summary>
internal static class JpegParts
{
    private const int JfifLength = 16; // of its segment, without a thumbnail (JFIF 1.02)

    public static bool Is(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    /// <returns>Null where it is none that browsers show, or not whole.</returns>
    public static Parts? Read(ReadOnlySpan<byte> file)
    {
        var (head, rest) = (new MemoryStream(), new MemoryStream(file.Length));
        var (width, height, orientation, hasScan) = (0, 0, ExifOrientation.Upright, false);
        head.Write([0xFF, 0xD8]);
        for (var at = 2; at + 1 < file.Length;)
        {
            if (file[at] != 0xFF) return null;
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker == 0xD9)
            {
                if (!hasScan) return null;
                if (orientation != ExifOrientation.Upright) head.Write(ExifOrientation.Segment(orientation));
                rest.Write([0xFF, 0xD9]);
                rest.WriteTo(head);
                return ExifOrientation.IsTurned(orientation) ? Parts.Of(head, "jpg", height, width) : Parts.Of(head, "jpg", width, height);
            }

            if (SegmentAt(file, at) is not { Length: > 0 } segment) return null;
            var payload = segment[4..];
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    // One frame: sequential or progressive, the three kinds that are shown everywhere.
                    if (width > 0 || payload.Length < 6) return null;
                    (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(payload[1..]), BinaryPrimitives.ReadUInt16BigEndian(payload[3..]));
                    if (width == 0 || height == 0) return null;
                    rest.Write(segment);
                    break;
                case 0xDA:
                    if (width == 0) return null;
                    var end = EndOfScan(file, at + segment.Length);
                    rest.Write(file[at..end]);
                    hasScan = true;
                    at = end;
                    continue;
                case 0xC4 or 0xDB or 0xDD:
                    rest.Write(segment);
                    break;
                case 0xE0 when payload.StartsWith("JFIF\0"u8) && payload.Length >= JfifLength - 2 && head.Length == 2:
                    head.Write([0xFF, 0xE0, 0, JfifLength, .. payload[..(JfifLength - 4)], 0, 0]);
                    break;
                case 0xE1 when payload.StartsWith("Exif\0\0"u8):
                    orientation = ExifOrientation.Read(payload[6..]);
                    break;
                // What its colours mean.
                case 0xE2 when payload.StartsWith("ICC_PROFILE\0"u8):
                case 0xEE when payload.StartsWith("Adobe"u8):
                    rest.Write(segment);
                    break;
                case (>= 0xE0 and <= 0xEF) or 0xFE: break;
                default: return null;
            }

            at += segment.Length;
        }

        return null;
    }

    /// <summary>A segment with its marker; empty where it is cut off.</summary>
    private static ReadOnlySpan<byte> SegmentAt(ReadOnlySpan<byte> file, int at)
    {
        if (file.Length - at < 4) return [];
        var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        return length < 2 || length > file.Length - at - 2 ? [] : file.Slice(at, length + 2);
    }

    /// <summary>§B.1.1.5: within a scan 0xFF stands before a zero or a restart marker; any other marker ends it.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        while (at + 1 < file.Length)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length) return file.Length;
            at += next;
            if (file[at + 1] is not (0 or (>= 0xD0 and <= 0xD7))) return at;
            at += 2;
        }

        return file.Length;
    }
}
