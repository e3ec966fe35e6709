using System.Globalization;
using Publisher.App.Local;

namespace Publisher.App.Tests.Local;

public sealed class ScheduleTests
{
    private static readonly TimerSchedule EveryFiveMinutes = TimerSchedule.TryParse("0 */5 * * * *")!;

    [Theory]
    [InlineData("0 */5 * * * *", "10:00:00", "10:05:00")]
    [InlineData("0 */5 * * * *", "10:04:59.999", "10:05:00")]
    [InlineData("*/10 * * * * *", "10:00:00.001", "10:00:10")]
    [InlineData("30 0 6 * * *", "10:00:00", "1.06:00:30")]
    public void The_next_occurrence_is_strictly_after_the_instant(string expression, string after, string next) =>
        Assert.Equal(At(next), TimerSchedule.TryParse(expression)!.Next(At(after)));

    [Fact]
    public void A_leap_day_across_the_end_of_a_century_is_found() =>
        Assert.Equal(new DateTimeOffset(2104, 2, 29, 0, 0, 0, TimeSpan.Zero), TimerSchedule.TryParse("0 0 0 29 2 *")!.Next(new DateTimeOffset(2096, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void An_occurrence_is_in_utc_whatever_the_offset_asked_with() =>
        Assert.Equal(At("10:05:00"), EveryFiveMinutes.Next(At("10:01:00").ToOffset(TimeSpan.FromHours(2))));

    [Fact]
    public void A_timer_that_never_ran_waits_for_the_next_occurrence()
    {
        var status = ScheduleStatus.First(EveryFiveMinutes, At("10:01:00"));

        Assert.Equal(new ScheduleStatus(null, At("10:05:00"), null), status);
        Assert.False(status.IsDue(At("10:04:59")));
        Assert.True(status.IsDue(At("10:05:00")));
        Assert.False(status.IsLateAtStart(At("10:05:00")));
        Assert.True(status.IsLateAtStart(At("10:05:01")));
    }

    [Theory]
    [InlineData("10:05:00.030", "10:05:00.030", "10:10:00")]
    [InlineData("10:04:59.990", "10:05:00", "10:10:00")]
    [InlineData("10:23:00", "10:23:00", "10:25:00")]
    public void After_a_run_the_next_occurrence_counts_from_its_beginning(string begun, string last, string next) =>
        Assert.Equal(
            new ScheduleStatus(At(last), At(next), At(last)),
            ScheduleStatus.First(EveryFiveMinutes, At("10:01:00")).After(EveryFiveMinutes, At(begun), scheduled: true));

    [Fact]
    public void A_run_at_start_that_was_not_due_leaves_the_occurrence_to_come() =>
        Assert.Equal(At("10:05:00"), ScheduleStatus.First(EveryFiveMinutes, At("10:01:00")).After(EveryFiveMinutes, At("10:01:00"), scheduled: false).Next);

    [Theory]
    [InlineData("10:05:00", false)]
    [InlineData("10:09:59", false)]
    [InlineData("10:10:00", true)]
    [InlineData("12:00:00", true)]
    public void An_occurrence_is_missed_when_the_one_after_it_has_come(string now, bool missed) =>
        Assert.Equal(missed, ScheduleStatus.First(EveryFiveMinutes, At("10:01:00")).HasMissed(EveryFiveMinutes, At(now)));

    [Fact]
    public void Waits_double_up_to_their_limit_and_begin_again()
    {
        var wait = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(350));

        Assert.Equal([100, 200, 350, 350], Enumerable.Range(0, 4).Select(_ => wait.Next().TotalMilliseconds));
        wait.Reset();
        Assert.Equal(100, wait.Next().TotalMilliseconds);
    }

    private static DateTimeOffset At(string time) => new DateTimeOffset(2026, 1, 8, 0, 0, 0, TimeSpan.Zero) + TimeSpan.Parse(time, CultureInfo.InvariantCulture);
}
