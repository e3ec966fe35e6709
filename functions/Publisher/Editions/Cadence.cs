using NodaTime;
using NodaTime.Text;

namespace Publisher.Editions;

/// <summary>How often a digest appears, on the organisation's own wall clock: <c>weekly monday 08:00</c>, <c>monthly 1 08:00</c>, <c>daily 07:30</c>, <c>never</c>.</summary>
public sealed record Cadence
{
    /// <summary>Last day of a month on which every month has one.</summary>
    private const int LastCommonDay = 28;

    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    private readonly Func<LocalDate, bool> falls;
    private readonly LocalTime time;
    private readonly string text;

    private Cadence(string text, Func<LocalDate, bool> falls, LocalTime time) => (this.text, this.falls, this.time) = (text, falls, time);

    /// <summary>Editions are made by staff only.</summary>
    public static Cadence Never { get; } = new("never", _ => false, LocalTime.Midnight);

    /// <summary>Null for anything but the forms above.</summary>
    public static Cadence? Parse(string text)
    {
        var words = text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["never"]) return Never;
        if (words.Length < 2 || !Hour.Parse(words[^1]).TryGetValue(default, out var time)) return null;
        return words switch
        {
            ["daily", _] => new Cadence(text, _ => true, time),
            ["weekly", var name, _] when DayOf(name) is { } day
                => new Cadence(text, date => date.DayOfWeek == day, time),
            ["monthly", var number, _] when int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= LastCommonDay
                => new Cadence(text, date => date.Day == day, time),
            _ => null,
        };
    }

    /// <summary>Compared name by name: parsing an enumeration would also take numbers and sums of days.</summary>
    private static IsoDayOfWeek? DayOf(string name)
    {
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
            if (string.Equals(day.ToString(), name, StringComparison.OrdinalIgnoreCase)) return day;
        return null;
    }

    /// <summary>The first due instant after one; far in the future for "never". An hour that a clock change leaves out falls as much later as the gap is long; one that happens twice, on its first.</summary>
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
