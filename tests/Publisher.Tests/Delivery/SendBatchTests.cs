using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class SendBatchTests : IAsyncLifetime
{
    private const string First = "biuletyn-0001";

    private static readonly Interests Calls = new([ItemKind.Call], [], []);

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Everyone_gets_the_edition_once_however_often_it_is_sent()
    {
        await SendAsync(40);
        await product.DrainAsync();
        await product.SendBatchAsync(First);
        await product.Get<DispatchEditions>().SendAsync(await product.FindEditionAsync(First), CancellationToken.None);
        await product.TickAsync();
        await product.DrainAsync();

        AssertOnceEach(40);
        Assert.All(product.Mail.Sent, mail => Assert.Equal("biuletyn@example.org", mail.From));
        Assert.Equal(40, product.Mail.Sent.Select(mail => mail.MessageId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(new Tally(40, 0, 0, 0, 0, 0, 0), (await BatchAsync()).Tally);
        Assert.Equal(EditionState.Sent, (await product.FindEditionAsync(First)).State);
    }

    [Fact]
    public async Task A_message_delivered_to_two_instances_at_once_mails_nobody_twice()
    {
        await SendAsync(40);
        await using var other = product.AnotherInstance();
        var told = new List<string>();
        product.Mail.Arrived = async _ =>
        {
            if (told.Count == 0) told.Add(await other.SendBatchAsync(First));
        };

        await product.SendBatchAsync(First);

        Assert.Equal([$"Batch 1 of {First} is being sent by another instance"], told);
        Assert.Contains("was sent already", await other.SendBatchAsync(First), StringComparison.Ordinal);
        AssertOnceEach(40);
    }

    [Fact]
    public async Task After_a_kill_between_intents_and_outcomes_only_those_are_sent_again_and_counted()
    {
        var people = await SendAsync(40);
        var killed = people.Take(5).ToList();
        await using (var ledger = await LedgerBlob.OpenAsync(product.Get<EditionBlobs>().Ledger(First, "0001"), "6b1b36cb-1111-4f0a-9d3c-000000000001", Duration.FromSeconds(60), TimeProvider.System, CancellationToken.None))
        {
            // Five intents were written; two outcomes were known before the end came.
            await ledger!.AppendAsync(string.Concat(killed.Select(person => Ledger.IntentLine(person.Key, 1))), CancellationToken.None);
            await ledger.AppendAsync(string.Concat(killed.Take(2).Select(person => Ledger.OutcomeLine(person.Key, RecordingMail.Accepted))), CancellationToken.None);
        }

        await product.SendBatchAsync(First);

        Assert.Equal(38, product.Mail.Sent.Count);
        Assert.Empty(product.Mail.Sent.Select(mail => mail.To).Intersect(killed.Take(2).Select(person => person.Address)));
        Assert.All(product.Mail.Sent, mail => Assert.Equal(product.Get<Recipients>().MessageId(First, Some.Subscriber(mail.To).Key), mail.MessageId));
        Assert.Equal(new Tally(40, 0, 0, 0, 3, 0, 0), (await BatchAsync()).Tally);
    }

    [Fact]
    public async Task What_a_broken_delivery_knows_is_kept_and_only_the_message_in_doubt_is_repeated()
    {
        await SendAsync(40);
        product.Mail.Answer = _ => product.Mail.Sent.Count == 10 ? throw new IOException("gone") : RecordingMail.Accepted;
        await Assert.ThrowsAsync<IOException>(() => product.SendBatchAsync(First));
        product.Mail.Answer = _ => RecordingMail.Accepted;

        await product.SendBatchAsync(First);

        var twice = Assert.Single(product.Mail.Sent.GroupBy(mail => mail.To, StringComparer.Ordinal), group => group.Count() > 1);
        Assert.Single(twice.Select(mail => mail.MessageId).Distinct(StringComparer.Ordinal));
        Assert.Equal(41, product.Mail.Sent.Count);
        Assert.Equal(new Tally(40, 0, 0, 0, 1, 0, 0), (await BatchAsync()).Tally);
    }

    [Fact]
    public async Task Stopping_the_host_repeats_nobody()
    {
        await SendAsync(40);
        using var stop = new CancellationTokenSource();
        product.Mail.Arrived = async _ =>
        {
            if (product.Mail.Sent.Count == 9) await stop.CancelAsync();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => product.Get<SendBatch>().RunAsync(new SendBatchWork(First, 1), stop.Token));
        Assert.Equal(10, product.Mail.Sent.Count);

        await product.SendBatchAsync(First);

        AssertOnceEach(40);
        Assert.Equal(0, (await BatchAsync()).Tally.Repeated);
    }

    [Fact]
    public async Task What_is_withdrawn_while_an_edition_is_on_its_way_reaches_nobody_from_then_on()
    {
        await SendAsync(3);
        foreach (var item in (await product.FindEditionAsync(First)).Items)
        {
            var stored = await product.Get<Items>().FindAsync(item.Ref, CancellationToken.None);
            await product.Get<Items>().SaveAsync(stored!.Item with { Status = ItemStatus.Withdrawn }, CancellationToken.None);
        }

        await product.SendBatchAsync(First);

        Assert.Empty(product.Mail.Sent);
        Assert.Equal(new Tally(0, 0, 0, 0, 0, 3, 0), (await BatchAsync()).Tally);
    }

    [Fact]
    public async Task Who_was_deferred_and_then_leaves_is_waited_for_no_longer()
    {
        var people = await SendAsync(3);
        product.Mail.Answer = mail => mail.To == people[0].Address ? RecordingMail.Deferred : RecordingMail.Accepted;
        await product.SendBatchAsync(First);
        Assert.Equal(1, (await BatchAsync()).Tally.Deferred);
        await product.Get<SubscriberList>().UnsubscribeAsync(people[0].Key, CancellationToken.None);

        product.Pass(DeliveryRules.Default.FirstRetry);
        await product.SendBatchAsync(First);

        Assert.Equal((BatchState.Done, new Tally(2, 0, 0, 0, 0, 0, 0)), ((await BatchAsync()).State, (await BatchAsync()).Tally));
    }

    [Fact]
    public async Task Who_was_deferred_and_then_chose_otherwise_is_counted_once_and_has_missed_nothing()
    {
        var people = await SendAsync(3);
        product.Mail.Answer = mail => mail.To == people[2].Address ? RecordingMail.Accepted : RecordingMail.Deferred;
        await product.SendBatchAsync(First);
        await product.Get<ChangePreferences>().RunAsync(people[0].Key, new PreferenceChange { Kinds = ["event"] }, CancellationToken.None);

        for (var time = 0; time < 4; time++)
        {
            product.Pass(DeliveryRules.Default.Waits[time]);
            await product.SendBatchAsync(First);
        }

        Assert.Equal(new Tally(1, 0, 1, 0, 0, 1, 0), (await BatchAsync()).Tally);
        Assert.Equal([people[1].Address], (await product.Get<MissedReaders>().ReadAsync(First, "", CancellationToken.None)).Readers.Select(reader => reader.Address));
    }

    [Fact]
    public async Task One_address_that_cannot_be_mailed_is_one_rejection_and_no_more()
    {
        // Such a row cannot come in by an import; it may have been written by an older version, or by hand.
        await product.Get<SubscriberList>().AddMissingAsync([Some.Subscriber("bad@example.org") with { Address = "bad\u200E@example.org" }], null, CancellationToken.None);
        await SendAsync(5);

        await product.SendBatchAsync(First);

        Assert.Equal(5, product.Mail.Sent.Count);
        Assert.Equal((BatchState.Done, new Tally(5, 1, 0, 0, 0, 0, 0)), ((await BatchAsync()).State, (await BatchAsync()).Tally));
    }

    [Fact]
    public async Task Who_was_deferred_is_tried_again_and_who_was_rejected_is_not()
    {
        await SendAsync(10);
        product.Mail.Answer = mail => mail.To switch
        {
            "reader1@example.org" => RecordingMail.Deferred,
            "reader2@example.org" => RecordingMail.Rejected,
            "reader3@example.org" => RecordingMail.Unknown,
            _ => RecordingMail.Accepted,
        };
        await product.SendBatchAsync(First);
        var (batch, once) = (await BatchAsync(), product.Mail.Sent);
        product.Mail.Answer = _ => RecordingMail.Accepted;
        product.Pass(DeliveryRules.Default.FirstRetry);
        await product.SendBatchAsync(First);

        Assert.Equal((BatchState.Queued, 1, new Tally(7, 1, 1, 0, 0, 0, 0, Unknown: 1)), (batch.State, batch.Attempt, batch.Tally));
        Assert.Equal(["reader1@example.org", "reader3@example.org"], product.Mail.Sent.Skip(10).Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(product.Mail.Sent.Skip(10), mail => Assert.Contains(once, earlier => earlier.To == mail.To && earlier.MessageId == mail.MessageId));
        batch = await BatchAsync();
        Assert.Equal((BatchState.Done, 2, new Tally(9, 1, 0, 0, 1, 0, 0)), (batch.State, batch.Attempt, batch.Tally));
    }

    [Fact]
    public async Task However_many_messages_of_a_batch_there_are_its_tries_keep_their_distance()
    {
        await SendAsync(3);
        product.Mail.Answer = mail => mail.To == "reader1@example.org" ? RecordingMail.Deferred : RecordingMail.Accepted;
        await product.SendBatchAsync(First);
        await product.TakeAsync<SendBatchWork>();

        // Delivered twice, or queued again by who resumed the edition while the next try had its message already.
        for (var time = 0; time < 10; time++) Assert.Contains("its next try", await product.SendBatchAsync(First), StringComparison.Ordinal);
        Assert.Equal((1, 3), ((await BatchAsync()).Attempt, product.Mail.Sent.Count));

        product.Pass(DeliveryRules.Default.FirstRetry);
        await product.SendBatchAsync(First);
        await product.SendBatchAsync(First);
        Assert.Equal((2, 4), ((await BatchAsync()).Attempt, product.Mail.Sent.Count));
    }

    [Fact]
    public async Task Who_is_deferred_until_the_time_is_up_has_failed_and_the_edition_closes()
    {
        await using var impatient = await TestProduct.StartAsync(rules: DeliveryRules.Default with { RetryFor = Duration.FromMinutes(1) });
        await impatient.SubscribeAsync(3);
        await impatient.PublishAsync(Some.News("a"));
        await impatient.SendNowAsync();
        impatient.Mail.Answer = mail => mail.To == "reader1@example.org" ? RecordingMail.Deferred : RecordingMail.Accepted;
        await impatient.SendBatchAsync(First);
        impatient.Pass(Duration.FromMinutes(1));
        await impatient.SendBatchAsync(First);
        await impatient.DrainAsync();

        var batch = (await impatient.Get<Batches>().FindAsync(First, 1, CancellationToken.None))!;
        Assert.Equal((BatchState.Done, new Tally(2, 0, 0, 1, 0, 0, 0)), (batch.State, batch.Tally));
        Assert.Equal((4, EditionState.Sent), (impatient.Mail.Sent.Count, (await impatient.FindEditionAsync(First)).State));
    }

    [Fact]
    public async Task Who_left_or_is_suppressed_or_chose_nothing_of_it_gets_nothing()
    {
        await product.SubscribeAsync(5);
        await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber("calls@example.org", Calls)], null, CancellationToken.None);
        await product.Get<SubscriberList>().UnsubscribeAsync(Some.Subscriber("reader1@example.org").Key, CancellationToken.None);
        await product.Get<Suppressions>().AddAsync(Some.Subscriber("reader2@example.org").Key, "bounced", CancellationToken.None);
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();
        await product.SendBatchAsync(First);

        Assert.Equal(["reader3@example.org", "reader4@example.org", "reader5@example.org"], product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.Equal(new Tally(3, 0, 0, 0, 0, 1, 1), (await BatchAsync()).Tally);
    }

    [Fact]
    public async Task Who_leaves_between_two_batches_gets_nothing_from_the_later()
    {
        var people = await product.SubscribeAsync(30);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(edition.To(EditionState.Sending) with { Plan = "00 80" }, CancellationToken.None);
        await product.TickAsync();
        var late = people.First(person => Convert.ToInt32(person.Key.PartitionKey, 16) >= 0x80);

        await product.SendBatchAsync(First, 1);
        await product.Get<SubscriberList>().UnsubscribeAsync(late.Key, CancellationToken.None);
        await product.SendBatchAsync(First, 2);

        Assert.Equal(people.Where(person => person != late).Select(person => person.Address).Order(StringComparer.Ordinal), product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_over_before_its_delivery_is_not_offered()
    {
        await product.SubscribeAsync(1);
        await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber("calls@example.org", Calls)], null, CancellationToken.None);
        await product.PublishAsync(Some.Call("brief", "2023-04-30T14:00"));
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();
        product.PassTo("2023-04-30T12:00:00Z");
        await product.SendBatchAsync(First);

        var mail = Assert.Single(product.Mail.Sent);
        Assert.Equal("News a", mail.Message.Subject);
        Assert.DoesNotContain("Call brief", mail.Message.Text + mail.Message.Html, StringComparison.Ordinal);
        Assert.Equal(1, (await BatchAsync()).Tally.Empty);
    }

    [Fact]
    public async Task A_deadline_that_passes_while_a_window_is_going_out_leaves_no_mail_empty()
    {
        await product.SubscribeAsync(3);
        await product.PublishAsync(Some.Call("brief", "2023-04-30T14:00"));
        await product.SendNowAsync();
        product.PassTo("2023-04-30T11:59:59Z");
        product.Mail.Arrived = _ =>
        {
            product.Pass(Duration.FromSeconds(1));
            return Task.CompletedTask;
        };
        await product.SendBatchAsync(First);

        Assert.NotEmpty(product.Mail.Sent);
        Assert.All(product.Mail.Sent, mail => Assert.Equal("Call brief", mail.Message.Subject));
    }

    [Fact]
    public async Task Pausing_stops_at_a_windows_end_and_going_on_repeats_nobody()
    {
        await SendAsync(70);
        product.Mail.Arrived = async _ =>
        {
            if (product.Mail.Sent.Count == 4) await MoveAsync(EditionState.Paused);
        };
        await product.SendBatchAsync(First);
        Assert.Equal(Window.MaxSize, product.Mail.Sent.Count);
        Assert.Contains("is not being sent", await product.SendBatchAsync(First), StringComparison.Ordinal);
        await MoveAsync(EditionState.Sending);
        await product.SendBatchAsync(First);

        AssertOnceEach(70);
        Assert.Equal(new Tally(70, 0, 0, 0, 0, 0, 0), (await BatchAsync()).Tally);
    }

    [Fact]
    public async Task A_pass_that_takes_too_long_stops_at_a_windows_end_and_queues_the_rest()
    {
        await SendAsync(70);
        await product.TakeAsync<SendBatchWork>();
        product.Mail.Arrived = _ =>
        {
            product.Pass(Duration.FromSeconds(10));
            return Task.CompletedTask;
        };
        await product.SendBatchAsync(First);

        var batch = await BatchAsync();
        Assert.Equal((Window.MaxSize, BatchState.Queued, 0), (product.Mail.Sent.Count, batch.State, batch.Attempt));
        Assert.Equal([new SendBatchWork(First, 1)], await product.TakeAsync<SendBatchWork>());
    }

    [Fact]
    public async Task A_batch_of_no_edition_is_answered_in_a_sentence()
    {
        Assert.Contains("is not being sent", await product.SendBatchAsync("biuletyn-0009"), StringComparison.Ordinal);
        await SendAsync(1);
        Assert.Contains("does not exist", await product.SendBatchAsync(First, 7), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Subscriber>> SendAsync(int count)
    {
        var people = await product.SubscribeAsync(count);
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();
        return people;
    }

    private async Task MoveAsync(EditionState state) => await product.Get<EditionList>().SaveAsync((await product.FindEditionAsync(First)).To(state), CancellationToken.None);

    private async Task<Batch> BatchAsync() => (await product.Get<Batches>().FindAsync(First, 1, CancellationToken.None))!;

    private void AssertOnceEach(int count) => Assert.Equal(
        Enumerable.Range(1, count).Select(number => $"reader{number}@example.org").Order(StringComparer.Ordinal),
        product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
}
