using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("=HYPERLINK(\"https://example.org\")")]
    [InlineData("+48 56 123")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("＝1")]
    public void What_a_spreadsheet_would_run_gets_an_apostrophe(string text)
    {
        Assert.Equal("'" + text, CsvCell.Defuse(text));
        Assert.Equal(text, CsvCell.Restore(CsvCell.Defuse(text)));
    }

    [Theory]
    [InlineData("Łucja")]
    [InlineData("'t Hooft")]
    [InlineData("a=b")]
    [InlineData("")]
    [InlineData("'")]
    public void Other_text_stays_as_it_is(string text) => Assert.Equal((text, text), (CsvCell.Defuse(text), CsvCell.Restore(text)));

    [Fact]
    public void Every_text_comes_back_and_none_is_a_formula() => Chance.Times(4000, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Of("'", "=", "+", "-", "@", "\t", "\r", "a", "Ł", " ")));
        var cell = CsvCell.Defuse(text);

        Assert.Equal(text, CsvCell.Restore(cell));
        Assert.False(cell.Length > 0 && "=+-@\t\r".Contains(cell[0], StringComparison.Ordinal));
    });
}
