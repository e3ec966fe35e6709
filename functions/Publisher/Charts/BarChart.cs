namespace Publisher.Charts;

/// <summary>Values side by side, each a bar under its name: what lies there is read without looking across to an axis.</summary>
public static class BarChart
{
    /// <summary>CSS pixels of a name with its bar.</summary>
    private const int Row = 46;

    /// <summary>Of the row's top to where its words stand.</summary>
    private const int Baseline = 16;

    private const int BarTop = 23;
    private const int BarHeight = 14;

    /// <summary>Percent: a bar that is there is seen.</summary>
    private const double Least = 0.6;

    public static Drawing Draw(string id, IReadOnlyList<Bar> bars)
    {
        var most = Math.Max(1, bars.Count == 0 ? 1 : bars.Max(bar => bar.Value));
        var (boxes, labels) = (new List<Box>(), new List<Label>());
        for (var at = 0; at < bars.Count; at++)
        {
            var (bar, top) = (bars[at], at * Row);
            labels.Add(new Label(0, top + Baseline, bar.Name));
            labels.Add(new Label(100, top + Baseline, bar.Shown, "end", "value"));
            boxes.Add(new Box(0, top + BarTop, 100, BarHeight, "track"));
            if (bar.Value > 0) boxes.Add(new Box(0, top + BarTop, Math.Max(Least, 100.0 * bar.Value / most), BarHeight, "one"));
        }

        return new Drawing(id, Math.Max(1, bars.Count) * Row, boxes, [], [], labels);
    }
}
