using System.Globalization;

namespace Publisher.Content.Pictures;

/// <summary>
/// Reads a file that somebody says is a picture. Its type is what its octets say; it is walked from end to end, and only the parts that make the picture
/// are kept. Pure.
/// </summary>
/// <remarks>
/// Cameras and phones write where and when a photo was taken, by which device, sometimes a second photo: of people at a meeting that tells more than they
/// agreed to, and whoever gets the mail can read it. And what stands behind a picture's end, or in its comments, may be a page or a script. So neither
/// leaves this house: EXIF but for the way up, XMP, IPTC, comments, and everything after the end are dropped. No picture is decoded.
/// </remarks>
public static class PictureFile
{
    /// <summary>Octets. A picture for a mail has a tenth of it.</summary>
    public const int MaxSize = 5 * 1024 * 1024;

    /// <summary>Pixels of a side: more than any screen, and few enough that a phone can hold it decoded.</summary>
    public const int MaxSide = 8_000;

    private const string Field = "image.file";

    /// <returns>The picture, or what the file is instead.</returns>
    public static (Picture? Picture, ItemFault? Fault) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length == 0) return Fault(FaultCode.FileEmpty, "the file is empty");
        if (file.Length > MaxSize) return Fault(FaultCode.FileTooHeavy, $"the file has more than {MaxSize / 1024 / 1024} MB", Number(MaxSize / 1024 / 1024));
        Parts? parts;
        if (PngParts.Is(file)) parts = PngParts.Read(file);
        else if (JpegParts.Is(file)) parts = JpegParts.Read(file);
        else if (GifParts.Is(file)) parts = GifParts.Read(file);
        else if (WebPParts.Is(file)) parts = WebPParts.Read(file);
        else return Fault(FaultCode.FileNoPicture, "the file is no picture that mails can show; it must be PNG, JPEG, WebP or GIF");
        if (parts is null) return Fault(FaultCode.FileBroken, "the file is cut off or broken; save the picture again");
        return parts is { Width: > MaxSide } or { Height: > MaxSide }
            ? Fault(
                FaultCode.PictureTooLarge, $"the picture has {parts.Width} × {parts.Height} pixels; {MaxSide} a side is the most", Number(parts.Width), Number(parts.Height), Number(MaxSide))
            : (new Picture(parts.Kept, parts.Ending, parts.Width, parts.Height), null);
    }

    private static (Picture? Picture, ItemFault? Fault) Fault(FaultCode code, string text, params ReadOnlySpan<string> values) => (null, ItemFault.Of(Field, code, text, values));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is kept of a file. Width and height are at least 1.</summary>
internal sealed record Parts(byte[] Kept, string Ending, int Width, int Height)
{
    /// <returns>Null for a picture without a size.</returns>
    public static Parts? Of(MemoryStream kept, string ending, long width, long height) =>
        width is > 0 and <= int.MaxValue && height is > 0 and <= int.MaxValue ? new Parts(kept.ToArray(), ending, (int)width, (int)height) : null;
}
