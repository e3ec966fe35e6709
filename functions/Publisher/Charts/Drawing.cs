namespace Publisher.Charts;

/// <summary>
/// A chart as shapes: what stands across is in percent of the width, what stands down in CSS pixels. So it fills the width that there is, from a phone's to a
/// wall's, and its words keep their size. Colours and strokes are the style sheet's, by class.
/// </summary>
/// <param name="Id">Begins the ids in it: two drawings on a page need different ones.</param>
/// <param name="Height">CSS pixels.</param>
public sealed record Drawing(string Id, int Height, IReadOnlyList<Box> Boxes, IReadOnlyList<Stroke> Strokes, IReadOnlyList<Dot> Dots, IReadOnlyList<Label> Labels)
{
    /// <summary>Whether anything is hatched: the pattern is only drawn where it is used.</summary>
    public bool IsHatched => Boxes.Any(box => box.Hatched);
}

/// <param name="X">Percent from the left.</param>
/// <param name="Width">Percent.</param>
/// <param name="Hatched">With a pattern, so that two series differ without colours.</param>
public sealed record Box(double X, double Y, double Width, double Height, string Class, bool Hatched = false);

public sealed record Stroke(double X1, double Y1, double X2, double Y2, string Class);

public sealed record Dot(double X, double Y, string Class);

/// <param name="Anchor">Which part of the words stands at X: <c>start</c>, <c>middle</c>, <c>end</c>.</param>
public sealed record Label(double X, double Y, string Text, string Anchor = "start", string Class = "");

/// <summary>One value with its name.</summary>
/// <param name="Shown">As people read it: "1 204", "fewer than 5".</param>
public sealed record Bar(string Name, int Value, string Shown);

/// <summary>One moment of a line, or of a pair of columns.</summary>
/// <param name="Name">On the axis.</param>
public sealed record Point(string Name, int Value, int Other = 0);
