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

    [Theory]
    [InlineData("deadlines", "call", false, false)]
    [InlineData("deadlines", "call", true, true)]
    [InlineData("deadlines", "news", false, false)]
    [InlineData("deadlines,news", "news", false, true)]
    [InlineData("deadlines,news", "event", false, false)]
    [InlineData("deadlines,event,news", "call", false, false)]
    [InlineData("deadlines,event,news", "call", true, true)]
    [InlineData("deadlines,call", "call", false, true)]
    [InlineData("deadlines,call", "news", false, false)]
    [InlineData("deadlines,call,event,news", "news", false, true)]
    public void Who_wants_deadlines_only_gets_calls_when_one_is_near_or_has_changed(string chosen, string kind, bool deadline, bool wanted)
    {
        Item item = kind switch { "call" => Some.Call("a"), "event" => Some.Event("a", "2023-05-09"), _ => Some.News("a") };

        Assert.Equal(wanted, Interests.Of(Words(chosen), [], []).Want(item, deadline));
    }

    [Fact]
    public void What_is_ticked_is_ticked_again_where_it_is_shown() => Chance.Times(100, random =>
    {
        var keys = new[] { "call", "event", "news", Interests.DeadlinesKey }.Where(_ => random.Next(2) == 0).ToList();
        var shown = Interests.Of(keys, [], []).KindKeys;

        if (keys.Contains("call")) keys.Remove(Interests.DeadlinesKey);
        Assert.Equal(keys.Count == 0 ? ["call", "event", "news"] : keys, shown);
        Assert.Equal(shown, Interests.Of(shown, [], []).KindKeys);
    });

    private static Interests Of(string kinds, string districts, string topics) => new(
        [.. Words(kinds).Select(kind => ItemKinds.TryParse(kind, out var parsed) ? parsed : throw new ArgumentException(kind, nameof(kinds)))], Words(districts), Words(topics));

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
