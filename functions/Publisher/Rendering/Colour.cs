using System.Globalization;

namespace Publisher.Rendering;

/// <summary>A colour of the sRGB space, as the web writes it.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour White { get; } = new(255, 255, 255);

    /// <summary>From 0 (black) to 1 (white): WCAG 2.2, relative luminance.</summary>
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>From 1 to 21, whichever of the two is in front: WCAG 2.2, contrast ratio.</summary>
    public static double Contrast(Colour one, Colour other)
    {
        var (light, dark) = (Math.Max(one.Luminance, other.Luminance), Math.Min(one.Luminance, other.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }

    /// <summary>Reads <c>#rrggbb</c>, in either case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Colour colour)
    {
        colour = default;
        if (text.Length != 7 || text[0] != '#') return false;
        if (!int.TryParse(text[1..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)) return false;
        colour = new Colour((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
        return true;
    }

    /// <summary>The same hue with a share of its light: 1 is the colour itself, 0 black.</summary>
    public Colour Dimmed(double share) => new((byte)(Red * share), (byte)(Green * share), (byte)(Blue * share));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static double Linear(byte channel)
    {
        var share = channel / 255.0;
        // WCAG writes 0.03928; no 8-bit channel lies between that and the sRGB standard's own 0.04045.
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
