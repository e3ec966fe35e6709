using Publisher.Mail.Transport;
using Publisher.Notices;
using Publisher.Storage;
using Publisher.Subscribers;
using Publisher.Tests.SignUp;

namespace Publisher.Tests.Notices;

public sealed class SendNoticeTests : IClassFixture<AzuriteFixture>
{
    private const string Jan = "jan@example.org";

    [Fact]
    public async Task A_notice_queued_twice_is_sent_once()
    {
        await using var product = await TestProduct.StartAsync();
        var work = await AskAsync(product);

        Assert.EndsWith(": accepted", await RunAsync(product, work), StringComparison.Ordinal);
        Assert.EndsWith("is done: accepted", await RunAsync(product, work), StringComparison.Ordinal);
        Assert.Single(product.Mail.Sent);
    }

    [Fact]
    public async Task Two_instances_at_once_send_one_mail()
    {
        await using var product = await TestProduct.StartAsync();
        await using var other = product.AnotherInstance();
        var work = await AskAsync(product);
        product.Mail.Arrived = async _ =>
        {
            product.Mail.Arrived = null;
            Assert.EndsWith("is being sent by another instance", await RunAsync(other, work), StringComparison.Ordinal);
        };

        await RunAsync(product, work);
        Assert.Single(product.Mail.Sent);
    }

    [Fact]
    public async Task A_deferred_notice_is_tried_again_later_and_the_history_says_when_it_went()
    {
        await using var product = await TestProduct.StartAsync();
        var work = await AskAsync(product);
        product.Mail.Answer = _ => RecordingMail.Deferred;
        Assert.EndsWith("deferred: mailboxfull, reply 452, to be tried again in 1 min", await RunAsync(product, work), StringComparison.Ordinal);
        Assert.EndsWith("to be tried again in 2 min", await RunAsync(product, work), StringComparison.Ordinal);
        Assert.DoesNotContain(await product.HistoryAsync(Jan), entry => entry.Event == HistoryEvent.ConfirmationSent);

        product.Mail.Answer = _ => RecordingMail.Accepted;
        await RunAsync(product, work);
        Assert.Equal("accepted", (await product.HistoryAsync(Jan))[^1].Detail);
        Assert.Equal(3, product.Mail.Sent.Count);
        Assert.Single(product.Mail.Sent.Select(mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task What_is_deferred_for_ever_is_given_up_and_noted()
    {
        await using var product = await TestProduct.StartAsync();
        var work = await AskAsync(product);
        product.Mail.Answer = _ => RecordingMail.Deferred;
        for (var attempt = 1; attempt <= SendNotice.MaxAttempts + 3; attempt++) await RunAsync(product, work);

        Assert.Equal(SendNotice.MaxAttempts, product.Mail.Sent.Count);
        Assert.Equal("deferred: mailboxfull, reply 452", (await product.HistoryAsync(Jan))[^1].Detail);
    }

    [Fact]
    public async Task A_rejected_notice_is_noted_and_not_tried_again()
    {
        await using var product = await TestProduct.StartAsync();
        var work = await AskAsync(product);
        product.Mail.Answer = _ => RecordingMail.Rejected;

        await RunAsync(product, work);
        await RunAsync(product, work);
        Assert.Single(product.Mail.Sent);
        Assert.Equal((HistoryEvent.ConfirmationSent, "rejected: mailbox, reply 550"), ((await product.HistoryAsync(Jan))[^1].Event, (await product.HistoryAsync(Jan))[^1].Detail));
    }

    [Fact]
    public async Task A_crash_in_the_midst_leads_to_the_same_mail_once_more_under_its_old_name()
    {
        await using var product = await TestProduct.StartAsync();
        var work = await AskAsync(product);
        product.Mail.Answer = _ => throw new InvalidOperationException("killed");
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(product, work));
        product.Mail.Answer = _ => RecordingMail.Accepted;

        Assert.EndsWith("is being sent by another instance", await RunAsync(product, work), StringComparison.Ordinal);
        product.Pass(Duration.FromMinutes(7));
        Assert.EndsWith("accepted, perhaps for the second time", await RunAsync(product, work), StringComparison.Ordinal);
        Assert.Single(product.Mail.Sent.Select(mail => mail.MessageId).Distinct());
    }

    [Fact]
    public async Task A_notice_that_has_become_wrong_is_not_sent()
    {
        await using var product = await TestProduct.StartAsync();
        var work = await AskAsync(product);
        await product.ConfirmAsync(Jan);
        Assert.Contains("nobody waits for it", await RunAsync(product, work), StringComparison.Ordinal);

        await product.AskAsync("suppressed@example.org");
        await product.Get<Suppressions>().AddAsync(SignUps.KeyOf("suppressed@example.org"), "complained", default);
        await product.DrainAsync();
        Assert.Empty(product.Mail.Sent);
    }

    [Theory]
    [InlineData("", "Confirm", "2023-04-30")]
    [InlineData("zz", "Confirm", "2023-04-30")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Advert", "2023-04-30")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Confirm", "yesterday")]
    public async Task A_message_that_names_no_notice_stays_in_the_queue(string subscriber, string notice, string day)
    {
        await using var product = await TestProduct.StartAsync();

        await Assert.ThrowsAsync<UnknownWorkException>(() => RunAsync(product, new SendNoticeWork(subscriber, notice, day)));
    }

    [Theory]
    [InlineData("pl", "Potwierd")]
    [InlineData("en", "Confirm your sign-up")]
    [InlineData("uk", "Підтвердьте")]
    public async Task A_notice_is_in_the_language_of_its_reader_and_carries_no_address_but_their_own_link(string language, string words)
    {
        await using var product = await TestProduct.StartAsync();
        await product.Get<Publisher.SignUp.AskToSubscribe>().RunAsync(SignUps.Request(Jan, language: language), "form", SignUps.Home, default);
        await product.DrainAsync();

        var mail = Assert.Single(product.Mail.Sent);
        Assert.Contains(words, mail.Message.Text, StringComparison.Ordinal);
        Assert.Contains(words, mail.Message.Html, StringComparison.Ordinal);
        Assert.Contains($"lang=\"{language}\"", mail.Message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Jan, mail.Message.Text + mail.Message.Html, StringComparison.Ordinal);
        // Nothing that would tell us who opened it.
        Assert.DoesNotContain("<img", mail.Message.Html, StringComparison.Ordinal);
    }

    private static async Task<SendNoticeWork> AskAsync(TestProduct product)
    {
        await product.AskAsync(Jan);
        return Assert.Single(await product.TakeAsync<SendNoticeWork>());
    }

    private static Task<string> RunAsync(TestProduct product, SendNoticeWork work) => product.Get<SendNotice>().RunAsync(work, CancellationToken.None);
}
