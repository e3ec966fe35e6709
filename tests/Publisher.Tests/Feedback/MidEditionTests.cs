using NodaTime;
using Publisher.Delivery;
using Publisher.Feedback;
using Publisher.Subscribers;

namespace Publisher.Tests.Feedback;

public sealed class MidEditionTests
{
    private const string First = "biuletyn-0001";

    [Fact]
    public async Task Who_complains_while_a_batch_runs_gets_nothing_from_the_next_window_on()
    {
        await using var product = await TestProduct.StartAsync(rules: DeliveryRules.Default with { WindowSize = 5 });
        var people = (await product.SubscribeAsync(20)).OrderBy(person => person.Key.Hex, StringComparer.Ordinal).ToList();
        await product.PublishAsync(Some.News("one"));
        await product.SendNowAsync();
        product.Mail.Arrived = async _ =>
        {
            // Within the first window: about one of this window, who has theirs, and about two of later ones.
            if (product.Mail.Sent.Count != 4) return;
            product.Pass(SuppressedInRange.LookEvery);
            await product.Get<TakeFeedback>().RunAsync(
                [.. new[] { people[0], people[5], people[19] }.Select(person => new FeedbackEvent("x", FeedbackKind.HardBounce, person.Key, product.Now, "test"))], CancellationToken.None);
        };

        await product.SendBatchAsync(First);

        var sent = product.Mail.Sent.Select(mail => mail.To).ToList();
        Assert.Equal(people.Where((_, at) => at is not (5 or 19)).Select(person => person.Address), sent);
        Assert.Equal(2, (await product.Get<Batches>().FindAsync(First, 1, CancellationToken.None))!.Tally.Suppressed);
    }

    [Fact]
    public async Task However_fast_the_windows_are_storage_is_not_asked_more_than_once_a_second()
    {
        await using var product = await TestProduct.StartAsync();
        var suppressed = await product.Get<Suppressions>().OpenAsync(KeyRange.Everything, CancellationToken.None);
        var key = Some.Subscriber("late@example.org").Key;
        await product.Get<Suppressions>().AddAsync(key, Suppressions.Bounced, CancellationToken.None);

        product.Pass(SuppressedInRange.LookEvery - Duration.FromMilliseconds(1));
        await suppressed.RefreshAsync(CancellationToken.None);
        Assert.False(suppressed.Contains(key));
        product.Pass(Duration.FromMilliseconds(1));
        await suppressed.RefreshAsync(CancellationToken.None);
        Assert.True(suppressed.Contains(key));
    }
}
