using System.Globalization;
using NodaTime;
using Publisher.Content;
using Publisher.Mail.Mime;

namespace Publisher.Rendering;

/// <summary>
/// Items as entries of a reader's calendar (RFC 5545), in the words of one language and in pieces, so that a mail can hold the entries of
/// just the items that its reader gets: <see cref="Begin"/>, any of <see cref="Entry"/>, <see cref="End"/>.
/// </summary>
/// <param name="organiser">Who announces; the domain of its address stands in every entry's name, for ever.</param>
public sealed class CalendarText(DateTimeZone zone, Mailbox organiser, Strings strings)
{
    /// <summary>Entries to be added (RFC 5546 §3.2.1).</summary>
    public const string Publish = "PUBLISH";

    /// <summary>Entries to be taken out again (RFC 5546 §3.2.5).</summary>
    public const string Cancel = "CANCEL";

    public const string End = "END:VCALENDAR\r\n";

    /// <summary>The deadline's reminder: as many hours earlier by the clock.</summary>
    private const string DayBefore = "-P1D";

    /// <summary>Of a deadline without an hour, which begins at midnight: nine o'clock on the day before.</summary>
    private const string MorningBefore = "-PT15H";

    private string Domain => organiser.Address[(organiser.Address.LastIndexOf('@') + 1)..];

    /// <summary>Whether an item can stand in a calendar at all.</summary>
    public static bool HasDate(Item item) => DatesOf(item) is not null;

    /// <summary>All that comes before the entries, the time zone of their hours included.</summary>
    /// <param name="items">All that may follow.</param>
    /// <param name="method"><see cref="Publish"/> or <see cref="Cancel"/>.</param>
    public string Begin(IEnumerable<Item> items, string method) => Begin(items, method, new CalendarLines());

    /// <param name="about">What is said of the calendar as a whole.</param>
    internal string Begin(IEnumerable<Item> items, string method, CalendarLines about)
    {
        var lines = new CalendarLines();
        lines.Add("BEGIN", "VCALENDAR");
        lines.Add("VERSION", "2.0");
        lines.Add("PRODID", "-//Publisher//Publisher//EN");
        lines.Add("CALSCALE", "GREGORIAN");
        lines.Add("METHOD", method);
        var years = items.SelectMany(Hours).Select(hour => hour.Year).ToList();
        var zones = new CalendarLines();
        if (years.Count > 0) CalendarZone.Write(zones, zone, years.Min(), years.Max());
        return $"{lines}{about}{zones}";
    }

    /// <summary>An item's entry; empty where the item has no date. The same item is the same entry for ever, and a later version replaces it.</summary>
    /// <param name="version">Of the item, from 1.</param>
    /// <param name="stamp">When this text of it came to be.</param>
    /// <param name="url">Where there is more to read; empty for nowhere.</param>
    public string Entry(Item item, int version, Instant stamp, string url)
    {
        if (DatesOf(item) is not { } dates) return "";
        var (text, cancelled) = (item.TextIn(strings.Language), item.Status == ItemStatus.Withdrawn);
        var lines = new CalendarLines();
        lines.Add("BEGIN", "VEVENT");
        lines.Add("UID", $"{item.Kind.Key()}-{item.Id}@{Domain}");
        lines.Add("DTSTAMP", CalendarLines.Utc(stamp));
        lines.Add("SEQUENCE", (version - 1).ToString(CultureInfo.InvariantCulture));
        lines.Add("STATUS", cancelled ? "CANCELLED" : "CONFIRMED");
        AddDates(lines, dates);
        var title = item is Call ? strings.Fill("calendarDeadline", ("title", text.Title)) : text.Title;
        // A deadline's first words are ours, an event's the item's.
        var summary = $"LANGUAGE={(item is Call ? strings.Language : text.Language)}";
        lines.AddText($"SUMMARY;{summary}", title);
        AddDescription(lines, text, url);
        if (item is Event @event && Where(@event) is { Length: > 0 } place) lines.AddText("LOCATION", place);
        // RFC 5546 §3.2: both methods need somebody who organises.
        lines.Add($"ORGANIZER;CN={CalendarLines.Quote(organiser.Name ?? organiser.Address)}", MailAddress());
        // Neither a deadline nor a day of which no hour is known takes up anybody's time.
        lines.Add("TRANSP", item is Call || dates.Start.Time is null ? "TRANSPARENT" : "OPAQUE");
        if (item is Call && !cancelled) AddAlarm(lines, dates.Start.Time is null ? MorningBefore : DayBefore, summary, title);
        lines.Add("END", "VEVENT");
        return lines.ToString();
    }

