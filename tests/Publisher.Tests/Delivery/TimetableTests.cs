using Publisher.Delivery;

namespace Publisher.Tests.Delivery;

public sealed class TimetableTests
{
    [Fact]
    public void In_no_minute_no_hour_and_no_day_there_is_more_than_the_quota() => Chance.Times(200, random =>
    {
        var quota = new RelayQuota(random.Next(10, 60), random.Next(2) == 0 ? random.Next(60, 300) : null, random.Next(2) == 0 ? random.Next(200, 900) : null);
        var timetable = new Timetable(quota);
        var most = new[] { quota.PerMinute!.Value * 3 / 2, quota.PerHour ?? int.MaxValue, quota.PerDay ?? int.MaxValue }.Min();
        var sent = new List<double>();
        for (var batch = 0; batch < 40; batch++)
        {
            var count = random.Next(1, most + 1);
            var at = timetable.Add(count);
            // A queue may show its message up to ten seconds late.
            var late = random.Next(11);
            for (var message = 0; message < count; message++) sent.Add(at.TotalSeconds + late + (timetable.Length(count).TotalSeconds * message / count));
        }

        sent.Sort();
        AssertAtMost(sent, quota.PerMinute, 60);
        AssertAtMost(sent, quota.PerHour, 3600);
        AssertAtMost(sent, quota.PerDay, 86_400);
    });

    [Fact]
    public void A_list_within_the_hours_share_does_not_wait_for_the_hour()
    {
        var timetable = new Timetable(RelayPreset.Acs.Quota);

        Assert.Equal(Duration.Zero, timetable.Add(45));
        Assert.Equal(Duration.FromSeconds(90) + Timetable.Slack, timetable.Add(45));
        // The hundredth is sent; the next have to wait until the first batch is an hour old.
        Assert.Equal(Duration.FromSeconds(90) + Duration.FromHours(1) + Timetable.Slack, timetable.Add(45));
    }

    [Fact]
    public void What_an_edition_sent_before_counts_against_the_next()
    {
        var timetable = new Timetable(RelayPreset.SesSandbox.Quota);
        timetable.After(Duration.FromHours(-2), 150);

        Assert.Equal(Duration.Zero, timetable.Add(50));
        Assert.Equal(Duration.FromHours(22) + Timetable.Slack, timetable.Add(50));
    }

    [Fact]
    public void Without_a_quota_nothing_waits()
    {
        var timetable = new Timetable(RelayQuota.None);

        Assert.All(Enumerable.Range(0, 10), _ => Assert.Equal(Duration.Zero, timetable.Add(2000)));
    }

    private static void AssertAtMost(List<double> sent, int? most, double seconds)
    {
        if (most is not { } limit) return;
        for (var (first, last) = (0, 0); last < sent.Count; last++)
        {
            while (sent[last] - sent[first] > seconds - 0.001) first++;
            Assert.InRange(last - first + 1, 1, limit);
        }
    }
}
