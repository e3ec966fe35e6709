using Publisher.Delivery;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class BatchPlanTests
{
    [Fact]
    public void A_plan_covers_every_partition_once_and_no_batch_is_needlessly_large() => Chance.Times(500, random =>
    {
        var counts = Enumerable.Range(0, KeyRange.Partitions).Select(_ => random.Next(4) == 0 ? random.Next(700) : random.Next(20)).ToArray();
        var size = random.Next(1, 600);

        var plan = BatchPlan.Split(counts, size);

        Assert.Equal(Enumerable.Range(0, KeyRange.Partitions), plan.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1)));
        Assert.All(plan, range => Assert.True(Sum(counts, range) <= size || Enumerable.Range(range.First, range.Last - range.First + 1).Count(at => counts[at] > 0) == 1));
        Assert.All(plan.Zip(plan.Skip(1)), pair => Assert.True(Sum(counts, pair.First) + counts[pair.Second.First] > size));
        Assert.Equal(plan, BatchPlan.Read(BatchPlan.Write(plan)));
    });

    [Fact]
    public void An_audience_of_nobody_is_one_batch() =>
        Assert.Equal([KeyRange.Everything], BatchPlan.Read(BatchPlan.Write(BatchPlan.Split(new int[KeyRange.Partitions]))));

    private static int Sum(int[] counts, KeyRange range) => counts[range.First..(range.Last + 1)].Sum();
}
