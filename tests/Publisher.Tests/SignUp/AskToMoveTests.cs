using Azure.Storage.Queues;
using Publisher.Notices;
using Publisher.SignUp;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Tests.SignUp;

public sealed class AskToMoveTests : IAsyncLifetime
{
    private const string Taken = "signed@example.org";

    private TestProduct product = null!;
    private IReadOnlyList<Subscriber> people = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        people = await product.SubscribeAsync(4);
        await product.AskAsync(Taken);
        await product.DrainAsync();
        Assert.Single(product.Mail.Sent);
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task An_address_that_got_its_mail_of_today_gets_that_of_a_move_on_the_next_day_and_the_wish_waits_as_any_other()
    {
        Assert.Equal(AskedToMove.Asked, await AskAsync(0, "signed+x@example.org"));
        Assert.Equal("signed+x@example.org", (await StoredAsync(0)).Move!.To.Mailbox);
        await product.DrainAsync();
        Assert.Equal([Taken, people[0].Address], product.Mail.Sent.Select(mail => mail.To));

        var waiting = await Queue.PeekMessagesAsync(maxMessages: 32);
        Assert.Empty(waiting.Value);
        Assert.Equal(1, (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        product.Pass(Duration.FromDays(1));
        await product.Get<SendNotice>().RunAsync(Notice(0, Duration.FromDays(1)), default);
        Assert.Equal("signed+x@example.org", product.Mail.Sent[^1].To);
        // That was its mail of this day.
        Assert.Equal(SignUpOutcome.Asked, await product.AskAsync(Taken));
        await product.DrainAsync();
        Assert.Equal(3, product.Mail.Sent.Count);
    }

    [Fact]
    public async Task However_many_wish_for_an_address_it_gets_one_mail_a_day_and_its_owner_can_sign_up_after_three()
    {
        for (var who = 0; who < 4; who++) Assert.Equal(AskedToMove.Asked, await AskAsync(who, Taken));
        Assert.Equal(2 + 4, await CountAsync());

        product.Pass(Duration.FromDays(3));
        Assert.Equal(SignUpOutcome.Asked, await product.AskAsync(Taken));
        Assert.Equal(7, await CountAsync());
    }

    [Fact]
    public async Task A_notice_that_waited_is_not_sent_for_the_wish_that_replaced_its_own()
    {
        await AskAsync(0, "signed+x@example.org");
        await product.DrainAsync();
        product.Pass(Duration.FromDays(1));
        await AskAsync(0, "another@example.org");
        await product.DrainAsync();
        var sent = product.Mail.Sent.Count;

        Assert.Contains("nobody waits for it any more", await product.Get<SendNotice>().RunAsync(Notice(0, Duration.FromDays(1)), default), StringComparison.Ordinal);
        Assert.Equal(sent, product.Mail.Sent.Count);
        Assert.Equal("another@example.org", product.Mail.Sent[^1].To);
    }

    [Fact]
    public async Task One_change_a_day_may_be_asked_for()
    {
        Assert.Equal(AskedToMove.Asked, await AskAsync(0, "first@example.org"));
        Assert.Equal(AskedToMove.AskedToday, await AskAsync(0, "second@example.org"));
        product.Pass(Duration.FromDays(1));
        Assert.Equal(AskedToMove.Asked, await AskAsync(0, "second@example.org"));
    }

    private QueueClient Queue => product.Get<QueueServiceClient>().GetQueueClient(WorkQueues.QueueName(SendNoticeWork.Name));

    private async Task<int> CountAsync() => (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    /// <summary>The message that is not seen before its day, for a queue has a clock of its own.</summary>
    private SendNoticeWork Notice(int who, Duration ago) =>
        new(people[who].Key.Hex, nameof(NoticeKind.MoveNew), NodaTime.Text.LocalDatePattern.Iso.Format((product.Now - ago).InUtc().Date));

    private async Task<Subscriber> StoredAsync(int who) => (await product.Get<SubscriberList>().FindAsync(people[who].Key, default))!;

    private Task<AskedToMove> AskAsync(int who, string to) => product.Get<AskToMove>().RunAsync(people[who].Key, Address.Parse(to, out _)!, SignUps.Home, default);
}
