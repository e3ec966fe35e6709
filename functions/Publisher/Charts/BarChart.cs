namespace Publisher.Charts;

/// <summary>Values one below the other, each a bar under its name and its number beside it: nobody has to look across to an axis, and a long name has the whole line.</summary>
public static class BarChart
{
    /// <summary>CSS pixels of a name with its bar.</summary>
    private const int Row = 46;

    /// <summary>From the row's top to where its name stands, and its number.</summary>
    private const int Baseline = 16;

    private const int NumberLine = 35;

    /// <summary>Percent: of the longest bar; the rest is for the number.</summary>
    private const double Longest = 72;

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
            labels.Add(new Label(100, top + NumberLine, bar.Shown, "end", "value"));
            boxes.Add(new Box(0, top + BarTop, Longest, BarHeight, "track"));
            if (bar.Value > 0) boxes.Add(new Box(0, top + BarTop, Math.Max(Least, Longest * bar.Value / most), BarHeight, "one"));
        }

        return new Drawing(id, Math.Max(1, bars.Count) * Row, boxes, [], [], labels);
    }
}
