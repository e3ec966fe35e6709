using NodaTime.Text;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>Days are the calendar's in Warsaw, where one of them has 23 hours and one 25.</summary>
public sealed class ClockChangeTests
{
    [Theory]
    // Made on Friday evening in winter time; the clock goes on at 2:00 on Sunday.
    [InlineData("2026-03-27T18:00", "2026-03-29T00:30", "pl", "Nabór kończy się za 2 dni i 1 wydarzenie", "Zostały 2 dni", "Jutro")]
    [InlineData("2026-03-27T18:00", "2026-03-29T00:30", "en", "1 call closing in 2 days and 1 event", "2 days left", "Tomorrow")]
    [InlineData("2026-03-27T18:00", "2026-03-29T00:30", "uk", "1 конкурс добігає кінця (найближчий термін — через 2 дні) і 1 подія", "Залишилося 2 дні", "Завтра")]
    [InlineData("2026-03-27T18:00", "2026-03-30T00:30", "pl", "Nabór kończy się jutro i 1 wydarzenie", "Został 1 dzień", "Dziś")]
    [InlineData("2026-03-27T18:00", "2026-03-30T00:30", "en", "1 call closing tomorrow and 1 event", "1 day left", "Today")]
    [InlineData("2026-03-27T18:00", "2026-03-30T00:30", "uk", "1 конкурс добігає кінця (найближчий термін — завтра) і 1 подія", "Залишився 1 день", "Сьогодні")]
    // Half an hour into a day that winter time would still call the day before.
    [InlineData("2026-03-30T00:30", "2026-03-30T23:30", "pl", "Nabór kończy się jutro i 1 wydarzenie", "Został 1 dzień", "Dziś")]
    // Made on Friday evening in summer time; the clock goes back at 3:00 on Sunday.
    [InlineData("2026-10-23T18:00", "2026-10-25T00:30", "pl", "Nabór kończy się za 2 dni i 1 wydarzenie", "Zostały 2 dni", "Jutro")]
    [InlineData("2026-10-23T18:00", "2026-10-26T00:30", "pl", "Nabór kończy się jutro i 1 wydarzenie", "Został 1 dzień", "Dziś")]
    [InlineData("2026-10-23T18:00", "2026-10-26T00:30", "en", "1 call closing tomorrow and 1 event", "1 day left", "Today")]
    [InlineData("2026-10-23T18:00", "2026-10-26T00:30", "uk", "1 конкурс добігає кінця (найближчий термін — завтра) і 1 подія", "Залишився 1 день", "Сьогодні")]
    [InlineData("2026-10-25T00:30", "2026-10-25T23:30", "pl", "Nabór kończy się za 2 dni i 1 wydarzenie", "Zostały 2 dni", "Jutro")]
    public void An_edition_that_crosses_a_change_of_the_clock_counts_the_days_of_the_calendar(string made, string sent, string language, string subject, string call, string @event)
    {
        var spring = made.StartsWith("2026-03", StringComparison.Ordinal);
        IReadOnlyList<DigestEntry> entries =
        [
            new(Some.Call("a", spring ? "2026-03-31T15:00" : "2026-10-27T15:00"), Section.Closing),
            new(Some.Event("b", spring ? "2026-03-30T10:00" : "2026-10-26T10:00"), Section.EventsSoon),
        ];

        var mail = Rendered.Compile(entries, language, asOf: Warsaw(made)).Write(Some.Subscriber("jan@example.org") with { Language = language }, Warsaw(sent));

        Assert.Equal(subject, mail.Message.Subject);
        Assert.Contains($"\r\n{call}\r\n", mail.Message.Text, StringComparison.Ordinal);
        Assert.Contains($"\r\n{@event}\r\n", mail.Message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-03-29T00:30", "+0100")]
    [InlineData("2026-03-30T00:30", "+0200")]
    [InlineData("2026-10-25T00:30", "+0200")]
    [InlineData("2026-10-26T00:30", "+0100")]
    public void A_mail_is_dated_by_the_clock_of_its_day(string sent, string offset)
    {
        var mail = Rendered.Compile([new DigestEntry(Some.News("a"), Section.News)], "pl", asOf: Warsaw(sent) - Duration.FromDays(2)).Write(Some.Subscriber("jan@example.org"), Warsaw(sent));

        Assert.Matches($@"(?m)^Date: .* 00:30:00 \{offset}", mail.Header);
    }

    private static Instant Warsaw(string local) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value.InZoneStrictly(Some.Zone).ToInstant();
}
