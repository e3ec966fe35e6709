using System.Text.Json;
using System.Text.RegularExpressions;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

public sealed partial class WordsTests
{
    private static readonly Words Polish = new(TestProduct.Templates.StringsFor("pl"), Some.Zone);

    [Theory]
    [InlineData(0, "to ostatni dzień")]
    [InlineData(1, "został 1 dzień")]
    [InlineData(2, "zostały 2 dni")]
    [InlineData(5, "zostało 5 dni")]
    [InlineData(12, "zostało 12 dni")]
    [InlineData(22, "zostały 22 dni")]
    [InlineData(25, "zostało 25 dni")]
    [InlineData(101, "zostało 101 dni")]
    [InlineData(112, "zostało 112 dni")]
    public void Days_left_take_the_form_that_their_number_asks_for(int days, string words)
    {
        Assert.Equal(days, Polish.DaysTo(new LocalDate(2023, 5, 2).PlusDays(days), Rendered.AsOf));
        Assert.Equal(words, Polish.DaysLeft(days));
    }

    [Theory]
    [InlineData("2023-05-31", "31 maja 2023 r. (środa)")]
    [InlineData("2023-05-31T09:05", "31 maja 2023 r. (środa), godz. 9:05")]
    [InlineData("2024-02-29", "29 lutego 2024 r. (czwartek)")]
    public void Days_and_hours_read_as_people_write_them(string moment, string words) => Assert.Equal(words, Polish.Moment(Some.Moment(moment)));

    [Fact]
    public void A_range_has_two_ends_where_they_differ()
    {
        Assert.Equal("9 maja 2023 r. (wtorek) – 10 maja 2023 r. (środa)", Polish.Range(Some.Moment("2023-05-09"), Some.Moment("2023-05-10")));
        Assert.Equal("9 maja 2023 r. (wtorek)", Polish.Range(Some.Moment("2023-05-09"), Some.Moment("2023-05-09")));
        Assert.Equal("9 maja 2023 r. (wtorek)", Polish.Range(Some.Moment("2023-05-09"), null));
    }

    [Theory]
    [InlineData("1200000", "1\u00A0200\u00A0000 zł")]
    [InlineData("1200000.5", "1\u00A0200\u00A0000,50 zł")]
    [InlineData("999", "999 zł")]
    [InlineData("0.01", "0,01 zł")]
    public void Money_is_whole_where_it_can_be(string amount, string words) =>
        Assert.Equal(words, Polish.Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_value_with_braces_in_it_stays_what_it_is()
    {
        var strings = TestProduct.Templates.StringsFor("pl");

        Assert.Equal("do {date} {x}", strings.Fill("until", ("date", "{date} {x}")));
        Assert.Throws<ArgumentException>(() => strings.Fill("until"));
        Assert.Throws<KeyNotFoundException>(() => strings["no such text"]);
    }

    [Fact]
    public void Every_language_has_the_same_texts()
    {
        var keys = Directory.GetFiles(Path.Combine(Folder, "strings"), "*.json").ToDictionary(file => Path.GetFileName(file), file => Keys(File.ReadAllText(file)), StringComparer.Ordinal);

        Assert.Contains("pl.json", keys.Keys);
        Assert.All(keys, language => Assert.Equal(keys["pl.json"], language.Value));
    }

    [Fact]
    public void Every_text_that_a_template_asks_for_is_there()
    {
        var asked = Directory.GetFiles(Folder, "*.hbs", SearchOption.AllDirectories).SelectMany(file => Asked().Matches(File.ReadAllText(file)).Select(match => (file, key: match.Groups[1].Value))).ToList();

        Assert.Contains(asked, each => each.key == "greeting");
        Assert.All(asked, each => Assert.NotEqual("", TestProduct.Templates.StringsFor("pl")[each.key]));
    }

    [Fact]
    public void Wrapping_keeps_every_word_and_no_line_too_long() => Chance.Times(500, random =>
    {
        var words = Enumerable.Range(0, random.Next(60)).Select(_ => new string('w', random.Next(10) == 0 ? random.Next(70, 120) : random.Next(1, 12))).ToList();

        var lines = TextWrap.Wrap(string.Join(' ', words)).Split('\n');

        Assert.Equal(words, lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(lines, line => Assert.True(line.Length <= TextWrap.Width || !line.Contains(' ', StringComparison.Ordinal)));
    });

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "templates");

    private static IEnumerable<string> Keys(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(member => $"{member.Name}:{member.Value.ValueKind}").Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("""[{(]t "([^"]+)"[)}]""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asked();
}
