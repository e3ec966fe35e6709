using Publisher.Content;
using Publisher.Editions;

namespace Publisher.Tests.Editions;

public sealed class SelectItemsTests
{
    private static readonly Instant Now = Instant.FromUtc(2023, 5, 1, 6, 0);

    [Fact]
    public void What_is_over_or_withdrawn_or_sent_is_left_out()
    {
        var chosen = Select([
            Some.Call("over", "2023-05-01T07:59"), Some.Call("open", "2023-05-01T08:01"), Some.Event("yesterday", "2023-04-30"), Some.Event("today", "2023-05-01"),
            Some.News("sent"), Some.News("new"), Some.News("gone") with { Status = ItemStatus.Withdrawn }, Some.News("draft") with { Status = ItemStatus.Draft },
        ], "news/sent");

        Assert.Equal(["call/open", "event/today", "news/new"], chosen);
    }

    [Fact]
    public void Calls_come_first_and_of_each_kind_the_most_urgent() => Assert.Equal(
        ["call/soon", "call/later", "call/open-ended", "event/first", "event/second", "news/a", "news/b"],
        Select([
            Some.News("b"), Some.Event("second", "2023-05-09T10:00"), Some.Call("open-ended"), Some.News("a"), Some.Call("later", "2023-06-01"), Some.Event("first", "2023-05-09"), Some.Call("soon", "2023-05-31T15:00"),
        ]));

    private static IEnumerable<string> Select(IEnumerable<Item> items, params string[] sent)
    {
        var published = items.Select(item => new StoredItem(item, 1, Now - Duration.FromHours(2), Now - Duration.FromHours(2)));
        var before = sent.Select(text => ItemRef.TryParse(text, out var item) ? item : default).ToHashSet();
        return SelectItems.New(published, before, Now, Some.Zone).Select(stored => stored.Ref.ToString());
    }
}
