using NCrontab;

namespace Publisher.App.Local;

/// <summary>A six-field NCRONTAB expression (second, minute, hour, day, month, day of week) read in UTC, as the host reads it.</summary>
public sealed class TimerSchedule
{
    /// <summary>The rarest date that still comes back, 29 February, can be eight years away (1896 to 1904, 2096 to 2104).</summary>
    private const int SearchYears = 9;

    private const int Fields = 6;

    private readonly CrontabSchedule cron;

    private TimerSchedule(string expression, CrontabSchedule cron) => (Expression, this.cron) = (expression, cron);

    /// <summary>The expression as written.</summary>
    public string Expression { get; }

    /// <summary>Reads an expression; null when it has not six fields or one of them is out of range.</summary>
    public static TimerSchedule? TryParse(string expression)
    {
        if (expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != Fields) return null;
        var read = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        return read is null ? null : new TimerSchedule(expression, read);
    }

    /// <summary>The first occurrence strictly after an instant; null when there is none, as for 30 February.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var from = after.UtcDateTime;
        var end = from.AddYears(SearchYears);
        var next = cron.GetNextOccurrence(from, end);
        return next < end ? new DateTimeOffset(DateTime.SpecifyKind(next, DateTimeKind.Utc)) : null;
    }

    public override string ToString() => Expression;
}
