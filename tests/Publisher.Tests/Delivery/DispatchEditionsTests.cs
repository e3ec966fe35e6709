using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class DispatchEditionsTests : IAsyncLifetime
{
    private const string First = "biuletyn-0001";

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task From_the_timer_to_the_last_mail_nobody_has_to_help()
    {
        await product.TickAsync();
        await product.SubscribeAsync(3);
        await product.PublishAsync(Some.News("a"));
        product.PassTo("2023-05-01T06:00:00Z");
        Assert.Equal([$"Edition {First} is ready with 1 item: News a", $"Edition {First} is being sent"], await product.TickAsync());
        await product.DrainAsync();
        await product.TickAsync();

        Assert.Equal((3, EditionState.Sent), (product.Mail.Sent.Count, (await product.FindEditionAsync(First)).State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_a_long_list_nobody_waits_for_the_plan_and_a_lost_message_does_not_keep_it(bool isLost)
    {
        // One partition of 256 tells how long the list is: 30 in it stand for some 7,700.
        var readers = Enumerable.Range(1, 40_000).Select(number => Some.Subscriber($"reader{number}@example.org")).Where(reader => reader.Key.PartitionKey == "40").Take(30).ToList();
        await product.Get<ImportSubscribers>().AddAsync(readers, null, CancellationToken.None);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        Assert.False(edition.IsLeaving(product.Now));

        var (left, asked) = await product.Get<DispatchEditions>().AskOrSendAsync(edition, "Anna", CancellationToken.None);

        Assert.Null(asked);
        Assert.Equal((true, ""), (left.IsLeaving(product.Now), left.Plan));
        var work = Assert.Single(await product.TakeAsync<StartEditionWork>());
        if (isLost) await product.TickAsync();
        else Assert.Equal($"Edition {First} is being sent", await product.Get<DispatchEditions>().RunAsync(work, CancellationToken.None));
        // Doubled, it changes nothing.
        await product.Get<DispatchEditions>().RunAsync(work, CancellationToken.None);
        await product.DrainAsync();
        Assert.Equal((30, EditionState.Sent), (product.Mail.Sent.Count, (await product.FindEditionAsync(First)).State));
    }

    [Fact]
    public async Task A_lost_batch_is_queued_again_after_twenty_minutes_and_not_before()
    {
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();
        Assert.Single(await product.TakeAsync<SendBatchWork>());
        product.Pass(DeliveryRules.Default.Lost - Duration.FromSeconds(1));
        await product.TickAsync();
        Assert.Empty(await product.TakeAsync<SendBatchWork>());
        product.Pass(Duration.FromSeconds(1));

        Assert.Equal([$"Edition {First}: 1 batch without a word for long queued again"], await product.TickAsync());
        Assert.Equal([new SendBatchWork(First, 1)], await product.TakeAsync<SendBatchWork>());
    }

    [Fact]
    public async Task A_batch_that_waits_for_its_retry_is_not_taken_for_lost()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.News("a"));
        product.Mail.Answer = _ => RecordingMail.Deferred;
        await product.SendNowAsync();
        for (var pass = 0; pass < 4; pass++)
        {
            if (pass > 0) product.Pass(DeliveryRules.Default.Waits[pass - 1]);
            await product.SendBatchAsync(First);
        }

        await product.TakeAsync<SendBatchWork>();
        // The fifth pass is due 27 minutes after the fourth.
        product.Pass(DeliveryRules.Default.Lost + Duration.FromMinutes(26));

        Assert.Empty(await product.TickAsync());
        product.Pass(Duration.FromMinutes(1));
        Assert.Single(await product.TickAsync());
        Assert.Equal(1, (await product.Get<Batches>().FindAsync(First, 1, CancellationToken.None))!.Requeued);
    }

    [Fact]
    public async Task Who_plans_first_decides_and_who_comes_later_adds_nothing()
    {
        await product.SubscribeAsync(3);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await using var other = product.AnotherInstance();

        await Task.WhenAll(
            product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None), other.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None));
        await product.DrainAsync();

        Assert.Single(await product.Get<Batches>().OfAsync(First, CancellationToken.None));
        Assert.Equal(3, product.Mail.Sent.Count);
    }

    [Theory]
    [InlineData(EditionState.Skipped)]
    [InlineData(EditionState.Cancelled)]
    public async Task An_edition_that_is_over_is_not_sent(EditionState state)
    {
        var edition = new Edition(First, "biuletyn", 1, state, product.Now, []);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None));

        Assert.Contains(First, Assert.Single(refused.Faults).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edition_closes_once_and_moves_the_watermark()
    {
        await product.SubscribeAsync(2);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.SendNowAsync();
        var close = product.Get<CloseEdition>();
        Assert.Contains("is not done: 0 of 1 batches", await close.RunAsync(new CloseEditionWork(First), CancellationToken.None), StringComparison.Ordinal);
        await product.SendBatchAsync(First);
        product.Pass(Duration.FromMinutes(1));
        Assert.Contains("is sent: 2 accepted", await close.RunAsync(new CloseEditionWork(First), CancellationToken.None), StringComparison.Ordinal);
        var closed = await product.FindEditionAsync(First);
        product.Pass(Duration.FromMinutes(1));
        await close.RunAsync(new CloseEditionWork(First), CancellationToken.None);

        Assert.Equal((closed.ETag, closed.Closed), ((await product.FindEditionAsync(First)).ETag, product.Now - Duration.FromMinutes(1)));
        var progress = (await product.Get<DigestWatermarks>().ReadAsync("biuletyn", CancellationToken.None))!;
        Assert.Equal((1, edition.CutOff), (progress.Number, progress.Since));
        Assert.Contains("does not exist", await close.RunAsync(new CloseEditionWork("x"), CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_closing_is_found_by_the_timer()
    {
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();
        await product.SendBatchAsync(First);
        await product.TakeAsync<CloseEditionWork>();

        await product.TickAsync();

        Assert.Equal([new CloseEditionWork(First)], await product.TakeAsync<CloseEditionWork>());
    }
}
