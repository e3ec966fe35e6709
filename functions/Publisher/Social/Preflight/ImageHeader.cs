using System.Buffers.Binary;
using System.Text;

namespace Publisher.Social.Preflight;

/// <summary>A picture's type and size, from its first octets; no picture is decoded.</summary>
/// <param name="Type">Media type.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record ImageHeader(string Type, int Width, int Height)
{
    /// <summary>Null for what is none of png, jpeg, gif, webp, or is cut off before its size.</summary>
    public static ImageHeader? Read(ReadOnlySpan<byte> file)
    {
        var header = file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] when file.Length >= 24 => new ImageHeader("image/png", Big(file[16..]), Big(file[20..])),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] when file.Length >= 10 =>
                new ImageHeader("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..])),
            [0xFF, 0xD8, 0xFF, ..] => Jpeg(file),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] when file.Length >= 30 => WebP(file),
            _ => null,
        };
        return header is { Width: > 0, Height: > 0 } ? header : null;
    }

    private static int Big(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt32BigEndian(at);

    /// <summary>ITU-T T.81 §B.2.2: the frame header is SOF0 to SOF15 but for DHT, JPG and DAC.</summary>
    private static ImageHeader? Jpeg(ReadOnlySpan<byte> file)
    {
        var at = 2;
        while (at + 9 < file.Length && file[at] == 0xFF)
        {
            var marker = file[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return new ImageHeader("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            if (marker is 0xFF)
            {
                at++;
                continue;
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }

    /// <summary>RFC 9649 §2: lossy, lossless and extended files each keep the size elsewhere.</summary>
    private static ImageHeader? WebP(ReadOnlySpan<byte> file) => Encoding.ASCII.GetString(file[12..16]) switch
    {
        "VP8 " => new ImageHeader("image/webp", BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFF),
        "VP8L" when BinaryPrimitives.ReadUInt32LittleEndian(file[21..]) is var bits => new ImageHeader("image/webp", (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1),
        "VP8X" => new ImageHeader("image/webp", (file[24] | (file[25] << 8) | (file[26] << 16)) + 1, (file[27] | (file[28] << 8) | (file[29] << 16)) + 1),
        _ => null,
    };
}
