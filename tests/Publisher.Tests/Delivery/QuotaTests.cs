using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class QuotaTests : IAsyncLifetime
{
    private const string First = "biuletyn-0001";

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync(rules: DeliveryRules.Default with { Quota = RelayPreset.Acs.Quota });

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_quota_becomes_batches_that_are_seen_one_after_the_other()
    {
        await product.SubscribeAsync(150);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.SendNowAsync();

        var plan = EditionPlan.Read(edition.Plan, RelayPreset.Acs.Quota);
        Assert.Equal(150, plan.Recipients);
        Assert.All(plan.Batches, batch => Assert.InRange(batch.Recipients, 1, 45));
        Assert.Equal(plan.Batches, plan.Batches.OrderBy(batch => batch.At));
        Assert.InRange(plan.Length, Duration.FromHours(1), Duration.FromHours(2));
        // Only what is due within ten minutes lies in the queue; a message that comes early goes back until its time.
        Assert.InRange((await product.Get<Batches>().OfAsync(First, CancellationToken.None)).Count(batch => batch.State == BatchState.Queued), 1, plan.Batches.Count - 1);
        Assert.Contains("waits until", await product.SendBatchAsync(First, plan.Batches.Count), StringComparison.Ordinal);
        Assert.Empty(product.Mail.Sent);
    }

    [Fact]
    public async Task The_timetable_moves_on_while_the_edition_is_paused()
    {
        await product.SubscribeAsync(80);
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();
        await product.Get<SteerEdition>().PauseAsync(await product.FindEditionAsync(First), CancellationToken.None);
        product.Pass(Duration.FromHours(5));
        await product.Get<SteerEdition>().ResumeAsync(await product.FindEditionAsync(First), CancellationToken.None);

        Assert.Contains("waits until", await product.SendBatchAsync(First, 2), StringComparison.Ordinal);
        Assert.DoesNotContain("waits until", await product.SendBatchAsync(First, 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_chose_what_ends_soon_is_served_first_and_everyone_once()
    {
        // Ten want the call that closes in half an hour; a hundred and twenty others do not.
        var urgent = Enumerable.Range(1, 10).Select(number => Some.Subscriber($"urgent{number}@example.org", new Interests([ItemKind.Call], [], []))).ToList();
        var others = Enumerable.Range(1, 120).Select(number => Some.Subscriber($"other{number}@example.org", new Interests([ItemKind.News], [], []))).ToList();
        await product.Get<ImportSubscribers>().AddAsync([.. urgent, .. others], null, CancellationToken.None);
        await product.PublishAsync(Some.Call("brief", "2023-04-30T12:40"));
        await product.PublishAsync(Some.News("a"));
        var ready = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        var forecast = await product.Get<LookAhead>().RunAsync(EditionStatus.Of(ready, []), CancellationToken.None);
        Assert.Contains(forecast.Warnings, warning => warning.StartsWith("call/brief ends before the last message leaves", StringComparison.Ordinal));
        var edition = await product.Get<DispatchEditions>().SendAsync(ready, CancellationToken.None);

        var plan = BatchPlan.Read(edition.Plan);
        Assert.Contains(plan, batch => batch.UrgentAt is not null);
        // As the queue would show them: each batch at its moments, in their order.
        var moments = plan.SelectMany((batch, at) => ((Duration?[])[batch.UrgentAt, batch.At]).OfType<Duration>().Select(time => (Time: time, Number: at + 1))).OrderBy(each => each.Time);
        foreach (var (time, number) in moments)
        {
            product.Pass(Duration.Max(Duration.Zero, edition.Origin!.Value + time - product.Now));
            await product.SendBatchAsync(First, number);
        }

        Assert.Equal(urgent.Select(each => each.Address).Order(StringComparer.Ordinal), product.Mail.Sent.Take(10).Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.Equal(130, product.Mail.Sent.Count);
        Assert.Equal(130, product.Mail.Sent.Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count());
        Assert.All(await product.Get<Batches>().OfAsync(First, CancellationToken.None), batch => Assert.Equal(BatchState.Done, batch.State));
    }

    [Fact]
    public async Task A_large_list_without_a_quota_is_planned_from_a_sample()
    {
        await using var unlimited = await TestProduct.StartAsync();
        await unlimited.SubscribeAsync(6000);
        await unlimited.PublishAsync(Some.News("a"));
        var edition = await unlimited.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);

        var plan = await unlimited.Get<PlanEdition>().MakeAsync(edition, CancellationToken.None);

        Assert.InRange(plan.Recipients, 4500, 7500);
        Assert.InRange(plan.Batches.Count, 3, 5);
    }
}
