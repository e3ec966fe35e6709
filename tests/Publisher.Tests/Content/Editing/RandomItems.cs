using Publisher.Content;

namespace Publisher.Tests.Content.Editing;

/// <summary>Items that are right, with anything in them that a person may write.</summary>
internal static class RandomItems
{
    private static readonly string[] Words =
        ["nabór", "Łódź", "„cytat”", "<b>", "&amp;", "'", "\"", "😀", "#", "=1+1", "Київ", "a|b", "{{x}}", "100%", "\u00A0", "—", "\\", "/../", "[0]", "1 250,50"];

    public static IReadOnlyList<string> Districts { get; } = ["rubinkowo", "stare-miasto", "grebocin-nad-struga"];

    public static Item Of(Random random)
    {
        Item item = random.Next(3) switch
        {
            0 => new Call
            {
                Id = "",
                Title = "",
                Summary = "",
                Number = Line(random),
                Priority = Line(random),
                ProjectTypes = List(random, Line),
                WhoMayApply = Text(random),
                Budget = random.Next(2) == 0 ? null : new decimal(random.Next(1, int.MaxValue), 0, 0, isNegative: false, (byte)random.Next(3)),
                Opens = random.Next(2) == 0 ? null : Moment(random, 2010),
                Closes = random.Next(2) == 0 ? null : Moment(random, 2020),
                Contact = Line(random),
                Results = random.Next(2) == 0 ? null : new CallResults(Text(random, least: 1), Url(random)),
            },
            1 => new Event
            {
                Id = "",
                Title = "",
                Summary = "",
                Starts = random.Next(4) == 0 ? default : Moment(random, 2010),
                Ends = random.Next(2) == 0 ? null : Moment(random, 2020),
                Venue = Line(random),
                Address = Line(random),
                Online = Line(random),
                OnlineUrl = Url(random),
                Organisers = List(random, Line),
                Registration = Url(random),
                PhotoReport = Url(random),
                MediaCoverage = List(random, Link),
            },
            _ => new News { Id = "", Title = "", Summary = "", Project = Line(random), FundingSource = Line(random) },
        };
        return item with
        {
            Id = $"item-{random.Next(1000)}",
            Title = Line(random, least: 1),
            Summary = Text(random),
            Body = Text(random),
            Programme = Line(random),
            Image = random.Next(2) == 0 ? null : new ItemImage($"https://example.org/{random.Next()}.png", Line(random)),
            Links = List(random, Link),
            Districts = [.. Districts.Where(_ => random.Next(2) == 0)],
            Topics = List(random, _ => $"temat {random.Next(100)}"),
            Language = random.Of("pl", "en", "uk"),
            Translations = [.. ((string[])["de", "cs"]).Where(_ => random.Next(2) == 0).Select(language => new ItemText(language, Line(random, least: 1), Text(random), Text(random)))],
            Status = ItemStatus.Draft,
            Note = Line(random),
        };
    }

    private static string Line(Random random) => Line(random, 0);

    private static string Line(Random random, int least) => string.Join(' ', Enumerable.Range(0, random.Next(least, 5)).Select(_ => random.Of<string>(Words))).Trim() is { Length: > 0 } line
        ? line
        : least > 0 ? "x" : "";

    private static string Text(Random random, int least = 0) => string.Join(random.Of("\n", "\n\n"), Enumerable.Range(0, random.Next(least, 4)).Select(_ => Line(random, 1)));

    private static string Url(Random random) => random.Next(2) == 0 ? "" : $"https://example.org/{random.Next()}?a=b&c=ż#d";

    private static ItemLink Link(Random random) => new($"https://example.org/{random.Next()}", Line(random));

    private static Moment Moment(Random random, int year)
    {
        var date = new LocalDate(year, 1, 1).PlusDays(random.Next(3000));
        // By day: at night the clock may leave an hour out.
        return new Moment(date, random.Next(2) == 0 ? null : new LocalTime(random.Next(6, 24), random.Next(60)));
    }

    private static IReadOnlyList<T> List<T>(Random random, Func<Random, T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make(random)).Where(each => each is not "")];
}
