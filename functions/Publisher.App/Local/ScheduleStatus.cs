namespace Publisher.App.Local;

/// <summary>What is known of a timer's runs. All instants are UTC; the arithmetic is pure, the driver supplies the clock.</summary>
/// <param name="Last">When the latest run began; null before the first run ever.</param>
/// <param name="Next">The occurrence that is run next; null when the schedule has no further one.</param>
/// <param name="LastUpdated">When this status was written; null before the first run ever.</param>
public sealed record ScheduleStatus(DateTimeOffset? Last, DateTimeOffset? Next, DateTimeOffset? LastUpdated)
{
    /// <summary>The status of a timer that never ran: it waits for the first occurrence after now.</summary>
    public static ScheduleStatus First(TimerSchedule schedule, DateTimeOffset now) => new(null, schedule.Next(now), null);

    /// <summary>Whether the awaited occurrence has come.</summary>
    public bool IsDue(DateTimeOffset now) => Next <= now;

    /// <summary>Whether the awaited occurrence went by before the driver started.</summary>
    public bool IsLateAtStart(DateTimeOffset now) => Next < now;

    /// <summary>Whether, beside the awaited occurrence, a later one has come too: the driver was away or the run before took long.</summary>
    public bool HasMissed(TimerSchedule schedule, DateTimeOffset now) => Next is { } due && schedule.Next(due) <= now;

    /// <summary>
    /// The status after a run. The next occurrence counts from the run's beginning, so that however many were missed, they
    /// were all this one run; and a clock that woke early does not run the same occurrence twice.
    /// </summary>
    /// <param name="scheduled">Whether the run was for <see cref="Next"/>; false for a run at start that was not due.</param>
    public ScheduleStatus After(TimerSchedule schedule, DateTimeOffset begun, bool scheduled)
    {
        var last = scheduled && Next > begun ? Next.Value : begun;
        return new ScheduleStatus(last, schedule.Next(last), last);
    }
}
