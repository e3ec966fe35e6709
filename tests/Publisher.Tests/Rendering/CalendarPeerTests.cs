using System.Text;
using System.Text.Json;
using Publisher.Content;
using Publisher.Mail.Mime;
using Publisher.Mail.Tests;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>Calendars as an independent reader understands them: Python's icalendar (Debian package python3-icalendar).</summary>
public sealed class CalendarPeerTests
{
    /// <summary>Reads the file under its own time zone, not under one that the reader knows by its name: hours come out as the file's VTIMEZONE has them.</summary>
    private const string Reader = """
        import datetime, json, sys
        import icalendar
        def plain(value):
            if isinstance(value, datetime.datetime):
                return value.astimezone(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
            return value.isoformat()
        data = sys.stdin.buffer.read().decode('utf-8')
        calendar = icalendar.Calendar.from_ical(data.replace(sys.argv[1], 'Nowhere/Known'))
        out = []
        for event in calendar.walk('VEVENT'):
            if event.errors: raise ValueError(event.errors)
            out.append({
                'uid': str(event['UID']), 'summary': str(event['SUMMARY']), 'description': str(event['DESCRIPTION']),
                'start': plain(event['DTSTART'].dt), 'end': plain(event['DTEND'].dt) if 'DTEND' in event else '',
                'status': str(event['STATUS']), 'language': str(event['SUMMARY'].params.get('LANGUAGE', '')),
                'organizer': str(event['ORGANIZER'].params['CN']),
                'alarms': [str(alarm['TRIGGER'].dt) for alarm in event.walk('VALARM')]})
        print(json.dumps({'method': str(calendar['METHOD']), 'entries': out}))
        """;

    [SkippableFact]
    public async Task Another_reader_finds_the_items_their_texts_and_their_reminders()
    {
        var call = Some.Call("call", "2026-05-31T15:00") with { Title = "Nabór; \"pilotaże\", zieleń \\ sąsiedztwo: część 1", Summary = "Pierwszy wiersz.\nDrugi, dłuższy wiersz; " + new string('ż', 200) };
        var days = Some.Event("days", "2026-05-29") with { Ends = Some.Moment("2026-05-31") };

        var read = await ReadAsync("Europe/Warsaw", [call, Some.Call("day", "2026-06-30"), days]);

        var entries = read.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal("PUBLISH", read.GetProperty("method").GetString());
        Assert.Equal(["call-call@example.org", "call-day@example.org", "event-days@example.org"], entries.Select(entry => Text(entry, "uid")));
        Assert.Equal("Termin składania wniosków: " + call.Title, Text(entries[0], "summary"));
        Assert.Equal(call.Summary + "\n\nWięcej informacji: https://news.example.org/archive", Text(entries[0], "description"));
        Assert.Equal(("2026-05-31T13:00:00Z", ""), Times(entries[0]));
        Assert.Equal(("2026-06-30", "2026-07-01"), Times(entries[1]));
        Assert.Equal(("2026-05-29", "2026-06-01"), Times(entries[2]));
        Assert.All(entries, entry => Assert.Equal(("CONFIRMED", "pl", "LGD „Dla Miasta Torunia”"), (Text(entry, "status"), Text(entry, "language"), Text(entry, "organizer"))));
        Assert.Equal(["-1 day, 0:00:00"], entries[0].GetProperty("alarms").EnumerateArray().Select(alarm => alarm.GetString()));
        Assert.Equal(["-1 day, 9:00:00"], entries[1].GetProperty("alarms").EnumerateArray().Select(alarm => alarm.GetString()));
        Assert.Empty(entries[2].GetProperty("alarms").EnumerateArray());
    }

    [SkippableTheory]
    [InlineData("Europe/Warsaw")]
    [InlineData("Europe/London")]
    [InlineData("Europe/Kyiv")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("UTC")]
    public async Task Hours_around_every_change_of_the_clock_are_the_same_instants_to_another_reader(string name)
    {
        var zone = DateTimeZoneProviders.Tzdb[name];
        var items = (from year in (int[])[2025, 2026, 2031]
                     from day in (string[])["01-01", "02-28", "03-07", "03-08", "03-09", "03-28", "03-29", "03-30", "07-15", "10-24", "10-25", "10-26", "11-01", "12-31"]
                     from hour in (string[])["00:00", "01:30", "02:30", "03:30", "12:00"]
                     let starts = Some.Moment($"{year}-{day}T{hour}")
                     // Of an hour that comes twice the first is meant; this reader takes the second.
                     where zone.MapLocal(starts.Date + starts.Time!.Value).Count < 2
                     select Some.Event($"e{year}-{day}-{hour.Replace(':', '-')}", starts.ToString())).ToList<Event>();

        var read = await ReadAsync(name, items);

        Assert.Equal(
            items.Select(item => item.Starts.Begins(zone).ToString()),
            read.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "start")));
    }

    [SkippableTheory]
    [InlineData("1944-01-15T12:00", "1946-07-15T12:00")]
    [InlineData("1957-01-15T12:00", "1965-07-15T12:00")]
    [InlineData("1987-07-15T12:00", "1997-10-15T12:00")]
    public async Task Where_the_rules_changed_from_year_to_year_each_year_has_its_own(string first, string last)
    {
        var (from, to) = (Some.Moment(first).Date, Some.Moment(last).Date);
        var items = new List<Item>();
        for (var day = from; day <= to; day = day.PlusDays(23)) items.Add(Some.Event($"e{items.Count}", $"{day:uuuu-MM-dd}T12:00"));

        var read = await ReadAsync("Europe/Warsaw", items);

        Assert.Equal(
            items.OfType<Event>().Select(item => item.Starts.Begins(Some.Zone).ToString()),
            read.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "start")));
    }

    private static async Task<JsonElement> ReadAsync(string zone, IReadOnlyList<Item> items)
    {
        var calendar = new CalendarText(DateTimeZoneProviders.Tzdb[zone], new Mailbox("biuletyn@example.org", "LGD „Dla Miasta Torunia”"), TestProduct.Templates.StringsFor("pl"));
        var text = calendar.Begin(items, CalendarText.Publish)
            + string.Concat(items.Select(item => calendar.Entry(item, 1, CalendarTextTests.Stamp, "https://news.example.org/archive")))
            + CalendarText.End;
        using var read = JsonDocument.Parse(await Python.RunAsync(Reader, Encoding.UTF8.GetBytes(text), "icalendar", zone));
        return read.RootElement.Clone();
    }

    private static (string Start, string End) Times(JsonElement entry) => (Text(entry, "start"), Text(entry, "end"));

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;
}
