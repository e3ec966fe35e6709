using Publisher.Archive;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class MailsAMonthTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync("2023-04-30T10:00:00Z");

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Mails_are_counted_over_three_months_by_what_would_have_been_in_them()
    {
        await product.PublishAsync(Some.Call("anywhere"));
        await product.PublishAsync(Some.News("rubinkowo") with { Districts = ["rubinkowo"] });
        for (var week = 0; week < 20; week++) await SentAsync("biuletyn", week * 7, week % 2 == 0 ? ["call/anywhere@1:calls"] : ["news/rubinkowo@1:news"]);
        await SentAsync("monthly", 3, ["call/anywhere@1:closing", "news/rubinkowo@1:news"]);
        await SentAsync("monthly", 33, ["call/anywhere@1:calls"]);
        await SentAsync("monthly", 63, ["news/gone@1:news"]);

        var past = await ReadAsync();

        Assert.Equal((2, 2), (past.Of(Rhythm.Weekly, calls: true, Interests.Everything), past.Of(Rhythm.Weekly, calls: false, Interests.Everything)));
        Assert.Equal(4, past.Of(RhythmChoice.Usual, Interests.Everything));
        Assert.Equal((2, 0), (past.Of(Rhythm.Weekly, true, In("stawki")), past.Of(Rhythm.Weekly, false, In("stawki"))));
        // Two in 63 days, and one with a deadline.
        Assert.Equal((1, 0), (past.Of(Rhythm.Monthly, true, Interests.Everything), past.Of(Rhythm.Monthly, true, Interests.Of(["deadlines"], ["stawki"], []))));
        Assert.Equal(0, past.Of(Rhythm.Weekly, true, Interests.Of(["deadlines"], [], [])));
    }

    [Fact]
    public async Task An_announcement_is_counted_for_everyone_whom_it_would_have_reached()
    {
        await product.PublishAsync(Some.Call("a"));
        await product.PublishAsync(Some.Call("b"));
        for (var number = 0; number < 3; number++) await SentAsync(Edition.Announcement, number * 10, ["call/a@1:calls"]);
        await SentAsync("biuletyn", 88, ["call/b@1:calls"]);

        var past = await ReadAsync();

        Assert.Equal((1, 0), (past.Of(Rhythm.Weekly, true, Interests.Everything), past.Of(Rhythm.Weekly, false, Interests.Everything)));
        Assert.Equal(1, past.Of(RhythmChoice.Usual, Interests.Everything));
    }

    [Fact]
    public async Task Of_a_rhythm_that_is_younger_than_four_weeks_nobody_can_say()
    {
        await SentAsync("biuletyn", 27, []);
        await SentAsync("at-once", 28, []);

        var past = await ReadAsync();

        Assert.Null(past.Of(Rhythm.Weekly, true, Interests.Everything));
        Assert.Null(past.Of(Rhythm.Monthly, true, Interests.Everything));
        Assert.Equal(0, past.Of(Rhythm.AtOnce, true, Interests.Everything));
        Assert.Null(past.Of(new RhythmChoice(Rhythm.AtOnce, Rhythm.Weekly), Interests.Everything));
    }

    [Fact]
    public async Task What_was_counted_is_good_for_ten_minutes()
    {
        await ReadAsync();
        await product.PublishAsync(Some.News("a"));
        await SentAsync("biuletyn", 30, ["news/a@1:news"]);

        Assert.Null((await ReadAsync()).Of(Rhythm.Weekly, false, Interests.Everything));
        product.Pass(Duration.FromMinutes(10));
        Assert.Equal(1, (await ReadAsync()).Of(Rhythm.Weekly, false, Interests.Everything));
    }

    private static Interests In(string district) => new([], [district], []);

    private Task<MailsAMonth.MailsPast> ReadAsync() => product.Get<MailsAMonth>().ReadAsync(CancellationToken.None);

    private Task SentAsync(string digest, int daysAgo, string[] items)
    {
        var at = product.Now - Duration.FromDays(daysAgo);
        return product.Get<EditionList>().AddAsync(
            new Edition($"{digest}-{daysAgo:0000}", digest, daysAgo + 1, EditionState.Sent, at, [.. items.Select(EditionItem.Parse)]) { Released = at }, CancellationToken.None);
    }
}
