using System.Globalization;

namespace Publisher.Rendering;

/// <summary>A colour of the sRGB space, and how well it stands out from another (WCAG 2.2, "contrast ratio" and "relative luminance").</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>Least contrast of text to what is behind it (WCAG 2.2, success criterion 1.4.3, level AA).</summary>
    public const double TextContrast = 4.5;

    public static Colour White { get; } = new(255, 255, 255);

    /// <summary>Reads <c>#rrggbb</c>; null for anything else.</summary>
    public static Colour? Parse(string text) =>
        text is ['#', ..] && text.Length == 7 && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
            ? new Colour((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
            : null;

    /// <summary>From 1 (alike) to 21 (black on white).</summary>
    public double ContrastTo(Colour other)
    {
        var (a, b) = (Luminance, other.Luminance);
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>The same hue, as much lighter as it takes to be read on a dark background.</summary>
    public Colour ReadableOn(Colour dark, double contrast)
    {
        var colour = this;
        for (var share = 0.0; colour.ContrastTo(dark) < contrast && share < 1; share += 0.05)
            colour = new Colour(Towards(Red, share), Towards(Green, share), Towards(Blue, share));
        return colour;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    private static byte Towards(byte channel, double share) => (byte)Math.Round(channel + ((255 - channel) * share));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
