using System.Security.Cryptography;

namespace Publisher.Content.Pictures;

/// <summary>A picture fit to be shown to the public: of a known type, whole, with nothing in it but the picture.</summary>
/// <param name="Ending">Of its name, and with it its media type: <c>png</c>, <c>jpg</c>, <c>gif</c> or <c>webp</c>.</param>
/// <param name="Width">Pixels, as shown.</param>
/// <param name="Height">Pixels, as shown.</param>
public sealed record Picture(ReadOnlyMemory<byte> Content, string Ending, int Width, int Height)
{
    /// <summary>Octets of a name's hash: two pictures never share one by chance.</summary>
    private const int HashOctets = 16;

    /// <summary>What it is stored and served as: made of its content, so nothing that a person calls a file ever becomes a path.</summary>
    public string Name { get; } = $"{Convert.ToHexStringLower(SHA256.HashData(Content.Span).AsSpan(0, HashOctets))}.{Ending}";

    /// <summary>The media type of a name; null for what is no name of a picture here, character for character.</summary>
    public static string? TypeOf(string name) => name.Length > (HashOctets * 2) + 1 && name[HashOctets * 2] == '.' && name.Take(HashOctets * 2).All(char.IsAsciiHexDigitLower)
        ? name[((HashOctets * 2) + 1)..] switch
        {
            "png" => "image/png",
            "jpg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            _ => null,
        }
        : null;
}
