using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class ReminderDeliveryTests : IAsyncLifetime
{
    private static readonly Interests DeadlinesOnly = new([], [], [], Deadlines: true);

    private static readonly RhythmChoice AtOnce = new(Rhythm.AtOnce, Rhythm.AtOnce);

    private TestProduct product = null!;

    // 7 May 2023 is a Sunday; the main digest comes on Mondays at 8.
    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync("2023-05-07T10:00:00Z", digests: TestProduct.Settings.Digests, reminders: new LocalTime(8, 0));
        await product.TickAsync();
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Who_follows_a_call_or_chose_deadlines_is_reminded_of_it_and_nobody_else()
    {
        await AddAsync(
            Some.Subscriber("all@example.org"),
            Some.Subscriber("deadlines@example.org", DeadlinesOnly),
            Some.Subscriber("left@example.org", DeadlinesOnly) with { Calls = CallChoices.Of([], ["a"]) },
            Some.Subscriber("follows@example.org", new Interests([ItemKind.News], [], [])) with { Calls = CallChoices.Of(["a"], []) });
        await product.PublishAsync(Some.Call("a", "2023-05-23"));

        // Tuesday the 9th, 14 days before.
        await RunUntilAsync("2023-05-09T05:59:00Z");
        Assert.DoesNotContain(product.Mail.Sent, mail => mail.Edition.StartsWith("reminder", StringComparison.Ordinal));
        await RunUntilAsync("2023-05-09T06:00:00Z");
        await RunUntilAsync("2023-05-09T09:00:00Z");

        Assert.Equal(["deadlines@example.org", "follows@example.org"], ToBy("reminder-2023-05-09"));
        var mail = product.Mail.Sent.First(sent => sent.Edition == "reminder-2023-05-09");
        Assert.Equal("Przypomnienie: Call a", mail.Message.Subject);
        Assert.Contains("Zostało 14 dni", mail.Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gets_it_in_that_days_digest_is_not_reminded_by_another_mail()
    {
        await AddAsync(
            Some.Subscriber("weekly@example.org", DeadlinesOnly),
            Some.Subscriber("monthly@example.org", DeadlinesOnly) with { Rhythm = new RhythmChoice(Rhythm.Monthly, Rhythm.Monthly) });
        await product.PublishAsync(Some.Call("a", "2023-05-22"));
        await RunUntilAsync("2023-05-08T07:00:00Z");

        // Monday the 15th: 7 days before, and the day of the main digest.
        await RunUntilAsync("2023-05-15T06:00:00Z");

        Assert.Equal(["weekly@example.org"], ToBy("biuletyn-0002"));
        Assert.Equal(["monthly@example.org"], ToBy("reminder-2023-05-15"));
    }

    [Fact]
    public async Task A_digest_that_is_due_later_that_day_brings_it_in_its_place()
    {
        await using var late = await TestProduct.StartAsync(
            "2023-05-07T10:00:00Z", digests: [TestProduct.Settings.Digest with { Cadence = Cadence.Parse("weekly monday 16:00")! }], reminders: new LocalTime(8, 0));
        await late.TickAsync();
        await late.Get<ImportSubscribers>().AddAsync([Some.Subscriber("weekly@example.org", DeadlinesOnly)], null, CancellationToken.None);
        await late.PublishAsync(Some.Call("a", "2023-05-15"));

        late.PassTo("2023-05-08T06:00:00Z");
        await late.TickAsync();
        await late.DrainAsync();
        Assert.Empty(late.Mail.Sent);
        late.PassTo("2023-05-08T14:00:00Z");
        await late.TickAsync();
        await late.DrainAsync();

        Assert.Equal("biuletyn-0001", Assert.Single(late.Mail.Sent).Edition);
    }

    [Fact]
    public async Task A_digest_that_was_to_bring_it_later_that_day_and_cannot_leave_costs_nobody_the_reminder()
    {
        await using var late = await TestProduct.StartAsync(
            "2023-05-07T10:00:00Z", digests: [TestProduct.Settings.Digest with { Cadence = Cadence.Parse("weekly monday 16:00")! }], reminders: new LocalTime(8, 0));
        await late.TickAsync();
        await late.Get<ImportSubscribers>().AddAsync([Some.Subscriber("weekly@example.org", DeadlinesOnly)], null, CancellationToken.None);
        await late.PublishAsync(Some.Call("a", "2023-05-15"));
        // The gates keep the whole digest back for this.
        await late.PublishAsync(Some.Event("e", "2023-05-20T17:00") with { Image = new ItemImage("https://example.org/a.png", "") });

        late.PassTo("2023-05-08T06:00:00Z");
        await late.TickAsync();
        await late.DrainAsync();
        Assert.Empty(late.Mail.Sent);
        late.PassTo("2023-05-08T14:00:00Z");
        await late.TickAsync();
        await late.DrainAsync();

        Assert.Equal("reminder-2023-05-08", Assert.Single(late.Mail.Sent).Edition);
    }

    [Fact]
    public async Task Of_an_event_they_are_reminded_who_want_events_and_news_at_once()
    {
        await product.PublishAsync(Some.Event("e", "2023-05-11T17:00"));
        await RunUntilAsync("2023-05-08T07:00:00Z");
        await AddAsync(
            Some.Subscriber("weekly@example.org"),
            Some.Subscriber("at-once@example.org") with { Rhythm = AtOnce },
            Some.Subscriber("calls@example.org", new Interests([ItemKind.Call], [], [])) with { Rhythm = AtOnce });

        await RunUntilAsync("2023-05-10T06:00:00Z");

        Assert.Equal(["at-once@example.org"], ToBy("reminder-2023-05-10"));
    }

    [Fact]
    public async Task A_deadline_that_has_passed_before_the_mail_leaves_is_in_nobodys_mail()
    {
        await AddAsync(Some.Subscriber("deadlines@example.org", DeadlinesOnly));
        await product.PublishAsync(Some.Call("a", "2023-05-23T09:00"));
        await RunUntilAsync("2023-05-22T05:00:00Z");
        product.PassTo("2023-05-23T06:30:00Z");
        await product.TickAsync();
        Assert.Equal(EditionState.Sending, (await product.FindEditionAsync("reminder-2023-05-23")).State);

        // No queue was looked at until the deadline was over.
        product.PassTo("2023-05-23T07:00:00Z");
        await product.DrainAsync();

        Assert.Empty(ToBy("reminder-2023-05-23"));
    }

    [Fact]
    public async Task A_reminder_says_nothing_to_the_digests_and_is_not_in_the_list_of_the_archive()
    {
        await AddAsync(Some.Subscriber("all@example.org"), Some.Subscriber("deadlines@example.org", DeadlinesOnly));
        await product.PublishAsync(Some.Call("a", "2023-05-23"));
        await RunUntilAsync("2023-05-09T06:00:00Z");
        Assert.NotEmpty(ToBy("reminder-2023-05-09"));

        await RunUntilAsync("2023-05-22T06:00:00Z");

        Assert.Contains("all@example.org", ToBy("biuletyn-0002"));
        Assert.DoesNotContain(await product.Get<Publisher.Archive.ArchivePages>().ListAsync(CancellationToken.None), edition => edition.IsReminder);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_digest_that_waits_for_staff_brings_it_in_nobodys_place(bool paused)
    {
        await using var late = await TestProduct.StartAsync(
            "2023-05-07T10:00:00Z", digests: [TestProduct.Settings.Digest with { Cadence = Cadence.Parse("weekly monday 16:00")! }], reminders: new LocalTime(8, 0));
        await late.TickAsync();
        await late.Get<ImportSubscribers>().AddAsync([Some.Subscriber("weekly@example.org", DeadlinesOnly)], null, CancellationToken.None);
        await late.PublishAsync(Some.Call("a", "2023-05-15"));
        late.PassTo("2023-05-08T05:00:00Z");
        // Made by staff, who look first; or on its way, and stopped.
        var edition = await late.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        if (paused) await late.Get<SteerEdition>().PauseAsync(await late.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None), CancellationToken.None);

        late.PassTo("2023-05-08T06:00:00Z");
        await late.TickAsync();
        await late.DrainAsync();

        Assert.Equal("reminder-2023-05-08", Assert.Single(late.Mail.Sent).Edition);
    }

    private Task AddAsync(params Subscriber[] people) => product.Get<ImportSubscribers>().AddAsync(people, null, CancellationToken.None);

    /// <summary>Ticks now and at an instant, each with all that follows from it.</summary>
    private async Task RunUntilAsync(string instant)
    {
        await product.TickAsync();
        await product.DrainAsync();
        product.PassTo(instant);
        await product.TickAsync();
        await product.DrainAsync();
        await product.TickAsync();
        await product.DrainAsync();
    }

    private IEnumerable<string> ToBy(string edition) => product.Mail.Sent.Where(mail => mail.Edition == edition).Select(mail => mail.To).Order(StringComparer.Ordinal);
}
