using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Tests.Rendering;

public sealed class MergedMailTests
{
    [Fact]
    public void A_reader_gets_exactly_the_items_they_chose() => Chance.Times(150, random =>
    {
        var items = Enumerable.Range(0, random.Next(1, 9)).Select(at => Any(random, at)).ToList();
        var interests = new Interests(Some(random, ItemKind.Call, ItemKind.Event, ItemKind.News), Some(random, "rubinkowo", "stawki"), Some(random, "sport", "zdrowie"));

        var mail = Rendered.Merge(items, Testing.Some.Subscriber("jan@example.org", interests, random.Of("", "Jan")));

        foreach (var item in items)
        {
            Assert.Equal(interests.Want(item), mail.Message.Html.Contains(item.Title, StringComparison.Ordinal));
            Assert.Equal(interests.Want(item), mail.Message.Text.Contains(item.Title, StringComparison.Ordinal));
        }

        Assert.Equal(items.FirstOrDefault(interests.Want)?.Title ?? "", mail.Message.Subject);
        Assert.DoesNotMatch("[\uE000\uE001]|\\{\\{", mail.Message.Subject + mail.Message.Text + mail.Message.Html);
        Assert.Matches(@"(?m)^List-Unsubscribe: <https://news\.example\.org/unsubscribe/[\w-]+>", mail.Header);
        Assert.Contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click", mail.Header, StringComparison.Ordinal);
    });

    private static Item Any(Random random, int at)
    {
        Item item = random.Next(3) switch
        {
            0 => Testing.Some.Call($"c{at}", "2023-06-01"),
            1 => Testing.Some.Event($"e{at}", "2023-06-01T10:00"),
            _ => Testing.Some.News($"n{at}"),
        };
        return item with { Title = $"Title({at})", Districts = Some(random, "rubinkowo", "stawki"), Topics = Some(random, "sport", "zdrowie") };
    }

    private static T[] Some<T>(Random random, params T[] values) => [.. values.Where(_ => random.Next(3) == 0)];
}
