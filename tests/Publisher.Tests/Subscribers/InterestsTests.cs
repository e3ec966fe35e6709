using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class InterestsTests
{
    [Theory]
    [InlineData("", "", "", true)]
    [InlineData("news", "", "", true)]
    [InlineData("call", "", "", false)]
    [InlineData("call,news", "", "", true)]
    [InlineData("", "rubinkowo", "", true)]
    [InlineData("", "stawki", "", false)]
    [InlineData("", "stawki,rubinkowo", "", true)]
    [InlineData("", "", "sport", true)]
    [InlineData("", "", "kultura", false)]
    [InlineData("news", "rubinkowo", "sport", true)]
    [InlineData("news", "rubinkowo", "kultura", false)]
    [InlineData("news", "stawki", "sport", false)]
    [InlineData("event", "rubinkowo", "sport", false)]
    public void An_item_is_wanted_when_kind_place_and_topic_are(string kinds, string districts, string topics, bool wanted)
    {
        var item = Some.News("a") with { Districts = ["rubinkowo", "podgorz"], Topics = ["sport"] };

        Assert.Equal(wanted, Of(kinds, districts, topics).Want(item));
    }

    [Theory]
    [InlineData("stawki", "kultura")]
    [InlineData("", "")]
    public void What_has_no_place_or_topic_is_everybodys(string districts, string topics) => Assert.True(Of("", districts, topics).Want(Some.News("a")));

    private static Interests Of(string kinds, string districts, string topics) => new(
        [.. Words(kinds).Select(kind => ItemKinds.TryParse(kind, out var parsed) ? parsed : throw new ArgumentException(kind, nameof(kinds)))], Words(districts), Words(topics));

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
