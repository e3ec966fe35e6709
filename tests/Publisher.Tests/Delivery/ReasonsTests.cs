using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class ReasonsTests
{
    private static readonly Instant Now = Instant.FromUtc(2023, 5, 2, 6, 0);

    private static readonly Edition Earlier = new("biuletyn-0003", "biuletyn", 3, EditionState.Sent, Now - Duration.FromDays(7), []);

    [Fact]
    public void What_is_in_says_under_which_heading_and_what_is_out_says_why() => Assert.Equal(
        [
            "call/x: in, under Closing: its deadline is at most 7 days away",
            "event/z: in, under Events soon: no edition has brought it yet",
            "news/d: out: it is a draft",
            "news/y: out: biuletyn-0003 brought it",
        ],
        Said(Interests.Everything));

    [Fact]
    public void Who_chose_something_else_is_told_what_they_chose()
    {
        Assert.Contains("event/z: in the edition, but not for this reader: they chose the districts Rubinkowo, Stawki", Said(new([], ["rubinkowo", "stawki"], [])));
        Assert.Contains("event/z: in the edition, but not for this reader: they chose the kind call and the district Rubinkowo and the topic sport", Said(new([ItemKind.Call], ["rubinkowo"], ["sport"])));
        Assert.Contains("call/x: in the edition, but not for this reader: they chose the kinds event, news", Said(new([ItemKind.Event, ItemKind.News], [], [])));
    }

    [Fact]
    public void What_was_withdrawn_or_is_over_by_the_time_of_leaving_says_so()
    {
        Assert.Contains("call/x: in the edition, but not for this reader: it was withdrawn after the edition was made", Said(Interests.Everything, withdrawn: new ItemRef(ItemKind.Call, "x")));
        var late = Said(Interests.Everything, at: Now + Duration.FromDays(30));
        Assert.Contains("call/x: in the edition, but not for this reader: its deadline has passed since the edition was made", late);
        Assert.Contains("event/z: in the edition, but not for this reader: it is over since the edition was made", late);
    }

    [Fact]
    public void An_item_is_in_just_where_the_mail_has_it()
    {
        Interests[] all = [Interests.Everything, new([ItemKind.Call], [], []), new([], ["wrzosy"], []), new([], ["stawki"], []), new([], [], ["kultura"]), new([], [], ["sport"]), new([ItemKind.News], ["wrzosy"], ["sport"])];
        foreach (var interests in all)
        {
            foreach (var days in (int[])[0, 4, 30])
            {
                var (reader, now) = (Some.Subscriber("jan@example.org", interests), Now + Duration.FromDays(days));
                var decisions = Decide();
                IReadOnlyList<DigestEntry> entries = [.. decisions.Where(decision => decision.Section is not null).Select(decision => decision.Entry)];
                var compiled = new CompiledEdition("biuletyn-0004", Now, null, entries, new Dictionary<string, Publisher.Mail.Merge.MergeProgram>(), new HashSet<ItemRef>(), Some.Zone);

                var reasons = Reasons.For(decisions, compiled.Withdrawn, reader, TestProduct.Settings.Districts, now, Some.Zone);

                Assert.Equal(
                    entries.Where((_, at) => compiled.Offers(at, reader, now)).Select(entry => entry.Item.Ref),
                    reasons.Where(reason => reason.Place == Place.In).Select(reason => reason.Item));
            }
        }
    }

    private static IReadOnlyList<Decision> Decide()
    {
        Item[] items =
        [
            Some.Call("x", "2023-05-05"),
            Some.Event("z", "2023-05-06") with { Districts = ["wrzosy"], Topics = ["kultura"] },
            Some.News("y"),
            Some.News("d") with { Status = ItemStatus.Draft },
        ];
        var brought = new Dictionary<ItemRef, Brought>
        {
            [new(ItemKind.Call, "x")] = new(1, Earlier, new HashSet<Section> { Section.Calls }),
            [new(ItemKind.News, "y")] = new(1, Earlier, new HashSet<Section> { Section.News }),
        };
        return SelectItems.Decide(items.Select(item => new StoredItem(item, 1, Now, Now)), brought, new Dictionary<ItemRef, Item>(), Now, Some.Zone);
    }

    private static IReadOnlyList<string> Said(Interests interests, ItemRef? withdrawn = null, Instant? at = null) =>
        [.. Reasons.For(
            Decide(), withdrawn is { } one ? new HashSet<ItemRef> { one } : [], Some.Subscriber("jan@example.org", interests), TestProduct.Settings.Districts, at ?? Now, Some.Zone)
            .Select(reason => reason.ToString())];
}
