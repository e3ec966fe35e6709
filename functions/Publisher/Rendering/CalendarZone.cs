using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Publisher.Rendering;

/// <summary>
/// A time zone as a calendar file explains it (RFC 5545 §3.6.5). Changes that come back every year are written as a rule, one for summer
/// and one for winter: Outlook understands no other form (MS-OXCICAL 2.1.3.1.1.19). What does not come back is written as it was.
/// </summary>
internal static class CalendarZone
{
    /// <summary>Years after the last needed one: in one year alone the fourth Sunday and the last may be the same day.</summary>
    private const int YearsAhead = 12;

    /// <param name="firstYear">Of the local times that have to be right.</param>
    /// <param name="lastYear">Of the local times that have to be right.</param>
    public static void Write(CalendarLines lines, DateTimeZone zone, int firstYear, int lastYear)
    {
        lines.Add("BEGIN", "VTIMEZONE");
        lines.Add("TZID", zone.Id);
        foreach (var run in Runs(zone, firstYear, lastYear)) run.Write(lines);
        lines.Add("END", "VTIMEZONE");
    }

    private static List<Run> Runs(DateTimeZone zone, int firstYear, int lastYear)
    {
        // From the day before, so that the observance in force at the first local time is there whatever the offset.
        var from = Instant.FromUtc(firstYear, 1, 1, 0, 0) - Duration.FromDays(1);
        var until = Instant.FromUtc(lastYear + YearsAhead, 1, 1, 0, 0);
        var runs = new List<Run>();
        foreach (var interval in zone.GetZoneIntervals(from, until))
        {
            var change = new Change(interval, interval.HasStart ? zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset : interval.WallOffset);
            // Summer and winter alternate: the change to go on from is the last but one.
            var open = runs.FindLast(run => run.IsOf(change));
            if (open is null || !open.Extend(change)) runs.Add(new Run(change));
        }

        foreach (var run in runs) run.EndsBefore(until);
        return runs;
    }

    /// <summary>From one offset to another, at an hour of the clock as it was until then.</summary>
    private readonly record struct Change(ZoneInterval To, Offset From)
    {
        /// <summary>Of a zone that has always been what it is, the day from which computers count.</summary>
        private static readonly LocalDateTime Always = new(1970, 1, 1, 0, 0);

        public LocalDateTime Onset => To.HasStart ? To.Start.WithOffset(From).LocalDateTime : Always;

        /// <summary>1 for the month's first such day of the week.</summary>
        public int Week => (Onset.Day - 1) / 7 + 1;

        public bool IsLastWeek => Onset.Day + 7 > CalendarSystem.Iso.GetDaysInMonth(Onset.Year, Onset.Month);
    }

    /// <summary>The same change in years one after the other.</summary>
    private sealed class Run
    {
        private readonly Change first;
        private Change last;
        private bool sameWeek = true;
        private bool lastWeek;
        private bool goesOn;

        public Run(Change change) => (first, last, lastWeek) = (change, change, change.IsLastWeek);

        public bool IsOf(Change change) =>
            change.To.WallOffset == first.To.WallOffset && change.From == first.From && change.To.Savings == first.To.Savings && change.To.Name == first.To.Name;

        public bool Extend(Change next)
        {
            var (then, now) = (last.Onset, next.Onset);
            if (now.Year != then.Year + 1 || now.Month != then.Month || now.DayOfWeek != then.DayOfWeek || now.TimeOfDay != then.TimeOfDay) return false;
            var (week, end) = (sameWeek && next.Week == first.Week, lastWeek && next.IsLastWeek);
            if (!week && !end) return false;
            (last, sameWeek, lastWeek) = (next, week, end);
            return true;
        }

        /// <summary>A rule that still held in the last year looked at has no end.</summary>
        public void EndsBefore(Instant until) => goesOn = last.To.HasStart && last.To.Start > until - Duration.FromDays(366);

        public void Write(CalendarLines lines)
        {
            var kind = first.To.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD";
            lines.Add("BEGIN", kind);
            lines.Add("DTSTART", CalendarLines.Hour(first.Onset));
            if (last != first) lines.Add("RRULE", Rule());
            lines.Add("TZOFFSETFROM", Text(first.From));
            lines.Add("TZOFFSETTO", Text(first.To.WallOffset));
            lines.AddText("TZNAME", first.To.Name);
            lines.Add("END", kind);
        }

        private string Rule()
        {
            var day = first.Onset.DayOfWeek.ToString()[..2].ToUpperInvariant();
            var until = goesOn ? "" : $";UNTIL={CalendarLines.Utc(last.To.Start)}";
            return string.Create(CultureInfo.InvariantCulture, $"FREQ=YEARLY;BYMONTH={first.Onset.Month};BYDAY={(lastWeek ? -1 : first.Week)}{day}{until}");
        }

        private static string Text(Offset offset)
        {
            var seconds = Math.Abs(offset.Seconds);
            var text = string.Create(CultureInfo.InvariantCulture, $"{(offset < Offset.Zero ? '-' : '+')}{seconds / 3600:00}{seconds / 60 % 60:00}");
            return seconds % 60 == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}{seconds % 60:00}");
        }
    }
}
