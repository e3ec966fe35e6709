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
        // From the day before, so that the observance in force at the first local time is there whatever the offset.
        var from = Instant.FromUtc(firstYear, 1, 1, 0, 0) - Duration.FromDays(1);
        var until = Instant.FromUtc(lastYear + YearsAhead, 1, 1, 0, 0);
        foreach (var run in Runs(zone, from, until)) run.Write(lines, until);
        lines.Add("END", "VTIMEZONE");
    }

    private static List<Run> Runs(DateTimeZone zone, Instant from, Instant until)
    {
        var runs = new List<Run>();
        foreach (var interval in zone.GetZoneIntervals(from, until))
        {
            var change = new Change(interval, interval.HasStart ? zone.GetZoneInterval(interval.Start - Duration.Epsilon).WallOffset : interval.WallOffset);
            // Summer and winter alternate: the change to go on from is the last but one.
            var open = runs.FindLast(run => run.IsOf(change));
            if (open is null || !open.Extend(change)) runs.Add(new Run(change));
        }

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
    private sealed class Run(Change change)
    {
        private readonly List<Change> changes = [change];
        private bool sameWeek = true;
        private bool lastWeek = change.IsLastWeek;

        private Change First => changes[0];

        public bool IsOf(Change change) =>
            change.To.WallOffset == First.To.WallOffset && change.From == First.From && change.To.Savings == First.To.Savings && change.To.Name == First.To.Name;

        public bool Extend(Change next)
        {
            var (then, now) = (changes[^1].Onset, next.Onset);
            if (now.Year != then.Year + 1 || now.Month != then.Month || now.DayOfWeek != then.DayOfWeek || now.TimeOfDay != then.TimeOfDay) return false;
            var (week, end) = (sameWeek && next.Week == First.Week, lastWeek && next.IsLastWeek);
            if (!week && !end) return false;
            changes.Add(next);
            (sameWeek, lastWeek) = (week, end);
            return true;
        }

        /// <param name="until">The end of what was looked at: a run that still goes on there is a rule without an end. One that has ended is
        /// written change by change, as readers differ in what they make of a rule's end.</param>
        public void Write(CalendarLines lines, Instant until)
        {
            var goesOn = changes.Count > 1 && changes[^1].To.Start > until - Duration.FromDays(366);
            foreach (var change in goesOn ? changes[..1] : changes) Write(lines, change, goesOn ? Rule() : "");
        }

        private static void Write(CalendarLines lines, Change change, string rule)
        {
            var kind = change.To.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD";
            lines.Add("BEGIN", kind);
            lines.Add("DTSTART", CalendarLines.Hour(change.Onset));
            if (rule.Length > 0) lines.Add("RRULE", rule);
            lines.Add("TZOFFSETFROM", Text(change.From));
            lines.Add("TZOFFSETTO", Text(change.To.WallOffset));
            lines.AddText("TZNAME", change.To.Name);
            lines.Add("END", kind);
        }

        private string Rule()
        {
            var day = First.Onset.DayOfWeek.ToString()[..2].ToUpperInvariant();
            return string.Create(CultureInfo.InvariantCulture, $"FREQ=YEARLY;BYMONTH={First.Onset.Month};BYDAY={(lastWeek ? -1 : First.Week)}{day}");
        }

        private static string Text(Offset offset)
        {
            var seconds = Math.Abs(offset.Seconds);
            var text = string.Create(CultureInfo.InvariantCulture, $"{(offset < Offset.Zero ? '-' : '+')}{seconds / 3600:00}{seconds / 60 % 60:00}");
            return seconds % 60 == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text}{seconds % 60:00}");
        }
    }
}
