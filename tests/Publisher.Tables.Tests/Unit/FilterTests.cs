using Azure.Data.Tables;

namespace Publisher.Tables.Tests.Unit;

public sealed class FilterTests
{
    [Fact]
    public void Each_type_has_its_literal()
    {
        var instant = new DateTimeOffset(2026, 11, 22, 5, 6, 7, TimeSpan.FromHours(1)).AddTicks(7);

        Assert.Equal("A eq 'O''Hara'", TableClient.CreateQueryFilter($"A eq {"O'Hara"}"));
        Assert.Equal("A eq '''' and B eq 'x'", TableClient.CreateQueryFilter($"A eq {'\''} and B eq {'x'}"));
        Assert.Equal("A eq -5 or A eq 5L or A eq 5.0 or A eq 1E+300", TableClient.CreateQueryFilter($"A eq {-5} or A eq {5L} or A eq {5.0} or A eq {1e300}"));
        Assert.Equal("A eq true and not (B eq false)", TableClient.CreateQueryFilter($"A eq {true} and not (B eq {false})"));
        Assert.Equal("A eq guid'00000000-0000-0000-0000-000000000000'", TableClient.CreateQueryFilter($"A eq {Guid.Empty}"));
        Assert.Equal("A eq datetime'2026-11-22T04:06:07.0000007Z'", TableClient.CreateQueryFilter($"A eq {instant}"));
        Assert.Equal("A eq datetime'2026-11-22T00:00:00.0000000Z'", TableClient.CreateQueryFilter($"A eq {new DateTime(2026, 11, 22, 0, 0, 0, DateTimeKind.Unspecified)}"));
        Assert.Equal("A eq X'00ff'", TableClient.CreateQueryFilter($"A eq {new byte[] { 0, 255 }}"));
        Assert.Equal("A eq 'Friday'", TableClient.CreateQueryFilter($"A eq {DayOfWeek.Friday}"));
    }

    [Fact]
    public void What_a_filter_cannot_compare_with_is_a_fault_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {null}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {double.NaN}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {1m}"));
    }
}