    private static (Moment Start, Moment? End)? DatesOf(Item item) => item switch
    {
        // One at midnight would stand on the day after it, and by then it is too late.
        Call { Closes: { } closes } => (closes.EndsDay ? new Moment(closes.LastDay) : closes, null),
        Event { Starts.IsNone: false } @event => (@event.Starts, @event.Ends),
        _ => null,
    };

    private IEnumerable<LocalDateTime> Hours(Item item)
    {
        if (DatesOf(item) is not { Start.Time: not null } dates) yield break;
        yield return Begins(dates.Start);
        if (HourOfEnd(dates.Start, dates.End) is { } end) yield return end;
    }

    /// <summary>Start and end are of one type, and the end comes after the start (RFC 5545 §3.8.2.2): where no end can be said, none is.</summary>
    private void AddDates(CalendarLines lines, (Moment Start, Moment? End) dates)
    {
        var (start, end) = dates;
        if (start.Time is null)
        {
            lines.Add("DTSTART;VALUE=DATE", CalendarLines.Date(start.Date));
            lines.Add("DTEND;VALUE=DATE", CalendarLines.Date(DayAfter(start, end)));
            return;
        }

        lines.Add($"DTSTART;TZID={zone.Id}", CalendarLines.Hour(Begins(start)));
        if (HourOfEnd(start, end) is { } hour) lines.Add($"DTEND;TZID={zone.Id}", CalendarLines.Hour(hour));
    }

    private static LocalDate DayAfter(Moment start, Moment? end)
    {
        var after = end switch
        {
            null => start.Date,
            // An end at midnight is the end of the day before.
            { Time: { } time, Date: var date } when time == LocalTime.Midnight => date,
            { Date: var date } => date.PlusDays(1),
        };
        return LocalDate.Max(after, start.Date.PlusDays(1));
    }

    /// <summary>Null where it is not known: on the day it starts an event may end at any hour, on a later one the day's end says enough.</summary>
    private LocalDateTime? HourOfEnd(Moment start, Moment? end) => end switch
    {
        { Time: null, Date: var date } when date > start.Date => date.PlusDays(1).AtMidnight(),
        { Time: not null } hour when hour.Begins(zone) > start.Begins(zone) => Begins(hour),
        _ => null,
    };

    /// <summary>On the clock; an hour that the clock leaves out in spring is the one that readers' calendars would otherwise have to guess.</summary>
    private LocalDateTime Begins(Moment moment) => moment.Begins(zone).InZone(zone).LocalDateTime;

    private void AddDescription(CalendarLines lines, ItemText text, string url)
    {
        url = Markers.Clean(url);
        var more = WebAddress.IsValid(url) ? strings.Fill("calendarMore", ("url", url)) : "";
        var description = string.Join("\n\n", ((string[])[text.Summary, more]).Where(part => part.Length > 0));
        if (description.Length > 0) lines.AddText($"DESCRIPTION;LANGUAGE={text.Language}", description);
        if (more.Length > 0) lines.Add("URL", new Uri(url).AbsoluteUri);
    }

    private static string Where(Event item)
    {
        var place = string.Join(", ", ((string[])[item.Venue, item.Address]).Where(part => part.Length > 0));
        return place.Length > 0 ? place : item.Online;
    }

    private static void AddAlarm(CalendarLines lines, string before, string language, string title)
    {
        lines.Add("BEGIN", "VALARM");
        lines.Add("ACTION", "DISPLAY");
        lines.Add("TRIGGER", before);
        lines.AddText($"DESCRIPTION;{language}", title);
        lines.Add("END", "VALARM");
    }

    /// <summary>RFC 6068 §2: whatever an address holds, nothing of it is read as a header field.</summary>
    private string MailAddress() => $"mailto:{Uri.EscapeDataString(organiser.Address[..organiser.Address.LastIndexOf('@')])}@{Domain}";
}
