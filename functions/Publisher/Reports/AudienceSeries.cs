using NodaTime;

namespace Publisher.Reports;

/// <summary>How much of the past is looked at.</summary>
public enum Span { Days, Months, Years }

/// <summary>A stretch of time: a day, a month.</summary>
/// <param name="Begins">Its first day.</param>
/// <param name="Confirmed">At its end, or now.</param>
public sealed record Stretch(LocalDate Begins, int Consented, int Imported, int Left, int Confirmed)
{
    public int Joined => Consented + Imported;
}

/// <summary>The days of a count as stretches without a gap. Pure.</summary>
public static class AudienceSeries
{
    /// <summary>The latest 30 days, 12 months, or 10 years by quarter, but not from before the first day.</summary>
    public static IReadOnlyList<Stretch> Of(IReadOnlyList<DayCount> days, LocalDate today, Span span)
    {
        if (days.Count == 0) return [];
        var (first, last) = (Begin(days[0].Day, span), Begin(today, span));
        var most = span switch { Span.Days => 30, Span.Months => 12, _ => 40 };
        var stretches = new List<Stretch>();
        var at = last;
        for (var count = 0; count < most && at >= first; count++, at = Back(at, span))
        {
            var (begins, next) = (at, Next(at, span));
            var within = days.Where(day => day.Day >= begins && day.Day < next).ToList();
            stretches.Add(new Stretch(
                begins, within.Sum(day => day.Consented), within.Sum(day => day.Imported), within.Sum(day => day.Left),
                days.LastOrDefault(day => day.Day < next)?.Confirmed ?? 0));
        }

        stretches.Reverse();
        return stretches;
    }

    private static LocalDate Begin(LocalDate day, Span span) => span switch
    {
        Span.Days => day,
        Span.Months => new LocalDate(day.Year, day.Month, 1),
        _ => new LocalDate(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
    };

    private static LocalDate Next(LocalDate begins, Span span) => span switch { Span.Days => begins.PlusDays(1), Span.Months => begins.PlusMonths(1), _ => begins.PlusMonths(3) };

    private static LocalDate Back(LocalDate begins, Span span) => span switch { Span.Days => begins.PlusDays(-1), Span.Months => begins.PlusMonths(-1), _ => begins.PlusMonths(-3) };
}
