using Publisher.Board;
using Publisher.Content;
using Publisher.Tests.Content.Editing;

namespace Publisher.Tests.Board;

public sealed class BoardOrderTests
{
    private static readonly Instant Now = Instant.FromUtc(2023, 5, 1, 10, 0);

    [Fact]
    public void What_closes_soon_is_first_then_open_calls_events_drafts_and_the_rest_newest_first()
    {
        StoredItem[] items =
        [
            At(Some.News("old-news"), 20), At(Some.News("fresh-news"), 1), At(Some.Call("endless"), 5), At(Some.Call("june", "2023-06-15"), 3), At(Some.Call("late-may", "2023-05-31T15:00"), 9),
            At(Some.Call("friday", "2023-05-05T12:00"), 8), At(Some.Call("today", "2023-05-01T15:00"), 30), At(Some.Call("eighth-day", "2023-05-09"), 30), At(Some.Call("seventh-day", "2023-05-08"), 30), At(Some.Call("seventh-midnight", "2023-05-09T00:00"), 30),
            At(Some.Call("over", "2023-05-01T11:59"), 2), At(Some.Call("decided", "2023-06-01") with { Results = new("x", "") }, 4), At(Some.Event("next-week", "2023-05-09T17:00"), 3),
            At(Some.Event("tonight", "2023-05-01T18:00"), 3), At(Some.Event("lasts", "2023-04-28") with { Ends = Some.Moment("2023-05-03") }, 3), At(Some.Event("gone", "2023-04-30"), 12),
            At(Some.Call("taken-back", "2023-05-02") with { Status = ItemStatus.Withdrawn }, 6), At(Some.Call("unready", "2023-05-02") with { Status = ItemStatus.Draft }, null),
            At(new Event { Id = "no-day", Title = "x", Summary = "", Starts = default, Status = ItemStatus.Draft }, null),
        ];

        Assert.Equal(
            [
                (Urgency.Closing, "today"), (Urgency.Closing, "friday"), (Urgency.Closing, "seventh-day"), (Urgency.Closing, "seventh-midnight"), (Urgency.Open, "eighth-day"), (Urgency.Open, "late-may"), (Urgency.Open, "june"), (Urgency.Open, "endless"),
                (Urgency.Upcoming, "lasts"), (Urgency.Upcoming, "tonight"), (Urgency.Upcoming, "next-week"), (Urgency.Draft, "unready"), (Urgency.Draft, "no-day"),
                (Urgency.Rest, "fresh-news"), (Urgency.Rest, "over"), (Urgency.Rest, "decided"), (Urgency.Rest, "taken-back"), (Urgency.Rest, "gone"), (Urgency.Rest, "old-news"),
            ],
            BoardOrder.Of(items, Now, Some.Zone).Select(line => (line.Urgency, line.Stored.Item.Id)));
    }

    [Fact]
    public void The_order_is_the_same_in_whatever_order_items_come_and_every_item_is_in_it() => Chance.Times(100, random =>
    {
        var items = Enumerable.Range(0, 30)
            .Select(n => At(RandomItems.Of(random) with { Id = $"n{n}", Status = random.Of(ItemStatus.Draft, ItemStatus.Published, ItemStatus.Withdrawn) }, random.Of<int?>(null, 1, 2, 3))).ToArray();
        var ordered = BoardOrder.Of(items, Now, Some.Zone).Select(line => line.Stored.Ref).ToList();
        random.Shuffle(items);

        Assert.Equal(ordered, BoardOrder.Of(items, Now, Some.Zone).Select(line => line.Stored.Ref));
        Assert.Equal(items.Select(item => item.Ref).ToHashSet(), ordered.ToHashSet());
    });

    private static StoredItem At(Item item, int? daysAgo) =>
        new(item, 1, daysAgo is { } days ? Now - Duration.FromDays(days) : null, Now - Duration.FromHours(item.Id == "unready" ? 1 : 50));
}
