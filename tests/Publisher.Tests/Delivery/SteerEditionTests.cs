using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class SteerEditionTests : IAsyncLifetime
{
    private const string First = "biuletyn-0001";

    private static readonly DeliveryOutcome Refused = new(DeliveryStatus.Rejected, DeliveryReason.Policy, 554, new EnhancedStatus(5, 7, 1));

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_paused_edition_goes_on_the_moment_it_is_resumed()
    {
        await SendAsync(70);
        await using var other = product.AnotherInstance();
        product.Mail.Arrived = async _ =>
        {
            if (product.Mail.Sent.Count == 4) await other.Get<SteerEdition>().PauseAsync(await product.FindEditionAsync(First), CancellationToken.None);
        };
        await product.DrainAsync();
        Assert.Equal(Window.MaxSize, product.Mail.Sent.Count);
        Assert.Empty(await product.TickAsync());
        await product.DrainAsync();
        Assert.Equal(Window.MaxSize, product.Mail.Sent.Count);

        await product.Get<SteerEdition>().ResumeAsync(await product.FindEditionAsync(First), CancellationToken.None);
        await product.DrainAsync();

        Assert.Equal(70, product.Mail.Sent.Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((70, EditionState.Sent), (product.Mail.Sent.Count, (await product.FindEditionAsync(First)).State));
    }

    [Fact]
    public async Task Where_whoever_resumed_it_died_before_the_batches_were_queued_the_timer_queues_them()
    {
        await SendAsync(3);
        await product.Get<SteerEdition>().PauseAsync(await product.FindEditionAsync(First), CancellationToken.None);
        await product.DrainAsync();
        await product.Get<EditionList>().SaveAsync((await product.FindEditionAsync(First)).To(EditionState.Sending), CancellationToken.None);

        await product.TickAsync();
        await product.DrainAsync();

        Assert.Equal(3, product.Mail.Sent.Count);
    }

    [Fact]
    public async Task A_cancelled_edition_reaches_nobody_from_the_next_window_on()
    {
        await SendAsync(70);
        product.Mail.Arrived = async _ =>
        {
            if (product.Mail.Sent.Count == 4) await product.Get<SteerEdition>().CancelAsync(await product.FindEditionAsync(First), CancellationToken.None);
        };
        await product.DrainAsync();
        await product.TickAsync();
        await product.DrainAsync();

        Assert.Equal((Window.MaxSize, EditionState.Cancelled), (product.Mail.Sent.Count, (await product.FindEditionAsync(First)).State));
        await Assert.ThrowsAsync<RefusedException>(async () => await product.Get<SteerEdition>().ResumeAsync(await product.FindEditionAsync(First), CancellationToken.None));
    }

    [Fact]
    public async Task The_same_said_twice_changes_nothing()
    {
        await SendAsync(3);
        var steer = product.Get<SteerEdition>();
        var paused = await steer.PauseAsync(await product.FindEditionAsync(First), CancellationToken.None);
        Assert.Equal(paused.ETag, (await steer.PauseAsync(paused, CancellationToken.None)).ETag);
        var resumed = await steer.ResumeAsync(paused, CancellationToken.None);
        Assert.Equal(resumed.ETag, (await steer.ResumeAsync(resumed, CancellationToken.None)).ETag);
        await product.DrainAsync();
        Assert.Equal(3, product.Mail.Sent.Count);
        var (edition, retried) = await steer.RetryAsync(await product.FindEditionAsync(First), rejected: true, CancellationToken.None);

        Assert.Equal((EditionState.Sent, 0), (edition.State, retried));
        Assert.Equal(edition.ETag, (await product.FindEditionAsync(First)).ETag);
    }

    [Fact]
    public async Task Who_missed_it_is_listed_with_the_reason_and_a_retry_reaches_them_once()
    {
        await using var impatient = await TestProduct.StartAsync(rules: DeliveryRules.Default with { RetryFor = Duration.FromMinutes(1) });
        var people = await impatient.SubscribeAsync(6);
        await impatient.Get<Suppressions>().AddAsync(people[5].Key, "bounced", CancellationToken.None);
        await impatient.PublishAsync(Some.News("a"));
        impatient.Mail.Answer = mail => mail.To switch
        {
            "reader1@example.org" => RecordingMail.Deferred,
            "reader2@example.org" => RecordingMail.Rejected,
            "reader3@example.org" => Refused,
            _ => RecordingMail.Accepted,
        };
        await impatient.SendNowAsync();
        await impatient.SendBatchAsync(First);
        impatient.Pass(Duration.FromMinutes(1));
        await impatient.SendBatchAsync(First);
        await impatient.DrainAsync();
        Assert.Equal(EditionState.Sent, (await impatient.FindEditionAsync(First)).State);

        var missed = await impatient.Get<MissedReaders>().ReadAsync(First, "", CancellationToken.None);

        Assert.Null(missed.Next);
        Assert.Equal(
            [
                ("reader1@example.org", "failed", "mailboxfull", "452"),
                ("reader2@example.org", "rejected", "mailbox", "550"),
                ("reader3@example.org", "rejected", "policy", "554 5.7.1"),
                ("reader6@example.org", "suppressed", "", ""),
            ],
            missed.Readers.OrderBy(reader => reader.Address, StringComparer.Ordinal).Select(reader => (reader.Address, reader.Why, reader.Reason, reader.Code)));

        impatient.Mail.Answer = _ => RecordingMail.Accepted;
        var before = impatient.Mail.Sent.Count;
        var (_, retried) = await impatient.Get<SteerEdition>().RetryAsync(await impatient.FindEditionAsync(First), rejected: true, CancellationToken.None);
        await impatient.DrainAsync();

        // The mailbox that does not exist is not tried again; it never will.
        Assert.Equal((2, EditionState.Sent), (retried, (await impatient.FindEditionAsync(First)).State));
        Assert.Equal(["reader1@example.org", "reader3@example.org"], impatient.Mail.Sent.Skip(before).Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.Equal(new Tally(4, 1, 0, 0, 0, 0, 1), (await impatient.Get<Batches>().FindAsync(First, 1, CancellationToken.None))!.Tally);
    }

    [Fact]
    public async Task More_who_missed_it_than_fit_on_a_page_are_all_listed_once()
    {
        const int Count = MissedReaders.PageSize + 30;
        await SendAsync(Count, "00 40 80");
        product.Mail.Answer = _ => RecordingMail.Rejected;
        await product.DrainAsync();

        var found = new List<string>();
        for (var from = (string?)""; from is not null;)
        {
            var page = await product.Get<MissedReaders>().ReadAsync(First, from, CancellationToken.None);
            found.AddRange(page.Readers.Select(reader => reader.Address));
            from = page.Next;
        }

        Assert.Equal(Count, found.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Count, found.Count);
    }

    [Fact]
    public async Task A_batch_that_breaks_off_again_and_again_is_on_the_editions_status_until_it_is_retried()
    {
        await SendAsync(3);
        product.Mail.Answer = _ => throw new InvalidOperationException("a bug");
        for (var pass = 1; pass <= EditionStatus.MostFailures; pass++) await Assert.ThrowsAsync<InvalidOperationException>(() => product.SendBatchAsync(First));
        await product.TakeAsync<SendBatchWork>();
        product.Pass(DeliveryRules.Default.Lost);
        Assert.Empty(await product.TickAsync());

        var status = await EditionStatus.ReadAsync(await product.FindEditionAsync(First), product.Get<Batches>(), CancellationToken.None);
        var outlook = await product.Get<LookAhead>().RunAsync(status, CancellationToken.None);
        Assert.Contains(outlook.Warnings, warning => warning.StartsWith("batch 1 failed 5 times and its message lies in the queue send-batch-poison (batch 1 broke off: InvalidOperationException)", StringComparison.Ordinal));

        product.Mail.Answer = _ => RecordingMail.Accepted;
        var (_, retried) = await product.Get<SteerEdition>().RetryAsync(await product.FindEditionAsync(First), rejected: false, CancellationToken.None);
        await product.DrainAsync();

        Assert.True(retried > 0);
        Assert.Equal(3, product.Mail.Sent.Where(mail => mail.Outcome == RecordingMail.Accepted).Select(mail => mail.To).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(EditionState.Sent, (await product.FindEditionAsync(First)).State);
    }

    [Fact]
    public async Task The_next_edition_does_not_wait_for_the_last_retry_of_the_one_before()
    {
        await SendAsync(3);
        product.Mail.Answer = mail => mail.To == "reader1@example.org" ? RecordingMail.Deferred : RecordingMail.Accepted;
        await product.DrainAsync();
        await product.PublishAsync(Some.News("b"));

        Assert.Equal(EditionState.Sending, (await product.FindEditionAsync(First)).State);
        Assert.Equal("biuletyn-0002", (await product.SendNowAsync()).Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_that_was_cut_short_is_finished_by_the_next(bool rejected)
    {
        await using var impatient = await TestProduct.StartAsync(rules: DeliveryRules.Default with { RetryFor = Duration.FromMinutes(1) });
        await impatient.SubscribeAsync(3);
        await impatient.PublishAsync(Some.News("a"));
        impatient.Mail.Answer = mail => mail.To != "reader1@example.org" ? RecordingMail.Accepted : rejected ? Refused : RecordingMail.Deferred;
        await impatient.SendNowAsync();
        await impatient.SendBatchAsync(First);
        impatient.Pass(Duration.FromMinutes(1));
        await impatient.SendBatchAsync(First);
        await impatient.DrainAsync();
        var sent = await impatient.FindEditionAsync(First);
        Assert.Equal(EditionState.Sent, sent.State);

        // As it was left: with the ledger written and the batch's row not; or with the row written and the edition's not.
        var batch = (await impatient.Get<Batches>().FindAsync(First, 1, CancellationToken.None))!;
        var reader = Some.Subscriber("reader1@example.org").Key;
        if (rejected) await impatient.Get<EditionBlobs>().Ledger(First, batch.Name).AppendBlockAsync(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(Ledger.ReopenLine(reader))));
        else await impatient.Get<Batches>().SaveAsync(batch with { State = BatchState.Planned, Attempt = 1, Tally = batch.Tally with { Failed = 0, Deferred = 1 } }, CancellationToken.None);
        impatient.Mail.Answer = _ => RecordingMail.Accepted;

        var (_, retried) = await impatient.Get<SteerEdition>().RetryAsync(sent, rejected, CancellationToken.None);
        await impatient.DrainAsync();

        Assert.Equal((1, EditionState.Sent), (retried, (await impatient.FindEditionAsync(First)).State));
        Assert.Equal(new Tally(3, 0, 0, 0, 0, 0, 0), (await impatient.Get<Batches>().FindAsync(First, 1, CancellationToken.None))!.Tally);
    }

    private async Task SendAsync(int count, string plan = "00")
    {
        await product.SubscribeAsync(count);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(edition.To(EditionState.Sending) with { Plan = plan, Started = product.Now, Origin = product.Now }, CancellationToken.None);
        await product.TickAsync();
    }
}
