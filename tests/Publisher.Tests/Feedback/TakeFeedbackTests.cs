using NodaTime;
using Publisher.Feedback;
using Publisher.Subscribers;

namespace Publisher.Tests.Feedback;

public sealed class TakeFeedbackTests : IAsyncLifetime
{
    private static readonly SubscriberKey Reader = Some.Subscriber("reader1@example.org").Key;

    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        await product.SubscribeAsync(2);
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_hard_bounce_suppresses_at_once_and_the_subscription_stays()
    {
        Assert.Equal(new FeedbackTally(1, 0, 0), await TakeAsync(Report("a", FeedbackKind.HardBounce)));

        Assert.Equal(Suppressions.Bounced, (await SuppressionAsync())!.Reason);
        Assert.Equal(SubscriptionStatus.Confirmed, (await product.Get<SubscriberList>().FindAsync(Reader, CancellationToken.None))!.Status);
        Assert.True(await product.Get<Suppressions>().StopsAllAsync(Reader, CancellationToken.None));
        Assert.Equal(["Suppressed · bounce · bounced"], await HistoryAsync());
    }

    [Fact]
    public async Task A_complaint_ends_the_subscription_too_and_the_history_says_so()
    {
        await TakeAsync(Report("a", FeedbackKind.HardBounce), Report("b", FeedbackKind.Complaint));

        Assert.Equal(Suppressions.Complained, (await SuppressionAsync())!.Reason);
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await product.Get<SubscriberList>().FindAsync(Reader, CancellationToken.None))!.Status);
        Assert.Contains("Unsubscribed · complaint · ", await HistoryAsync());
    }

    [Fact]
    public async Task The_third_soft_bounce_in_30_days_suppresses_and_the_same_one_counts_once()
    {
        for (var time = 0; time < 5; time++) await TakeAsync(Report("a", FeedbackKind.SoftBounce));
        await TakeAsync(Report("b", FeedbackKind.SoftBounce));
        Assert.Null(await SuppressionAsync());

        Assert.Equal(new FeedbackTally(1, 1, 0), await TakeAsync(Report("c", FeedbackKind.SoftBounce), Report("b", FeedbackKind.SoftBounce)));

        Assert.Equal(Suppressions.BouncedOften, (await SuppressionAsync())!.Reason);
    }

    [Fact]
    public async Task The_same_name_from_two_sources_is_two_reports()
    {
        await TakeAsync(Report("a", FeedbackKind.SoftBounce), Report("a", FeedbackKind.SoftBounce) with { Source = "inbound" }, Report("b", FeedbackKind.SoftBounce));

        Assert.Equal(Suppressions.BouncedOften, (await SuppressionAsync())!.Reason);
    }

    [Fact]
    public async Task Two_instances_told_the_same_at_once_do_it_once()
    {
        await using var other = product.AnotherInstance();
        var report = Report("a", FeedbackKind.Complaint);

        var tallies = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            (number % 2 == 0 ? product : other).Get<TakeFeedback>().RunAsync([report], CancellationToken.None)));

        Assert.Equal((1, 7), (tallies.Sum(tally => tally.Taken), tallies.Sum(tally => tally.Repeated)));
        Assert.Equal(["Suppressed · complaint · complained", "Unsubscribed · complaint · "], (await HistoryAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_broke_off_before_anything_followed_follows_when_it_is_said_again()
    {
        var report = Report("a", FeedbackKind.HardBounce);
        await product.Get<FeedbackLog>().AddAsync(Reader, report.Id, new FeedbackEntry(report.Kind, report.At, report.Source, ""), CancellationToken.None);
        Assert.Null(await SuppressionAsync());

        Assert.Equal(new FeedbackTally(0, 1, 0), await TakeAsync(report));

        Assert.Equal(Suppressions.Bounced, (await SuppressionAsync())!.Reason);
    }

    [Fact]
    public async Task Who_is_not_ours_and_what_is_too_old_leave_no_trace()
    {
        var stranger = Some.Subscriber("stranger@example.org").Key;

        Assert.Equal(new FeedbackTally(0, 0, 1), await TakeAsync(Report("a", FeedbackKind.HardBounce) with { Subscriber = stranger }));
        Assert.Equal(new FeedbackTally(0, 0, 1), await TakeAsync(Report("a", FeedbackKind.HardBounce) with { At = product.Now - Duration.FromDays(91) }));

        Assert.Null(await SuppressionAsync());
        Assert.Null(await product.Get<Suppressions>().FindAsync(stranger, CancellationToken.None));
        Assert.Empty(await product.Get<FeedbackLog>().OfAsync(stranger, CancellationToken.None));
    }

    [Fact]
    public async Task Lifted_by_staff_an_address_is_mailed_again_and_no_repetition_takes_that_back()
    {
        var (bounce, complaint) = (Report("a", FeedbackKind.HardBounce), Report("b", FeedbackKind.HardBounce));
        await TakeAsync(bounce);
        product.Pass(Duration.FromHours(1));

        Assert.Equal(Suppressions.Bounced, (await product.Get<LiftSuppression>().RunAsync(Reader, "she called", CancellationToken.None))!.Reason);
        // Said again, and one that was on its way.
        await TakeAsync(bounce, complaint);

        Assert.Null(await SuppressionAsync());
        Assert.Contains("SuppressionLifted · staff · she called", await HistoryAsync());
        product.Pass(Duration.FromHours(1));
        await TakeAsync(Report("c", FeedbackKind.HardBounce));
        Assert.Equal(Suppressions.Bounced, (await SuppressionAsync())!.Reason);
        Assert.Null(await product.Get<LiftSuppression>().RunAsync(Some.Subscriber("reader2@example.org").Key, "x", CancellationToken.None));
    }

    [Fact]
    public async Task Erasure_takes_the_reports_along_and_retention_those_that_are_old()
    {
        await TakeAsync(Report("a", FeedbackKind.SoftBounce), Report("b", FeedbackKind.SoftBounce) with { Subscriber = Some.Subscriber("reader2@example.org").Key });
        await product.Get<EraseSubscriber>().RunAsync(Reader, CancellationToken.None);
        Assert.Empty(await product.Get<FeedbackLog>().OfAsync(Reader, CancellationToken.None));

        product.Pass(Duration.FromDays(89));
        await product.Get<ApplyRetention>().RunAsync(CancellationToken.None);
        Assert.Single(await product.Get<FeedbackLog>().OfAsync(Some.Subscriber("reader2@example.org").Key, CancellationToken.None));
        product.Pass(Duration.FromDays(2));
        Assert.Contains("reports of mail servers forgotten: 1", (await product.Get<ApplyRetention>().RunAsync(CancellationToken.None))[0], StringComparison.Ordinal);
        Assert.Empty(await product.Get<FeedbackLog>().OfAsync(Some.Subscriber("reader2@example.org").Key, CancellationToken.None));
    }

    private FeedbackEvent Report(string id, FeedbackKind kind) => new(id, kind, Reader, product.Now, "test");

    private Task<FeedbackTally> TakeAsync(params FeedbackEvent[] reports) => product.Get<TakeFeedback>().RunAsync(reports, CancellationToken.None);

    private Task<Suppression?> SuppressionAsync() => product.Get<Suppressions>().FindAsync(Reader, CancellationToken.None);

    private async Task<IReadOnlyList<string>> HistoryAsync() =>
        [.. (await product.Get<ProveConsent>().RunAsync(Reader, CancellationToken.None))!.History.Where(entry => entry.Event != HistoryEvent.Imported).Select(entry => $"{entry.Event} · {entry.Channel} · {entry.Detail}")];
}
