using Publisher.Delivery;

namespace Publisher.Tests.Delivery;

public sealed class DeliveryRulesTests
{
    [Theory]
    [InlineData(null, 32)]
    [InlineData(1000, 32)]
    [InlineData(30, 15)]
    [InlineData(1, 1)]
    public void A_window_of_a_slow_relay_is_small_enough_to_end_in_half_a_minute(int? perMinute, int size) =>
        Assert.Equal(size, DeliveryRules.WindowFor(perMinute));

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(24 * 60)]
    public void Waits_grow_and_are_together_as_long_as_the_setting_says(int minutes)
    {
        var waits = (DeliveryRules.Default with { RetryFor = Duration.FromMinutes(minutes) }).Waits;

        Assert.Equal(Duration.FromMinutes(minutes), waits.Aggregate(Duration.Zero, (sum, wait) => sum + wait));
        Assert.All(waits.SkipLast(1).Zip(waits.SkipLast(1).Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(Duration.FromMinutes(1), waits[0]);
    }
}
