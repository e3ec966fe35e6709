namespace Publisher.Charts;

/// <summary>One value as it went, with its last one said.</summary>
public static class LineChart
{
    /// <summary>Percent kept free at both sides, so that the first and the last dot are whole.</summary>
    private const double Margin = 1.5;

    /// <param name="number">As people read it; the plain digits if left out.</param>
    public static Drawing Draw(string id, IReadOnlyList<Point> points, Func<int, string>? number = null)
    {
        number ??= Axes.Plain;
        var scale = Scale.Of(points.Count == 0 ? 0 : points.Max(point => point.Value));
        var (strokes, labels) = Axes.Draw(scale, points, X, number);
        for (var at = 1; at < points.Count; at++) strokes.Add(new Stroke(X(at - 1), Y(at - 1), X(at), Y(at), "line"));
        // A dot for each while they can be told apart; else where the line ends.
        var dots = (points.Count <= 31 ? Enumerable.Range(0, points.Count) : [points.Count - 1]).Select(at => new Dot(X(at), Y(at), "one")).ToList();
        if (points.Count > 0) labels.Add(new Label(points.Count == 1 ? 50 : 100, Math.Max(12, Y(points.Count - 1) - 10), number(points[^1].Value), points.Count == 1 ? "middle" : "end", "value"));
        return new Drawing(id, Axes.Height, [], strokes, dots, labels);

        double X(int at) => points.Count == 1 ? 50 : Margin + ((100 - (2 * Margin)) * at / (points.Count - 1));

        double Y(int at) => Axes.Y(points[at].Value, scale[^1]);
    }
}
