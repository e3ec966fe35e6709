using System.Globalization;
using NodaTime;
using Publisher.Content;

namespace Publisher.Rendering;

/// <summary>Days, hours and money as people of one language read them.</summary>
public sealed class Words(Strings strings, DateTimeZone zone)
{
    public string Date(LocalDate date) => strings.Fill(
        "date",
        ("day", Number(date.Day)),
        ("month", strings.List("months")[date.Month - 1]),
        ("year", Number(date.Year)),
        ("weekday", strings.List("days")[(int)date.DayOfWeek - 1]));

    public string Moment(Moment moment) => moment.Time is { } time
        ? $"{Date(moment.Date)}, {strings.Fill("hour", ("hour", Number(time.Hour)), ("minute", Minute(time)))}"
        : Date(moment.Date);

    /// <summary>A moment at which something ends: midnight is the day before, at 24:00, so that nobody comes a day too late.</summary>
    public string End(Moment moment) => moment.EndsDay
        ? $"{Date(moment.LastDay)}, {strings.Fill("hour", ("hour", "24"), ("minute", "00"))}"
        : Moment(moment);

    /// <summary>"6 maja 2023 r. (sobota), godz. 12:00–18:00": within a day the day is said once. Empty where no day is set yet.</summary>
    public string Range(Moment from, Moment? to) => to switch
    {
        _ when from.IsNone => "",
        null => Moment(from),
        { } end when end == from => Moment(from),
        { EndsDay: true } end when end.LastDay == from.Date && from.Time is null => Date(from.Date),
        { Time: { } last } end when end.LastDay == from.Date && from.Time is { } first => $"{Date(from.Date)}, {strings.Fill("hours", ("from", Hour(first)), ("to", end.EndsDay ? "24:00" : Hour(last)))}",
        { } end => strings.Fill("range", ("from", Moment(from)), ("to", End(end))),
    };

    /// <summary>Whether it takes place at all: "aktualne", "nabór wycofany", "wydarzenie odwołane".</summary>
    public string StateOf(Item item) => item.Status == ItemStatus.Withdrawn ? strings["stateOff" + item.Kind] : strings["stateOn"];

    /// <summary>Days on the calendar from an instant's own day to another; negative for the past.</summary>
    public int DaysTo(LocalDate date, Instant from) => Period.DaysBetween(from.InZone(zone).Date, date);

    /// <summary>The same to the last day on which a deadline can be kept.</summary>
    public int DaysToEnd(Moment until, Instant from) => DaysTo(until.LastDay, from);

    /// <summary>"dziś", "jutro", "za 3 dni".</summary>
    /// <param name="days">0 or more.</param>
    public string Relative(int days) => days switch
    {
        0 => strings["today"],
        1 => strings["tomorrow"],
        _ => strings.Count("inDays", days),
    };

    /// <summary>"zostały 3 dni"; on the last day "to ostatni dzień".</summary>
    public string DaysLeft(int days) => strings.Count("daysLeft", days);

    /// <summary>A deadline: "do 31 maja 2023 r. (środa), godz. 15:00".</summary>
    public string Until(Moment closes) => strings.Fill("until", ("date", End(closes)));

    /// <summary>The same as a sentence of its own: "Wnioski do 31 maja 2023 r. (środa), godz. 15:00".</summary>
    public string Deadline(Moment closes) => strings.Fill("deadline", ("date", End(closes)));

    /// <summary>Whole złoty where there are no grosze: "1 200 000 zł", "PLN 1,200,000".</summary>
    public string Money(decimal amount)
    {
        var format = decimal.IsInteger(amount) ? "#,0" : "#,0.00";
        var digits = amount.ToString(format, CultureInfo.InvariantCulture).Split('.');
        digits[0] = digits[0].Replace(",", strings["thousands"], StringComparison.Ordinal);
        return strings.Fill("money", ("amount", string.Join(strings["decimal"], digits)));
    }

    /// <summary>With a capital letter at its beginning.</summary>
    public static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;

    private static string Hour(LocalTime time) => $"{Number(time.Hour)}:{Minute(time)}";

    private static string Minute(LocalTime time) => time.Minute.ToString("00", CultureInfo.InvariantCulture);

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
