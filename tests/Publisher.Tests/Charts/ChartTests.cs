using Publisher.Charts;

namespace Publisher.Tests.Charts;

public sealed class ChartTests
{
    [Theory]
    [InlineData(0, "0 1")]
    [InlineData(1, "0 1")]
    [InlineData(3, "0 1 2 3")]
    [InlineData(5, "0 2 4 6")]
    [InlineData(9, "0 5 10")]
    [InlineData(204, "0 100 200 300")]
    [InlineData(150_000, "0 50000 100000 150000")]
    public void An_axis_counts_in_round_numbers_up_to_the_largest(int largest, string scale) => Assert.Equal(scale, string.Join(' ', Scale.Of(largest)));

    [Fact]
    public void An_axis_holds_whatever_a_number_can_be() => Assert.All(
        (int[])[int.MaxValue, int.MaxValue - 1, 1_999_999_999, -5], largest => Assert.InRange(Scale.Of(largest).Count, 2, 5));

    [Fact]
    public void A_bar_is_as_long_as_its_value_and_one_that_is_there_is_seen()
    {
        var drawing = BarChart.Draw("b", [new Bar("Rubinkowo", 1000, "1 000"), new Bar("Stawki", 250, "250"), new Bar("Rudak", 1, "1"), new Bar("Barbarka", 0, "0")]);

        var bars = drawing.Boxes.Where(box => box.Class == "one").ToList();
        Assert.Equal([72, 18, 0.6], bars.Select(box => box.Width));
        Assert.Equal(4, drawing.Boxes.Count(box => box.Class == "track"));
        Assert.Equal(["Rubinkowo", "1 000", "Stawki", "250", "Rudak", "1", "Barbarka", "0"], drawing.Labels.Select(label => label.Text));
        Assert.False(drawing.IsHatched);
    }

    [Fact]
    public void A_line_goes_from_edge_to_edge_and_says_where_it_ends()
    {
        var drawing = LineChart.Draw("l", [new Point("01", 0), new Point("02", 5), new Point("03", 10)], value => $"{value} osób");

        var line = drawing.Strokes.Where(stroke => stroke.Class == "line").ToList();
        Assert.Equal(2, line.Count);
        Assert.Equal((line[0].X2, line[0].Y2), (line[1].X1, line[1].Y1));
        Assert.InRange(line[1].X2, 98, 100);
        Assert.True(line[0].Y1 > line[1].Y2, "more is higher");
        Assert.Equal("10 osób", Assert.Single(drawing.Labels, label => label.Class == "value").Text);
        Assert.Equal(3, drawing.Dots.Count);
    }

    [Fact]
    public void Two_columns_of_a_time_stand_side_by_side_and_differ_without_colours()
    {
        var drawing = ColumnChart.Draw("c", [new Point("01", 4, 2), new Point("02", 0, 3)]);

        Assert.Equal([false, true, true], drawing.Boxes.Select(box => box.Hatched));
        Assert.True(drawing.IsHatched);
        Assert.Equal(drawing.Boxes[0].X + drawing.Boxes[0].Width, drawing.Boxes[1].X, 6);
        Assert.Equal(2, drawing.Boxes[0].Height / drawing.Boxes[1].Height, 6);
    }

    [Fact]
    public void One_time_alone_is_two_narrow_columns_in_the_middle()
    {
        var boxes = ColumnChart.Draw("c", [new Point("05.2023", 300, 20)]).Boxes;

        Assert.Equal([6, 6], boxes.Select(box => box.Width));
        Assert.Equal(50, boxes[1].X, 6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(500)]
    public void However_many_times_there_are_nothing_leaves_the_picture_and_few_names_stand_below(int count)
    {
        var points = Enumerable.Range(1, count).Select(number => new Point($"{number}", number * 7 % 100, number % 13)).ToList();
        foreach (var drawing in (Drawing[])[LineChart.Draw("l", points), ColumnChart.Draw("c", points), BarChart.Draw("b", [.. points.Select(point => new Bar(point.Name, point.Value, point.Name))])])
        {
            Assert.All(drawing.Boxes, box => Assert.True(box.X >= -1e-9 && box.X + box.Width <= 100 + 1e-9 && box.Y >= 0 && box.Y + box.Height <= drawing.Height && box.Height > 0, $"{box}"));
            Assert.All(drawing.Strokes, stroke => Assert.True(stroke is { X1: >= 0 and <= 100, X2: >= 0 and <= 100, Y1: >= 0, Y2: >= 0 } && stroke.Y1 <= drawing.Height, $"{stroke}"));
            Assert.All(drawing.Dots, dot => Assert.InRange(dot.X, 0, 100));
            Assert.All(drawing.Labels, label => Assert.True(label.X is >= 0 and <= 100 && label.Y > 0 && label.Y <= drawing.Height, $"{label}"));
            if (drawing.Id != "b") Assert.True(drawing.Labels.Count(label => label.Y > 220) <= 3);
        }
    }
}
