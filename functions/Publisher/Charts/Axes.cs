using System.Globalization;

namespace Publisher.Charts;

/// <summary>The ground of a chart over time: lines at round numbers, and names below, as many as there is room for on a phone.</summary>
internal static class Axes
{
    /// <summary>CSS pixels.</summary>
    public const int Height = 240;

    private const int Top = 20;
    private const int Floor = 210;
    private const int NameLine = 230;

    /// <summary>Names below the axis: the first, the last, and the one between.</summary>
    private const int Names = 3;

    public static double Y(int value, int most) => Floor - ((Floor - Top) * (double)value / most);

    public static double Ground => Floor;

    public static (List<Stroke> Strokes, List<Label> Labels) Draw(IReadOnlyList<int> scale, IReadOnlyList<Point> points, Func<int, double> x, Func<int, string> number)
    {
        var strokes = scale.Select(value => new Stroke(0, Y(value, scale[^1]), 100, Y(value, scale[^1]), value == 0 ? "axis" : "grid")).ToList();
        // Upon their lines, where they need no room of their own.
        var labels = scale.Where(value => value > 0).Select(value => new Label(0, Y(value, scale[^1]) - 4, number(value), "start", "scale")).ToList();
        if (points.Count == 0) return (strokes, labels);
        var shown = points.Count <= Names ? Enumerable.Range(0, points.Count) : [0, points.Count / 2, points.Count - 1];
        labels.AddRange(shown.Select(at => points.Count == 1
            ? new Label(50, NameLine, points[at].Name, "middle", "scale")
            : new Label(at == 0 ? 0 : at == points.Count - 1 ? 100 : x(at), NameLine, points[at].Name, at == 0 ? "start" : at == points.Count - 1 ? "end" : "middle", "scale")));
        return (strokes, labels);
    }

    public static string Plain(int value) => value.ToString(CultureInfo.InvariantCulture);
}
