namespace Publisher.Charts;

/// <summary>Two values of each time side by side, the first full, the second hatched.</summary>
public static class ColumnChart
{
    /// <summary>Parts of a time's width that stay free.</summary>
    private const double Free = 0.3;

    /// <summary>Of the picture's width, in hundredths: one month alone is a column, not a wall.</summary>
    private const double Widest = 6;

    public static Drawing Draw(string id, IReadOnlyList<Point> points, Func<int, string>? number = null)
    {
        var scale = Scale.Of(points.Count == 0 ? 0 : points.Max(point => Math.Max(point.Value, point.Other)));
        var width = points.Count == 0 ? 100 : 100.0 / points.Count;
        var (strokes, labels) = Axes.Draw(scale, points, at => (at + 0.5) * width, number ?? Axes.Plain);
        var column = Math.Min(width * (1 - Free) / 2, Widest);
        var boxes = new List<Box>();
        for (var at = 0; at < points.Count; at++)
        {
            var left = ((at + 0.5) * width) - column;
            Add(left, points[at].Value, "one", hatched: false);
            Add(left + column, points[at].Other, "two", hatched: true);
        }

        return new Drawing(id, Axes.Height, boxes, strokes, [], labels);

        void Add(double x, int value, string series, bool hatched)
        {
            if (value <= 0) return;
            var y = Axes.Y(value, scale[^1]);
            boxes.Add(new Box(x, y, column, Axes.Ground - y, series, hatched));
        }
    }
}
