using NodaTime;
using NodaTime.Text;

namespace Publisher.Editions;

/// <summary>What kind of cadence one is.</summary>
public enum CadenceForm { Never, AtOnce, Daily, Weekly, Monthly }

/// <summary>
/// How often a digest appears, on the organisation's own wall clock: <c>weekly monday 08:00</c>, <c>monthly 1 08:00</c>, <c>daily 07:30</c>,
/// <c>at-once 07:00-21:00</c>, <c>never</c>. At once means as soon as there is something to bring, within those hours only, so that nobody is woken.
/// </summary>
public sealed record Cadence
{
    /// <summary>Last day of a month on which every month has one.</summary>
    private const int LastCommonDay = 28;

    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    private readonly Func<LocalDate, bool> falls;
    private readonly LocalTime time;
    private readonly LocalTime until;
    private readonly string text;

    private Cadence(CadenceForm form, string text, Func<LocalDate, bool> falls, LocalTime time, LocalTime until = default) =>
        (Form, this.text, this.falls, this.time, this.until) = (form, text, falls, time, until);

    /// <summary>Editions are made by staff only.</summary>
    public static Cadence Never { get; } = new(CadenceForm.Never, "never", _ => false, LocalTime.Midnight);

    public CadenceForm Form { get; }

    /// <summary>Null for anything but the forms above.</summary>
    public static Cadence? Parse(string text)
    {
        var words = text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["never"]) return Never;
        if (words is ["at-once", var hours]) return AtOnce(text, hours.Split('-'));
        if (words.Length < 2 || !Hour.Parse(words[^1]).TryGetValue(default, out var time)) return null;
        return words switch
        {
            ["daily", _] => new Cadence(CadenceForm.Daily, text, _ => true, time),
            ["weekly", var name, _] when DayOf(name) is { } day
                => new Cadence(CadenceForm.Weekly, text, date => date.DayOfWeek == day, time),
            ["monthly", var number, _] when int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= LastCommonDay
                => new Cadence(CadenceForm.Monthly, text, date => date.Day == day, time),
            _ => null,
        };
    }

    private static Cadence? AtOnce(string text, string[] hours) =>
        hours.Length == 2 && Hour.Parse(hours[0]).TryGetValue(default, out var from) && Hour.Parse(hours[1]).TryGetValue(default, out var to) && from < to
            ? new Cadence(CadenceForm.AtOnce, text, _ => true, from, to)
            : null;

    /// <summary>Compared name by name: parsing an enumeration would also take numbers and sums of days.</summary>
    private static IsoDayOfWeek? DayOf(string name)
    {
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
            if (string.Equals(day.ToString(), name, StringComparison.OrdinalIgnoreCase)) return day;
        return null;
    }

    /// <summary>True where an edition is due by now. At once, it is due within the hours, if there is something to bring.</summary>
    /// <param name="since">Of the last edition.</param>
    public bool IsDue(Instant since, Instant now, DateTimeZone zone) =>
        Form == CadenceForm.AtOnce ? now.InZone(zone).TimeOfDay is var local && time <= local && local < until : now >= NextAfter(since, zone);

    /// <summary>The first due instant after one, at once the next time that the hours begin; far in the future for "never". An hour that a clock change leaves out falls as much later as the gap is long; one that happens twice, on its first.</summary>
    public Instant NextAfter(Instant instant, DateTimeZone zone)
    {
        if (this == Never) return Instant.FromUtc(9999, 1, 1, 0, 0);
        for (var date = instant.InZone(zone).Date; ; date = date.PlusDays(1))
        {
            if (!falls(date)) continue;
            var due = (date + time).InZoneLeniently(zone).ToInstant();
            if (due > instant) return due;
        }
    }

    public bool Equals(Cadence? other) => other is not null && string.Equals(text, other.text, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(text);

    public override string ToString() => text;
}
