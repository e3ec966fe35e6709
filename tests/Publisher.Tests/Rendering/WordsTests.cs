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
    [InlineData("2023-05-31T09:05", "31 maja 2023 r. (środa), godz.\u00A09:05")]
    [InlineData("2024-02-29", "29 lutego 2024 r. (czwartek)")]
    public void Days_and_hours_read_as_people_write_them(string moment, string words) => Assert.Equal(words, Polish.Moment(Some.Moment(moment)));

    [Theory]
    [InlineData("en", 0, "this is the last day", "today")]
    [InlineData("en", 1, "1 day left", "tomorrow")]
    [InlineData("en", 2, "2 days left", "in 2 days")]
    [InlineData("en", 21, "21 days left", "in 21 days")]
    [InlineData("pl", 0, "to ostatni dzień", "dziś")]
    [InlineData("pl", 1, "został 1 dzień", "jutro")]
    [InlineData("pl", 2, "zostały 2 dni", "za 2 dni")]
    [InlineData("pl", 21, "zostało 21 dni", "za 21 dni")]
    [InlineData("uk", 0, "це останній день", "сьогодні")]
    [InlineData("uk", 1, "залишився 1 день", "завтра")]
    [InlineData("uk", 2, "залишилося 2 дні", "через 2 дні")]
    [InlineData("uk", 5, "залишилося 5 днів", "через 5 днів")]
    [InlineData("uk", 11, "залишилося 11 днів", "через 11 днів")]
    [InlineData("uk", 12, "залишилося 12 днів", "через 12 днів")]
    [InlineData("uk", 21, "залишився 21 день", "через 21 день")]
    [InlineData("uk", 22, "залишилося 22 дні", "через 22 дні")]
    [InlineData("uk", 111, "залишилося 111 днів", "через 111 днів")]
    public void Days_are_counted_as_each_language_counts(string language, int days, string left, string relative)
    {
        var words = In(language);

        Assert.Equal((left, relative), (words.DaysLeft(days), words.Relative(days)));
    }

    [Theory]
    [InlineData("en", "31 May 2023 (Wednesday), 9:05", "by 31 May 2023 (Wednesday), 9:05", "Apply by 31 May 2023 (Wednesday), 9:05")]
    [InlineData("pl", "31 maja 2023 r. (środa), godz.\u00A09:05", "do 31 maja 2023 r. (środa), godz.\u00A09:05", "Wnioski do 31 maja 2023 r. (środa), godz.\u00A09:05")]
    [InlineData("uk", "31 травня 2023 р. (середа), 9:05", "до 31 травня 2023 р. (середа), 9:05", "Заявки до 31 травня 2023 р. (середа), 9:05")]
    public void A_deadline_reads_as_people_of_each_language_write_it(string language, string moment, string until, string deadline)
    {
        var (words, closes) = (In(language), Some.Moment("2023-05-31T09:05"));

        Assert.Equal((moment, until, deadline), (words.Moment(closes), words.Until(closes), words.Deadline(closes)));
    }

    [Theory]
    [InlineData("en", "Apply by 31 May 2023 (Wednesday), 24:00")]
    [InlineData("pl", "Wnioski do 31 maja 2023 r. (środa), godz.\u00A024:00")]
    [InlineData("uk", "Заявки до 31 травня 2023 р. (середа), 24:00")]
    public void A_deadline_at_midnight_is_said_as_the_end_of_its_last_day(string language, string deadline) =>
        Assert.Equal(deadline, In(language).Deadline(Some.Moment("2023-06-01T00:00")));

    [Theory]
    [InlineData("2023-05-06T12:00", "2023-05-07T00:00", "6 maja 2023 r. (sobota), godz.\u00A012:00–24:00")]
    [InlineData("2023-05-06T00:00", "2023-05-07T00:00", "6 maja 2023 r. (sobota), godz.\u00A00:00–24:00")]
    [InlineData("2023-05-06", "2023-05-07T00:00", "6 maja 2023 r. (sobota)")]
    [InlineData("2023-05-06T18:00", "2023-05-08T00:00", "6 maja 2023 r. (sobota), godz.\u00A018:00 – 7 maja 2023 r. (niedziela), godz.\u00A024:00")]
    [InlineData("2023-05-06T00:00", null, "6 maja 2023 r. (sobota), godz.\u00A00:00")]
    public void An_event_that_ends_at_midnight_ends_with_its_last_day(string from, string? to, string words) =>
        Assert.Equal(words, Polish.Range(Some.Moment(from), to is null ? null : Some.Moment(to)));

    [Theory]
    [InlineData("en", "PLN\u00A01,200,000", "PLN\u00A01,200,000.50", "PLN\u00A0999")]
    [InlineData("pl", "1\u00A0200\u00A0000 zł", "1\u00A0200\u00A0000,50 zł", "999 zł")]
    [InlineData("uk", "1\u00A0200\u00A0000\u00A0PLN", "1\u00A0200\u00A0000,50\u00A0PLN", "999\u00A0PLN")]
    public void Money_has_the_separators_of_each_language(string language, string whole, string parts, string small) =>
        Assert.Equal((whole, parts, small), (In(language).Money(1_200_000), In(language).Money(1_200_000.5m), In(language).Money(999)));

    [Theory]
    [InlineData("en", 0, "Your choice: events; the whole city.")]
    [InlineData("en", 1, "Your choice: events; the a district.")]
    [InlineData("en", 2, "Your choice: events; the districts a, a.")]
    [InlineData("pl", 1, "Twój wybór: wydarzenia; dzielnica a.")]
    [InlineData("pl", 2, "Twój wybór: wydarzenia; dzielnice a, a.")]
    [InlineData("uk", 1, "Ваш вибір: події; район a.")]
    [InlineData("uk", 2, "Ваш вибір: події; райони a, a.")]
    public void A_choice_of_districts_reads_as_one_or_several(string language, int count, string words) =>
        Assert.Equal(words, Rendered.Renderer.Chosen(language, [Publisher.Content.ItemKind.Event], [.. Enumerable.Repeat("a", count)], []));

    [Fact]
    public void Twenty_one_districts_are_several_in_a_language_that_counts_them_like_one() =>
        Assert.Contains("райони a, a", Rendered.Renderer.Chosen("uk", [], [.. Enumerable.Repeat("a", 21)], []), StringComparison.Ordinal);

    [Theory]
    [InlineData("en", "Your choice: events; the whole city; topics: sport, zdrowie.")]
    [InlineData("pl", "Twój wybór: wydarzenia; całe miasto; tematy: sport, zdrowie.")]
    [InlineData("uk", "Ваш вибір: події; усе місто; теми: sport, zdrowie.")]
    public void Chosen_topics_are_said(string language, string words) =>
        Assert.Equal(words, Rendered.Renderer.Chosen(language, [Publisher.Content.ItemKind.Event], [], ["sport", "zdrowie"]));

    [Theory]
    [InlineData("2023-05-05T00:00", 2)]
    [InlineData("2023-05-05T00:01", 3)]
    [InlineData("2023-05-05", 3)]
    [InlineData("2023-05-03T00:00", 0)]
    public void A_deadline_at_midnight_ends_the_day_before(string closes, int days) => Assert.Equal(days, Polish.DaysToEnd(Some.Moment(closes), Rendered.AsOf));

    [Fact]
    public void A_range_has_two_ends_where_they_differ()
    {
        Assert.Equal("9 maja 2023 r. (wtorek) – 10 maja 2023 r. (środa)", Polish.Range(Some.Moment("2023-05-09"), Some.Moment("2023-05-10")));
        Assert.Equal("9 maja 2023 r. (wtorek)", Polish.Range(Some.Moment("2023-05-09"), Some.Moment("2023-05-09")));
        Assert.Equal("9 maja 2023 r. (wtorek)", Polish.Range(Some.Moment("2023-05-09"), null));
        Assert.Equal("9 maja 2023 r. (wtorek), godz.\u00A09:05 – 10 maja 2023 r. (środa), godz.\u00A015:00", Polish.Range(Some.Moment("2023-05-09T09:05"), Some.Moment("2023-05-10T15:00")));
    }

    [Theory]
    [InlineData("en", "9 May 2023 (Tuesday), 9:05–15:00")]
    [InlineData("pl", "9 maja 2023 r. (wtorek), godz.\u00A09:05–15:00")]
    [InlineData("uk", "9 травня 2023 р. (вівторок), 9:05–15:00")]
    public void A_range_within_a_day_says_the_day_once(string language, string words)
    {
        Assert.Equal(words, In(language).Range(Some.Moment("2023-05-09T09:05"), Some.Moment("2023-05-09T15:00")));
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
        // The console has words of its own.
        Assert.All(asked, each => Assert.NotEqual("", (each.file.Contains("/staff/", StringComparison.Ordinal) ? TestProduct.Templates.TextsFor("pl") : TestProduct.Templates.StringsFor("pl"))[each.key]));
    }

    [Fact]
    public void Wrapping_keeps_every_word_and_no_line_too_long() => Chance.Times(500, random =>
    {
        var words = Enumerable.Range(0, random.Next(60)).Select(_ => new string('w', random.Next(10) == 0 ? random.Next(70, 120) : random.Next(1, 12))).ToList();

        var lines = TextWrap.Wrap(string.Join(' ', words)).Split('\n');

        Assert.Equal(words, lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.All(lines, line => Assert.True(line.Length <= TextWrap.Width || !line.Contains(' ', StringComparison.Ordinal)));
    });

    private static Words In(string language) => new(TestProduct.Templates.StringsFor(language), Some.Zone);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "templates");

    private static IEnumerable<string> Keys(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(member => $"{member.Name}:{member.Value.ValueKind}").Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("""[{(]t "([^"]+)"[)}]""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Asked();
}
