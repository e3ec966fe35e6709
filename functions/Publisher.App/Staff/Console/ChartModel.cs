using System.Globalization;
using Publisher.App.Public;
using Publisher.Charts;

namespace Publisher.App.Staff.Console;

/// <summary>A drawing as the partial <c>staff/chart</c> takes it: with its title, what it shows in a sentence, and the same numbers as a table.</summary>
internal static class ChartModel
{
    /// <param name="legend">What each series is called, the hatched one second; empty where there is one.</param>
    /// <param name="rows">Each with its name first.</param>
    public static Dictionary<string, object?> Of(
        Drawing drawing, string title, string description, IReadOnlyList<string> legend, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => PageModel.Map(
        ("id", drawing.Id),
        ("title", title),
        ("hint", ""),
        ("description", description),
        ("hint", ""),
        ("height", drawing.Height.ToString(CultureInfo.InvariantCulture)),
        ("hatched", drawing.IsHatched || legend.Count > 1),
        ("legend", legend.Select((text, at) => (object)PageModel.Map(("text", text), ("hatch", at == 1 ? $"url(#{drawing.Id}-hatch)" : ""))).ToList()),
        ("strokes", drawing.Strokes.Select(stroke => (object)PageModel.Map(("x1", Across(stroke.X1)), ("y1", Down(stroke.Y1)), ("x2", Across(stroke.X2)), ("y2", Down(stroke.Y2)), ("class", stroke.Class))).ToList()),
        ("boxes", drawing.Boxes.Select(box => (object)PageModel.Map(
            ("x", Across(box.X)), ("y", Down(box.Y)), ("width", Across(box.Width)), ("height", Down(box.Height)), ("class", box.Class), ("hatch", box.Hatched ? $"url(#{drawing.Id}-hatch)" : ""))).ToList()),
        ("dots", drawing.Dots.Select(dot => (object)PageModel.Map(("x", Across(dot.X)), ("y", Down(dot.Y)), ("class", dot.Class))).ToList()),
        ("labels", drawing.Labels.Select(label => (object)PageModel.Map(("x", Across(label.X)), ("y", Down(label.Y)), ("anchor", label.Anchor), ("class", label.Class), ("text", label.Text))).ToList()),
        ("columns", columns.Select((column, at) => (object)PageModel.Map(("text", column), ("number", at > 0))).ToList()),
        ("rows", rows.Select(row => (object)PageModel.Map(("name", row[0]), ("cells", row.Skip(1).Select((cell, at) => (object)PageModel.Map(("text", cell), ("column", columns[at + 1]))).ToList()))).ToList()));

    private static string Across(double percent) => percent.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static string Down(double pixels) => pixels.ToString("0.##", CultureInfo.InvariantCulture);
}
