using Publisher.Editions;

namespace Publisher.Tests.Editions;

public sealed class CadenceTests
{
    [Theory]
    [InlineData("weekly monday 08:00", "2023-04-30T10:00:00Z", "2023-05-01T06:00:00Z")]
    [InlineData("weekly monday 08:00", "2023-05-01T05:59:59Z", "2023-05-01T06:00:00Z")]
    [InlineData("weekly monday 08:00", "2023-05-01T06:00:00Z", "2023-05-08T06:00:00Z")]
    [InlineData("weekly monday 08:00", "2023-03-20T07:00:00Z", "2023-03-27T06:00:00Z")]
    [InlineData("WEEKLY Sunday 08:00", "2023-10-22T06:00:00Z", "2023-10-29T07:00:00Z")]
    [InlineData("monthly 1 08:00", "2023-01-31T23:30:00Z", "2023-02-01T07:00:00Z")]
    [InlineData("monthly 28 00:00", "2023-02-27T23:00:00Z", "2023-03-27T22:00:00Z")]
    [InlineData("daily 07:30", "2023-12-31T06:30:00Z", "2024-01-01T06:30:00Z")]
    [InlineData("daily 02:30", "2023-03-25T12:00:00Z", "2023-03-26T01:30:00Z")]
    [InlineData("daily 02:30", "2023-10-28T12:00:00Z", "2023-10-29T00:30:00Z")]
    [InlineData("daily 02:30", "2023-10-29T00:30:00Z", "2023-10-30T01:30:00Z")]
    [InlineData("daily 02:30", "2023-10-29T01:15:00Z", "2023-10-30T01:30:00Z")]
    public void The_next_one_falls_by_the_wall_clock(string cadence, string after, string due) =>
        Assert.Equal(due, Cadence.Parse(cadence)!.NextAfter(At(after), Some.Zone).ToString());

    [Fact]
    public void Never_lies_beyond_every_edition() =>
        Assert.True(Cadence.Parse("never")!.NextAfter(At("2199-12-31T00:00:00Z"), Some.Zone) > At("9998-01-01T00:00:00Z"));

    [Theory]
    [InlineData("")]
    [InlineData("weekly")]
    [InlineData("weekly 08:00")]
    [InlineData("weekly monday")]
    [InlineData("weekly monday 8:00")]
    [InlineData("weekly monday 24:00")]
    [InlineData("weekly none 08:00")]
    [InlineData("weekly 1 08:00")]
    [InlineData("weekly monday,tuesday 08:00")]
    [InlineData("weekly monday tuesday 08:00")]
    [InlineData("monthly 0 08:00")]
    [InlineData("monthly 29 08:00")]
    [InlineData("monthly -1 08:00")]
    [InlineData("monthly +1 08:00")]
    [InlineData("daily monday 08:00")]
    [InlineData("hourly")]
    [InlineData("at-once")]
    [InlineData("at-once 07:00")]
    [InlineData("at-once 07:00-")]
    [InlineData("at-once 21:00-07:00")]
    [InlineData("at-once 07:00-07:00")]
    [InlineData("at-once 07:00-21:00-22:00")]
    [InlineData("at-once 7:00-21:00")]
    public void Anything_else_is_no_cadence(string text) => Assert.Null(Cadence.Parse(text));

    [Theory]
    [InlineData("2023-04-30T04:59:59Z", false)]
    [InlineData("2023-04-30T05:00:00Z", true)]
    [InlineData("2023-04-30T18:59:59Z", true)]
    [InlineData("2023-04-30T19:00:00Z", false)]
    [InlineData("2023-12-30T05:59:59Z", false)]
    [InlineData("2023-12-30T06:00:00Z", true)]
    public void At_once_is_by_day_and_never_by_night(string now, bool due) =>
        Assert.Equal(due, Cadence.Parse("at-once 07:00-21:00")!.IsDue(At("2023-01-01T00:00:00Z"), At(now), Some.Zone));

    [Fact]
    public void The_next_one_is_later_on_a_right_day_and_none_lies_between() => Chance.Times(2000, random =>
    {
        var day = random.Of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
        var hour = $"{random.Next(24):00}:{random.Next(60):00}";
        var number = random.Next(1, 29);
        var (text, falls) = random.Next(3) switch
        {
            0 => ($"daily {hour}", (Func<LocalDate, bool>)(_ => true)),
            1 => ($"weekly {day} {hour}", date => string.Equals(date.DayOfWeek.ToString(), day, StringComparison.OrdinalIgnoreCase)),
            _ => ($"monthly {number} {hour}", date => date.Day == number),
        };
        var cadence = Cadence.Parse(text)!;
        var instant = At("2020-01-01T00:00:00Z") + Duration.FromSeconds(random.NextInt64(10L * 366 * 86_400));

        var next = cadence.NextAfter(instant, Some.Zone);

        Assert.True(next > instant);
        Assert.True(falls(next.InZone(Some.Zone).Date));
        Assert.True(next - instant <= Duration.FromDays(32));
        // Asked at any instant before it, it is the same one.
        Assert.Equal(next, cadence.NextAfter(instant + ((next - instant) * random.NextDouble()) - Duration.Epsilon, Some.Zone));
        Assert.True(cadence.NextAfter(next, Some.Zone) > next);
    });

    private static Instant At(string text) => NodaTime.Text.InstantPattern.General.Parse(text).Value;
}
