using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.Tests.Editions;

public sealed class SelectItemsTests
{
    /// <summary>A Monday, eight in the morning in Warsaw.</summary>
    private static readonly Instant Now = Instant.FromUtc(2023, 5, 1, 6, 0);

    [Fact]
    public void What_is_over_or_withdrawn_or_a_draft_is_left_out_and_it_is_said_why()
    {
        var decisions = Decide([
            Some.Call("over", "2023-05-01T07:59"), Some.Call("open", "2023-05-01T08:01"), Some.Event("yesterday", "2023-04-30"), Some.Event("today", "2023-05-01"),
            Some.News("new"), Some.News("gone") with { Status = ItemStatus.Withdrawn }, Some.News("draft") with { Status = ItemStatus.Draft },
        ]);

        Assert.Equal(["call/open closing", "event/today eventssoon", "news/new news"], In(decisions));
        Assert.Equal(
            ["call/over its deadline has passed", "event/yesterday it is over", "news/draft it is a draft", "news/gone it was withdrawn"],
            decisions.Where(decision => decision.Section is null).Select(decision => $"{decision.Stored.Ref} {decision.Why}"));
    }

    [Fact]
    public void The_most_urgent_comes_first_whatever_was_published_first() => Assert.Equal(
        [
            "call/soon closing", "call/week closing", "call/eight-days calls", "call/open-ended calls", "event/first eventssoon", "event/sunday eventssoon", "event/next-monday events",
            "call/granted results", "news/a news", "news/b news",
        ],
        In(Decide([
            Some.News("b"), Some.Event("next-monday", "2023-05-08"), Some.Call("open-ended"), Some.News("a"), Some.Call("week", "2023-05-08T15:00"), Some.Call("eight-days", "2023-05-09"),
            Some.Event("sunday", "2023-05-07T23:00"), Some.Event("first", "2023-05-01T10:00"), Some.Call("soon", "2023-05-04"), Granted("granted"),
        ])));

    [Fact]
    public void A_deadline_at_midnight_is_as_near_as_the_day_that_ends_with_it() => Assert.Equal(
        ["call/a-last-day closing", "call/b-midnight closing", "call/minute-later calls"],
        In(Decide([Some.Call("minute-later", "2023-05-09T00:01"), Some.Call("a-last-day", "2023-05-08"), Some.Call("b-midnight", "2023-05-09T00:00")])));

    [Fact]
    public void What_an_edition_has_brought_is_not_brought_again()
    {
        var items = new Item[] { Some.Call("call", "2023-06-01"), Some.Event("event", "2023-05-20"), Some.News("news"), Granted("granted") };

        Assert.Empty(In(Decide(items, Brought(Section.Calls, "call"), Brought(Section.Events, "event"), Brought(Section.News, "news"), Brought(Section.Results, "granted"))));
    }

    [Fact]
    public void A_call_is_brought_once_more_when_its_deadline_is_near()
    {
        var call = Some.Call("a", "2023-05-08");

        Assert.Equal(["call/a closing"], In(Decide([call], Brought(Section.Calls, "a"))));
        Assert.Empty(In(Decide([call], Brought(Section.Closing, "a"))));
        Assert.Empty(In(Decide([call], Brought(Section.Calls, "a"), Brought(Section.Closing, "a"))));
    }

    [Fact]
    public void A_call_with_results_is_brought_once_more_long_after_its_deadline()
    {
        Assert.Equal(["call/a results"], In(Decide([Granted("a")], Brought(Section.Closing, "a"))));
        Assert.Empty(In(Decide([Granted("a")], Brought(Section.Closing, "a"), Brought(Section.Results, "a"))));
    }

    [Theory]
    [InlineData("2023-06-01", "2023-06-15", "call/a changed")]
    [InlineData("2023-06-01", "2023-05-05", "call/a closing")]
    [InlineData("2023-06-01", "2023-06-01", "")]
    public void A_deadline_that_was_moved_is_brought_with_what_it_was(string was, string now, string decision)
    {
        var (before, after) = (Some.Call("a", was), Some.Call("a", now) with { Summary = "With other words." });

        var decisions = SelectItems.Decide(
            [Stored(after, 2)], new Dictionary<ItemRef, Brought> { [after.Ref] = Brought(Section.Calls, "a").Brought }, new Dictionary<ItemRef, Item> { [after.Ref] = before }, Now, Some.Zone);

        Assert.Equal(decision, string.Join("", In(decisions)));
        Assert.Equal(decision.Length > 0 ? before : null, decisions[0].Before);
    }

    [Fact]
    public void Each_item_is_in_an_edition_once() => Chance.Times(200, random =>
    {
        var items = Enumerable.Range(0, random.Next(1, 30)).Select(at => random.Next(3) switch
        {
            0 => (Item)Some.Call($"c{at}", Some.Moment("2023-05-01").Date.PlusDays(random.Next(-3, 20)).ToString("uuuu-MM-dd", null)),
            1 => Some.Event($"e{at}", Some.Moment("2023-05-01").Date.PlusDays(random.Next(-3, 20)).ToString("uuuu-MM-dd", null)),
            _ => Some.News($"n{at}"),
        }).ToList();

        var decisions = Decide(items);

        Assert.Equal(items.Count, decisions.Select(decision => decision.Stored.Ref).Distinct().Count());
        Assert.Equal(decisions.Count(decision => decision.Section is not null), decisions.TakeWhile(decision => decision.Section is not null).Count());
        Assert.Equal(decisions.Select(decision => decision.Section ?? (Section)99).Order(), decisions.Select(decision => decision.Section ?? (Section)99));
    });

    private static Call Granted(string id) => Some.Call(id, "2023-03-01") with { Results = new CallResults("Three projects got money.", "") };

    private static StoredItem Stored(Item item, int version = 1) => new(item, version, Now - Duration.FromHours(2), Now - Duration.FromHours(2));

    private static (ItemRef Ref, Brought Brought) Brought(Section section, string id)
    {
        var kind = section switch { Section.EventsSoon or Section.Events => ItemKind.Event, Section.News => ItemKind.News, _ => ItemKind.Call };
        return (new ItemRef(kind, id), new Brought(1, new Edition("weekly-0001", "weekly", 1, EditionState.Sent, Now - Duration.FromDays(7), []), new HashSet<Section> { section }));
    }

    private static IReadOnlyList<Decision> Decide(IEnumerable<Item> items, params (ItemRef Ref, Brought Brought)[] brought) => SelectItems.Decide(
        items.Select(item => Stored(item)),
        brought.GroupBy(each => each.Ref).ToDictionary(
            group => group.Key, group => group.First().Brought with { Sections = group.SelectMany(each => each.Brought.Sections).ToHashSet() }),
        new Dictionary<ItemRef, Item>(),
        Now,
        Some.Zone);

    private static IEnumerable<string> In(IEnumerable<Decision> decisions) =>
        decisions.Where(decision => decision.Section is not null).Select(decision => $"{decision.Stored.Ref} {decision.Section.ToString()!.ToLowerInvariant()}");
}
