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

    [Fact]
    public async Task What_goes_in_the_place_of_a_cancelled_edition_does_not_wait_until_that_one_would_have_been_through()
    {
        await product.SubscribeAsync(900);
        await product.PublishAsync(Some.News("a"));
        var first = await product.SendNowAsync();
        Assert.InRange(EditionPlan.Read(first.Plan, RelayPreset.Acs.Quota).Length, Duration.FromHours(8), Duration.FromHours(24));
        await product.Get<SteerEdition>().CancelAsync(await product.FindEditionAsync(First), CancellationToken.None);

        var plan = await product.Get<PlanEdition>().MakeAsync(await AnnounceAsync("Sprostowanie", "pl"), CancellationToken.None);

        Assert.InRange(plan.Batches[0].First, Duration.Zero, Duration.FromMinutes(1));
    }

    [Fact]
    public async Task A_paused_edition_makes_room_and_goes_on_behind_what_was_planned_meanwhile()
    {
        await product.SubscribeAsync(90);
        await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber("uk@example.org") with { Language = "uk" }], null, CancellationToken.None);
        var first = await product.Get<DispatchEditions>().SendAsync(await AnnounceAsync("Jeden", "pl"), CancellationToken.None);
        first = await product.Get<SteerEdition>().PauseAsync(first, CancellationToken.None);
        product.Pass(Duration.FromMinutes(10));
        var meanwhile = await product.Get<DispatchEditions>().SendAsync(await AnnounceAsync("Dwa", "pl"), CancellationToken.None);
        product.Pass(Duration.FromMinutes(10));
        first = await product.Get<SteerEdition>().ResumeAsync(first, CancellationToken.None);
        var last = await product.Get<DispatchEditions>().SendAsync(await AnnounceAsync("Trzy", "uk"), CancellationToken.None);

        var leaving = new[] { first, meanwhile, last }.SelectMany(edition => BatchPlan.Read(edition.Plan).Select(batch => (edition.Id, At: edition.Origin!.Value + batch.First, batch.Recipients))).ToList();
        Assert.Equal(product.Now - Duration.FromMinutes(10), meanwhile.Origin!.Value + BatchPlan.Read(meanwhile.Plan)[0].First);
        Assert.All(leaving, batch => Assert.InRange(leaving.Where(other => other.At >= batch.At && other.At < batch.At + Duration.FromHours(1)).Sum(other => other.Recipients), 1, 100));
        Assert.Contains("waits until", await product.SendBatchAsync(first.Id, 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_many_editions_are_on_their_way_the_relay_gets_no_more_in_an_hour_than_its_quota()
    {
        await product.SubscribeAsync(90);
        await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber("uk@example.org") with { Language = "uk" }], null, CancellationToken.None);
        var leaving = new List<(Instant At, int Count)>();
        foreach (var (subject, language) in ((string, string)[])[("Jeden", "pl"), ("Dwa", "uk"), ("Trzy", "pl")])
        {
            var edition = await product.Get<DispatchEditions>().SendAsync(await AnnounceAsync(subject, language), CancellationToken.None);
            leaving.AddRange(BatchPlan.Read(edition.Plan).Select(batch => (edition.Origin!.Value + batch.First, batch.Recipients)));
        }

        Assert.Equal(181, leaving.Sum(batch => batch.Count));
        Assert.All(leaving, batch => Assert.InRange(leaving.Where(other => other.At >= batch.At && other.At < batch.At + Duration.FromHours(1)).Sum(other => other.Count), 1, 100));
    }

    [Fact]
    public async Task Of_two_editions_planned_at_the_same_time_one_is_planned_behind_the_other()
    {
        await product.SubscribeAsync(90);
        await using var other = product.AnotherInstance();
        var (one, two) = (await AnnounceAsync("Jeden", "pl"), await AnnounceAsync("Dwa", "pl"));

        var sent = await Task.WhenAll(product.Get<DispatchEditions>().SendAsync(one, CancellationToken.None), other.Get<DispatchEditions>().SendAsync(two, CancellationToken.None));

        var begins = sent.Select(edition => edition.Origin!.Value + BatchPlan.Read(edition.Plan)[0].First).Order().ToList();
        Assert.InRange(begins[1] - begins[0], Duration.FromHours(1), Duration.FromHours(2));
    }

    [Fact]
    public async Task Who_is_served_first_is_served_though_the_whole_takes_longer_than_a_queue_hides_a_message()
    {
        await using var slow = await TestProduct.StartAsync(rules: DeliveryRules.Default with { Quota = RelayPreset.SendGridFree.Quota });
        var others = Enumerable.Range(1, 1200).Select(number => Some.Subscriber($"other{number}@example.org", new Interests([ItemKind.News], [], [])));
        await slow.Get<ImportSubscribers>().AddAsync([Some.Subscriber("urgent@example.org"), .. others], null, CancellationToken.None);
        await slow.PublishAsync(Some.Call("brief", "2023-05-06T12:40"));
        await slow.PublishAsync(Some.News("a"));
        var plan = BatchPlan.Read((await slow.SendNowAsync()).Plan);
        var urgent = plan.Select((batch, at) => (batch, Number: at + 1)).Single(each => each.batch.UrgentAt is not null);
        Assert.True(urgent.batch.At > Duration.FromDays(7), "The test's list has to be longer.");

        await slow.SendBatchAsync(First, urgent.Number);

        Assert.Equal("urgent@example.org", Assert.Single(slow.Mail.Sent).To);
        Assert.Equal((BatchState.Queued, 0), await slow.Get<Batches>().FindAsync(First, urgent.Number, CancellationToken.None) is { } batch ? (batch.State, batch.Failures) : default);
    }

    private Task<Edition> AnnounceAsync(string subject, string language) => product.Get<AnnounceItem>().RunAsync(
        new AnnouncementWish(null, subject, "Tekst.", "pl", Audience.Everyone with { Languages = [language] }), CancellationToken.None);
}
