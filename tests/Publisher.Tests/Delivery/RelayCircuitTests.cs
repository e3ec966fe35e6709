using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Mail.Transport;

namespace Publisher.Tests.Delivery;

public sealed class RelayCircuitTests : IAsyncLifetime
{
    private const string First = "biuletyn-0001";

    private static readonly DeliveryOutcome Unreachable = new(DeliveryStatus.Deferred, DeliveryReason.Connection);

    private static readonly DeliveryOutcome Closing = new(DeliveryStatus.Deferred, DeliveryReason.Server, 421);

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_relay_that_is_away_stops_every_instance_and_nobody_is_given_up()
    {
        await SendAsync(80, "00 80");
        await using var other = product.AnotherInstance();
        product.Mail.Answer = _ => Unreachable;
        await product.SendBatchAsync(First, 1);
        Assert.Equal(Window.MaxSize, product.Mail.Sent.Count);

        Assert.Contains("the relay is left alone (connection)", await other.SendBatchAsync(First, 2), StringComparison.Ordinal);
        Assert.Contains("the relay is left alone", await product.SendBatchAsync(First, 1), StringComparison.Ordinal);
        Assert.Equal(Window.MaxSize, product.Mail.Sent.Count);

        // For two days one message after the other is tried, and no more.
        for (var trial = 0; trial < 200; trial++)
        {
            var before = product.Mail.Sent.Count;
            product.Pass(Duration.FromMinutes(15) + Duration.FromSeconds(40));
            await product.SendBatchAsync(First, 1);
            await other.SendBatchAsync(First, 2);
            Assert.Equal(before + 1, product.Mail.Sent.Count);
        }

        Assert.Equal((0, 0), ((await BatchAsync(1)).Attempt, (await BatchAsync(2)).Attempt));
        product.Mail.Answer = _ => RecordingMail.Accepted;
        product.Pass(Duration.FromMinutes(16));
        await product.SendBatchAsync(First, 1);
        product.Pass(Duration.FromSeconds(2));
        await other.SendBatchAsync(First, 2);

        Assert.Equal(80, product.Mail.Sent.Where(mail => mail.Outcome == RecordingMail.Accepted).Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(80, product.Mail.Sent.Count(mail => mail.Outcome == RecordingMail.Accepted));
        Assert.Equal((BatchState.Done, BatchState.Done), ((await BatchAsync(1)).State, (await BatchAsync(2)).State));
    }

    [Fact]
    public async Task A_relay_that_asks_to_slow_down_slows_every_instance()
    {
        await SendAsync(80, "00 80");
        await using var other = product.AnotherInstance();
        product.Mail.Answer = _ => product.Mail.Sent.Count < 20 ? RecordingMail.Accepted : Closing;
        await product.SendBatchAsync(First, 1);
        Assert.Equal(Window.MaxSize, product.Mail.Sent.Count);
        product.Mail.Answer = _ => RecordingMail.Accepted;

        Assert.Contains("the relay is left alone (server, reply 421)", await other.SendBatchAsync(First, 2), StringComparison.Ordinal);
        product.Pass(Duration.FromSeconds(45));
        await other.SendBatchAsync(First, 2);
        await product.SendBatchAsync(First, 1);

        Assert.Equal(80, product.Mail.Sent.Where(mail => mail.Outcome == RecordingMail.Accepted).Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(80, product.Mail.Sent.Count(mail => mail.Outcome == RecordingMail.Accepted));
        Assert.Equal(1, (await BatchAsync(1)).Attempt);
    }

    [Theory]
    [InlineData(451, DeliveryReason.Server, 5)]
    [InlineData(421, DeliveryReason.Connection, 1)]
    public async Task Recipients_whom_the_relay_puts_off_for_ever_have_failed_in_the_end_and_stop_nobody_else(int code, DeliveryReason reason, int count)
    {
        await SendAsync(20, "00");
        await product.TakeAsync<SendBatchWork>();
        var dead = Enumerable.Range(1, count).Select(number => $"reader{number}@example.org").ToHashSet(StringComparer.Ordinal);
        product.Mail.Answer = mail => dead.Contains(mail.To) ? new(DeliveryStatus.Deferred, reason, code) : RecordingMail.Accepted;

        for (var time = 0; time < 200 && (await BatchAsync(1)).State != BatchState.Done; time++)
        {
            await product.SendBatchAsync(First);
            // The relay is not called away for what it answered before.
            if (time > 1) Assert.NotEqual(RelayState.Away, (await product.Get<RelayPaces>().CurrentAsync(CancellationToken.None)).State);
            product.Pass(Duration.FromMinutes(16));
        }

        Assert.Equal(new Tally(20 - count, 0, 0, count, 0, 0, 0), (await BatchAsync(1)).Tally);
        Assert.InRange(product.Now - Instant.FromUtc(2023, 4, 30, 10, 0), DeliveryRules.Default.RetryFor, DeliveryRules.Default.RetryFor + Duration.FromHours(6));
    }

    [Fact]
    public async Task Staff_see_that_the_relay_is_away_and_until_when_it_is_left_alone()
    {
        await SendAsync(5, "00");
        product.Mail.Answer = _ => Unreachable;
        await product.SendBatchAsync(First);

        var status = await EditionStatus.ReadAsync(await product.FindEditionAsync(First), product.Get<Batches>(), CancellationToken.None);
        var outlook = await product.Get<LookAhead>().RunAsync(status, CancellationToken.None);

        Assert.Contains(outlook.Warnings, warning => warning.StartsWith("the relay is away: connection; it is left alone until 2023-04-30 10:00:30", StringComparison.Ordinal));
    }

    private async Task SendAsync(int count, string plan)
    {
        await product.SubscribeAsync(count);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(edition.To(EditionState.Sending) with { Plan = plan }, CancellationToken.None);
        await product.TickAsync();
    }

    private async Task<Batch> BatchAsync(int number) => (await product.Get<Batches>().FindAsync(First, number, CancellationToken.None))!;
}
