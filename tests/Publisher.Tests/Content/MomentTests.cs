using Publisher.Content;

namespace Publisher.Tests.Content;

public sealed class MomentTests
{
    [Theory]
    [InlineData("2023-05-31")]
    [InlineData("2024-02-29")]
    [InlineData("2023-05-31T15:00")]
    public void A_day_or_an_hour_is_read_and_written_alike(string text) => Assert.Equal(text, Some.Moment(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("2023-5-31")]
    [InlineData("2023-02-29")]
    [InlineData("2023-05-31T24:30")]
    [InlineData("2023-05-31T15:00:00")]
    [InlineData("2023-05-31T15:00Z")]
    [InlineData("2023-05-31 15:00")]
    [InlineData("31.05.2023")]
    [InlineData("0023-05-31")]
    [InlineData("9999-12-31")]
    [InlineData("-2023-05-31")]
    public void Anything_else_is_no_moment(string text) => Assert.False(Moment.TryParse(text, out _));

    [Theory]
    [InlineData("2023-05-31", "2023-05-30T22:00:00Z", "2023-05-31T22:00:00Z")]
    [InlineData("2023-03-26", "2023-03-25T23:00:00Z", "2023-03-26T22:00:00Z")]
    [InlineData("2023-10-29", "2023-10-28T22:00:00Z", "2023-10-29T23:00:00Z")]
    [InlineData("2023-05-31T15:00", "2023-05-31T13:00:00Z", "2023-05-31T13:00:00Z")]
    [InlineData("2023-03-26T02:30", "2023-03-26T01:30:00Z", "2023-03-26T01:30:00Z")]
    [InlineData("2023-10-29T02:30", "2023-10-29T00:30:00Z", "2023-10-29T00:30:00Z")]
    public void A_moment_begins_and_ends_by_the_wall_clock(string text, string begins, string ends)
    {
        var moment = Some.Moment(text);

        Assert.Equal((begins, ends), (moment.Begins(Some.Zone).ToString(), moment.Ends(Some.Zone).ToString()));
    }
}
