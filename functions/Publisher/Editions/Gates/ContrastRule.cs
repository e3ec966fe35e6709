using System.Globalization;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions.Gates;

/// <summary>WCAG 2.2, 1.4.3: words stand out from what is behind them.</summary>
internal static class ContrastRule
{
    /// <summary>Luminance above which a background is of the light scheme: there is a colour of its own for the dark one.</summary>
    private const double Light = 0.5;

    private const double Least = Colour.TextContrast;

    private const string Setting = "Publisher__Look__Accent";

    /// <param name="html">What is rendered; it names the backgrounds that the templates use.</param>
    public static IEnumerable<Finding> Check(Look look, IEnumerable<string> html)
    {
        if (Colour.Parse(look.Accent) is not { } accent) return [Found($"„{look.Accent}” is not a colour; write it as #rrggbb, such as {Look.Default.Accent}").As(FaultCode.AccentNotAColour, look.Accent, Look.Default.Accent)];
        var backgrounds = html.SelectMany(BackgroundsOf).Where(colour => colour != accent && colour.Luminance > Light).Prepend(Colour.White).Distinct().ToList();
        var worst = backgrounds.MinBy(background => accent.ContrastTo(background));
        var ratio = accent.ContrastTo(worst);
        if (ratio >= Least) return [];
        var buttons = accent.ContrastTo(Colour.White) < Least ? ", and so are white words on its buttons" : "";
        return [Found($"{look.Accent} on {worst} is too pale to read{buttons}: contrast {Number(ratio)} : 1, and {Number(Least)} : 1 is the least; {accent.ReadableOnAll(backgrounds, Least)} would do")
            .As(FaultCode.AccentTooPale, look.Accent, worst.ToString(), Number(ratio), Number(Least), accent.ReadableOnAll(backgrounds, Least).ToString())];

        static Finding Found(string text) => new(null, Setting, text, Severity.Block);
    }

    /// <summary>Colours after <c>bgcolor=</c>, <c>background:</c> and <c>background-color:</c>.</summary>
    private static IEnumerable<Colour> BackgroundsOf(string html)
    {
        foreach (var name in (string[])["bgcolor=", "background:", "background-color:"])
        {
            for (var at = html.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = html.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var value = html.AsSpan(at + name.Length).TrimStart([' ', '"', '\'']);
                if (value.Length >= 7 && Colour.Parse(value[..7].ToString()) is { } colour) yield return colour;
                else if (value.Length >= 4 && Colour.Parse($"{value[0]}{value[1]}{value[1]}{value[2]}{value[2]}{value[3]}{value[3]}") is { } brief) yield return brief;
            }
        }
    }

    private static string Number(double ratio) => (Math.Floor(ratio * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture);
}
