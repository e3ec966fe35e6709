using System.Globalization;
using NodaTime;
using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>Days, hours and money as people of one language read them.</summary>
public sealed class Words(Strings strings, DateTimeZone zone)
{
    private const char NoBreak = '\u00A0';

    public string Date(LocalDate date) => strings.Fill(
        "date",
        ("day", Number(date.Day)),
        ("month", strings.List("months")[date.Month - 1]),
        ("year", Number(date.Year)),
        ("weekday", strings.List("days")[(int)date.DayOfWeek - 1]));

    public string Moment(Moment moment) => moment.Time is { } time
        ? $"{Date(moment.Date)}, {strings.Fill("hour", ("hour", Number(time.Hour)), ("minute", time.Minute.ToString("00", CultureInfo.InvariantCulture)))}"
        : Date(moment.Date);

    public string Range(Moment from, Moment? to) =>
        to is not { } end || end == from ? Moment(from) : strings.Fill("range", ("from", Moment(from)), ("to", Moment(end)));

    /// <summary>A deadline and how long there is: "do 31 maja 2023 r. (środa), godz. 15:00 – zostało 29 dni".</summary>
    public string Deadline(Moment closes, Instant now)
    {
        var days = Period.DaysBetween(now.InZone(zone).Date, closes.Date);
        return $"{Until(closes)} – {strings.Count("daysLeft", days)}";
    }

    /// <summary>A deadline alone, for what is read on any day.</summary>
    public string Until(Moment closes) => strings.Fill("until", ("date", Moment(closes)));

    /// <summary>Whole złoty where there are no grosze: "1 200 000 zł".</summary>
    public string Money(decimal amount)
    {
        var format = decimal.IsInteger(amount) ? "#,0" : "#,0.00";
        return strings.Fill("money", ("amount", amount.ToString(format, CultureInfo.InvariantCulture).Replace(',', NoBreak).Replace('.', ',')));
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
