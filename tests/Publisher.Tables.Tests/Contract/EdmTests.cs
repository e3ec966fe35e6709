using Azure.Data.Tables;

namespace Publisher.Tables.Tests.Contract;

public sealed class EdmTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    [Fact]
    public async Task Every_type_comes_back_as_it_went_in_a_dictionary()
    {
        var table = await fixture.NewTableAsync();
        var row = new TableEntity("p", "r")
        {
            ["Text"] = "quote ' \" \\ \n \u0001 Łódź 🐢",
            ["Empty"] = "",
            ["Int"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["SmallLong"] = 5L,
            ["Flag"] = true,
            ["Whole"] = 5.0,
            ["Tiny"] = double.Epsilon,
            ["Guid"] = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
            ["Instant"] = new DateTimeOffset(2026, 11, 22, 4, 5, 6, TimeSpan.FromHours(1)).AddTicks(1234567),
            ["Bytes"] = new byte[] { 0, 1, 254, 255 },
            ["Nothing"] = null,
            ["Żółw"] = 1,
        };
        await table.AddEntityAsync(row);

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(row.GetString("Text"), read.GetString("Text"));
        Assert.Equal("", read.GetString("Empty"));
        Assert.Equal(int.MinValue, read.GetInt32("Int"));
        Assert.Equal(long.MaxValue, read.GetInt64("Long"));
        Assert.Equal(5L, read.GetInt64("SmallLong"));
        Assert.True(read.GetBoolean("Flag"));
        Assert.Equal(5.0, read.GetDouble("Whole"));
        Assert.Equal(double.Epsilon, read.GetDouble("Tiny"));
        Assert.Equal(row.GetGuid("Guid"), read.GetGuid("Guid"));
        Assert.Equal(row.GetDateTimeOffset("Instant"), read.GetDateTimeOffset("Instant"));
        Assert.Equal(TimeSpan.Zero, read.GetDateTimeOffset("Instant")!.Value.Offset);
        Assert.Equal(row.GetDateTimeOffset("Instant")!.Value.UtcDateTime, read.GetDateTime("Instant"));
        Assert.Equal(row.GetBinary("Bytes"), read.GetBinary("Bytes"));
        Assert.Null(read.GetString("Nothing"));
        Assert.Equal(1, read.GetInt32("Żółw"));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Doubles_that_JSON_cannot_write_come_back(double number)
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = number });

        Assert.Equal(number, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetDouble("N"));
    }

    [Fact]
    public async Task Every_type_comes_back_as_it_went_in_a_class()
    {
        var table = await fixture.NewTableAsync();
        var row = new SampleRow
        {
            Text = "Zażółć",
            Number = -1,
            Big = long.MinValue,
            Flag = true,
            Ratio = 1.5,
            Id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
            Instant = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(7),
            Day = new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc),
            Bytes = [1, 2, 3],
            Blob = BinaryData.FromBytes(new byte[] { 4, 5 }),
            Season = Season.Autumn,
            Renamed = "żółw",
            Ignored = new object(),
        };
        await table.AddEntityAsync(row);

        var read = (await table.GetEntityAsync<SampleRow>("p", "r")).Value;
        var raw = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(
            (row.Text, row.Number, null, row.Big, row.Flag, row.Ratio, row.Id, row.Instant, row.Day, row.Season, null, row.Renamed),
            (read.Text, read.Number, read.NumberOrNot, read.Big, read.Flag, read.Ratio, read.Id, read.Instant, read.Day, read.Season, read.SeasonOrNot, read.Renamed));
        Assert.Equal(row.Bytes, read.Bytes);
        Assert.Equal(row.Blob.ToArray(), read.Blob!.ToArray());
        Assert.Null(read.Ignored);
        Assert.Equal("Autumn", raw.GetString("Season"));
        Assert.Equal("żółw", raw.GetString("Żółw"));
        Assert.False(raw.ContainsKey("Derived"));
    }
}
