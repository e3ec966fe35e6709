using Publisher.Delivery;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class BatchPlanTests
{
    private const int Step = KeyRange.Partitions;

    [Fact]
    public void A_plan_covers_every_key_once_and_no_batch_is_needlessly_large() => Chance.Times(500, random =>
    {
        var counts = Enumerable.Range(0, KeyRange.Partitions).Select(_ => random.Next(4) == 0 ? random.Next(700) : random.Next(20)).ToArray();
        var size = random.Next(10, 600);

        var plan = BatchPlan.Split(counts, size);

        var next = 0;
        foreach (var (range, recipients) in plan)
        {
            Assert.Equal(next, (range.First * Step) + range.From);
            next = (range.Last * Step) + range.To + 1;
            Assert.InRange(recipients, 0, size);
            Assert.True(range.IsWhole || range.First == range.Last);
            if (range.IsWhole) Assert.Equal(counts[range.First..(range.Last + 1)].Sum(), recipients);
        }

        Assert.Equal(Step * Step, next);
        var planned = plan.Select(each => new PlannedBatch(
            each.Range, each.Recipients, Duration.FromSeconds(random.Next(3) * 977), random.Next(3) == 0 ? Duration.FromSeconds(random.Next(99)) : null)).ToList();
        Assert.Equal(planned, BatchPlan.Read(BatchPlan.Write(planned)));
        Assert.Equal(planned.Count, BatchPlan.Count(BatchPlan.Write(planned)));
    });

    [Fact]
    public void An_audience_of_nobody_is_one_batch() => Assert.Equal([(KeyRange.Everything, 0)], BatchPlan.Split(new int[KeyRange.Partitions]));

    [Fact]
    public void A_plan_of_an_older_version_is_read() =>
        Assert.Equal([new KeyRange(0, 0x7f), new KeyRange(0x80, 0xff)], BatchPlan.Read("00 80").Select(batch => batch.Range));

    [Theory]
    [InlineData(0)]
    [InlineData(150_000)]
    [InlineData(2_000_000)]
    public void The_plan_of_any_list_at_any_quota_fits_into_a_row(int recipients)
    {
        var counts = new int[KeyRange.Partitions];
        Array.Fill(counts, recipients / KeyRange.Partitions);
        foreach (var preset in RelayPreset.All)
        {
            var timetable = new Timetable(preset.Quota);
            var plan = BatchPlan.Split(counts, BatchPlan.SizeFor(preset.Quota, Duration.FromMinutes(2), recipients))
                .Select(each => new PlannedBatch(each.Range, each.Recipients, timetable.Add(each.Recipients))).ToList();
            Assert.InRange(plan.Count, 1, BatchPlan.MostBatches);
            Assert.InRange(BatchPlan.Write(plan).Length, 1, 32_768);
        }
    }

    [Fact]
    public void A_part_of_a_partition_holds_its_own_keys_and_no_others() => Chance.Times(500, random =>
    {
        var key = Some.Subscriber($"reader{random.Next()}@example.org").Key;
        var ranges = BatchPlan.Split([.. Enumerable.Range(0, KeyRange.Partitions).Select(_ => random.Next(300))], 50);

        Assert.Single(ranges, each => each.Range.Holds(key));
    });
}
