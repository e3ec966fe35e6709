using System.Runtime.CompilerServices;
using Publisher.Content;
using Publisher.Mail.Mime;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

public sealed class CalendarTextTests
{
    internal static readonly Instant Stamp = Instant.FromUtc(2026, 3, 2, 6, 0);

    internal static readonly CalendarText Calendar = new(Some.Zone, new Mailbox("biuletyn@example.org", "LGD „Dla Miasta Torunia”"), TestProduct.Templates.StringsFor("pl"));

    public static TheoryData<string> Golden => [.. Sample.Keys];

    private static Dictionary<string, Item> Sample { get; } = new(StringComparer.Ordinal)
    {
        ["call"] = new Call
        {
            Id = "pilotaze-2026",
            Title = "Trzeci nabór w 2026 r.: pilotaże; usługi, sąsiedztwo i zieleń w mieście",
            Summary = "Organizacje z Torunia mogą zgłaszać pomysły.\nKto może? Stowarzyszenia, fundacje; grupy nieformalne \\ sąsiedzkie.",
            Closes = Some.Moment("2026-03-29T15:00"),
        },
        ["call-of-a-day"] = Some.Call("tylko-dzien", "2026-05-31"),
        ["event-with-hours"] = new Event
        {
            Id = "spotkanie",
            Title = "Spotkanie sieciujące",
            Summary = "Poznaj program i ludzi.",
            Starts = Some.Moment("2026-10-24T18:00"),
            Ends = Some.Moment("2026-10-25T09:30"),
            Venue = "kawiarnia społeczna PERS",
            Address = "ul. Wymyślona 1, Toruń",
        },
        ["event-of-days"] = new Event
        {
            Id = "dni-sasiadow",
            Title = "Dni Sąsiadów",
            Summary = "Trzy dni na podwórkach.",
            Starts = Some.Moment("2026-05-29"),
            Ends = Some.Moment("2026-05-31"),
            Online = "transmisja na Facebooku",
        },
        ["withdrawn"] = Some.Call("odwolany", "2026-05-31T15:00") with { Status = ItemStatus.Withdrawn },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void An_item_reads_in_a_calendar_as_it_was_agreed(string name)
    {
        var item = Sample[name];
        var method = item.Status == ItemStatus.Withdrawn ? CalendarText.Cancel : CalendarText.Publish;

        Compare($"calendar.{name}.ics", Calendar.Begin([item], method) + Calendar.Entry(item, 2, Stamp, "https://news.example.org/archive") + CalendarText.End);
    }

    [Theory]
    [InlineData("2026-05-31", null, "20260531", "20260601")]
    [InlineData("2026-05-29", "2026-05-31", "20260529", "20260601")]
    [InlineData("2026-05-29", "2026-05-31T12:00", "20260529", "20260601")]
    [InlineData("2026-05-29", "2026-05-31T00:00", "20260529", "20260531")]
    [InlineData("2026-05-29T10:00", null, "20260529T100000", null)]
    [InlineData("2026-05-29T10:00", "2026-05-29", "20260529T100000", null)]
    [InlineData("2026-05-29T10:00", "2026-05-31", "20260529T100000", "20260601T000000")]
    [InlineData("2026-05-29T10:00", "2026-05-29T12:30", "20260529T100000", "20260529T123000")]
    [InlineData("2026-03-29T02:30", "2026-03-29T04:00", "20260329T033000", "20260329T040000")]
    [InlineData("2026-05-29T10:00", "2026-05-29T09:00", "20260529T100000", null)]
    public void Start_and_end_are_both_days_or_both_hours_and_nothing_is_made_up(string starts, string? ends, string start, string? end)
    {
        var entry = Lines(Calendar.Entry(Some.Event("event", starts) with { Ends = ends is null ? null : Some.Moment(ends) }, 1, Stamp, ""));

        Assert.Equal(start, ValueOf(entry, "DTSTART"));
        Assert.Equal(end, ValueOf(entry, "DTEND"));
    }

    [Fact]
    public void A_deadline_at_midnight_stands_on_the_last_day_and_reminds_on_the_morning_before()
    {
        var entry = Lines(Calendar.Entry(Some.Call("call", "2026-06-01T00:00"), 1, Stamp, ""));

        Assert.Equal(("20260531", "20260601", "-PT15H"), (ValueOf(entry, "DTSTART"), ValueOf(entry, "DTEND"), ValueOf(entry, "TRIGGER")));
    }

    [Fact]
    public void What_has_no_date_has_no_entry_and_needs_no_time_zone()
    {
        Assert.Equal("", Calendar.Entry(Some.News("news"), 1, Stamp, "https://news.example.org/archive"));
        Assert.Equal("", Calendar.Entry(Some.Call("open-end"), 1, Stamp, "https://news.example.org/archive"));
        Assert.False(CalendarText.HasDate(Some.News("news")));
        Assert.True(CalendarText.HasDate(Some.Event("day", "2026-05-29")));
        Assert.DoesNotContain("VTIMEZONE", Calendar.Begin([Some.News("news"), Some.Event("day", "2026-05-29")], CalendarText.Publish), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_is_in_the_words_of_the_translation_and_says_so_where_there_is_one()
    {
        var item = Some.Event("event", "2026-05-29") with { Language = "en", Translations = [new ItemText("pl", "Tytuł", "Opis.", "")] };

        Assert.Contains("SUMMARY;LANGUAGE=pl:Tytuł\r\nDESCRIPTION;LANGUAGE=pl:Opis.\r\n", Calendar.Entry(item, 1, Stamp, ""), StringComparison.Ordinal);
        Assert.Contains("SUMMARY;LANGUAGE=en:Event event\r\n", Calendar.Entry(item with { Translations = [] }, 1, Stamp, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_item_is_the_same_entry_in_every_version()
    {
        var entries = ((int[])[1, 2, 7]).Select(version => Lines(Calendar.Entry(Some.Call("call", "2026-05-31"), version, Stamp, ""))).ToList();

        Assert.All(entries, entry => Assert.Equal("call-call@example.org", ValueOf(entry, "UID")));
        Assert.Equal(["0", "1", "6"], entries.Select(entry => ValueOf(entry, "SEQUENCE")));
    }

    internal static string[] Lines(string text) => text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");

    /// <summary>The first line of a property, whatever its parameters; null where there is none.</summary>
    internal static string? ValueOf(string[] lines, string property) =>
        lines.FirstOrDefault(line => line.StartsWith(property + ":", StringComparison.Ordinal) || line.StartsWith(property + ";", StringComparison.Ordinal)) is { } found
            ? found[(found.IndexOf(':', StringComparison.Ordinal) + 1)..]
            : null;

    private static void Compare(string name, string text, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        // In the checkout with the checkout's line ends.
        Assert.DoesNotContain("\n", text.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }
}
