using Publisher.Delivery;

namespace Publisher.Tests.Delivery;

public sealed class DeliveryRulesTests
{
    [Theory]
    [InlineData(null, null, 32)]
    [InlineData(1000, null, 32)]
    [InlineData(30, null, 15)]
    [InlineData(30, 100, 1)]
    [InlineData(null, 1, 1)]
    [InlineData(null, 1800, 15)]
    public void A_window_of_a_slow_relay_is_small_enough_to_end_in_half_a_minute(int? perMinute, int? perHour, int size) =>
        Assert.Equal(size, DeliveryRules.WindowFor(perMinute, perHour));
}
