using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Publisher.Feedback;
using Publisher.Mail.Mime;
using Publisher.Subscribers;

namespace Publisher.Tests.Feedback;

/// <summary>Bounces and complaints that come as mails, on mail that the product itself sent.</summary>
public sealed class TakeReportTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync(more: services => services.AddSingleton(provider => new ReturnPaths(provider.GetRequiredService<LinkSecrets>(), new Mailbox("bounce@news.example.org"))));
        await product.SubscribeAsync(3);
        await product.PublishAsync(Some.News("one"));
        await product.SendNowAsync();
        await product.DrainAsync();
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public void Every_reader_has_a_return_path_of_their_own()
    {
        Assert.Equal(3, product.Mail.Sent.Count);
        Assert.Equal(3, product.Mail.Sent.Select(mail => mail.From).Distinct(StringComparer.Ordinal).Count());
        Assert.All(product.Mail.Sent, mail => Assert.Matches("^bounce\\+[a-z2-7]{32}@news\\.example\\.org$", mail.From));
        Assert.All(product.Mail.Sent, mail => Assert.Contains("From: ", mail.Header, StringComparison.Ordinal));
        Assert.All(product.Mail.Sent, mail => Assert.DoesNotContain("bounce+", mail.Header, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bounce_suppresses_the_one_whose_mail_it_was_whatever_addresses_it_claims()
    {
        var (bounced, claimed) = (product.Mail.Sent[0], product.Mail.Sent[1]);

        Assert.Equal(new FeedbackTally(1, 0, 0), await TakeAsync(Bounce(bounced.From, claimed.To)));

        Assert.Equal(Suppressions.Bounced, (await SuppressionAsync(bounced.To))!.Reason);
        Assert.Null(await SuppressionAsync(claimed.To));
    }

    [Fact]
    public async Task A_bounce_to_an_address_that_somebody_made_up_is_about_nobody()
    {
        var from = product.Mail.Sent[0].From;
        var forged = from[..8] + (from[8] == 'a' ? 'b' : 'a') + from[9..];

        Assert.Equal(new FeedbackTally(0, 0, 1), await TakeAsync(Bounce(forged, product.Mail.Sent[0].To)));
        Assert.Equal(new FeedbackTally(0, 0, 1), await TakeAsync(Bounce("bounce@news.example.org", product.Mail.Sent[0].To)));

        foreach (var mail in product.Mail.Sent) Assert.Null(await SuppressionAsync(mail.To));
    }

    [Fact]
    public async Task The_same_bounce_twice_is_one_and_three_full_mailboxes_are_as_good_as_none()
    {
        var mail = product.Mail.Sent[0];
        for (var number = 1; number <= 3; number++)
        {
            Assert.Null(await SuppressionAsync(mail.To));
            Assert.Equal(1, (await TakeAsync(Bounce(mail.From, mail.To, "5.2.2", number))).Taken);
            Assert.Equal(1, (await TakeAsync(Bounce(mail.From, mail.To, "5.2.2", number))).Repeated);
            product.Pass(Duration.FromDays(7));
        }

        Assert.Equal(Suppressions.BouncedOften, (await SuppressionAsync(mail.To))!.Reason);
    }

    [Fact]
    public async Task A_complaint_known_only_by_the_link_of_the_quoted_mail_does_what_the_link_does()
    {
        var mail = product.Mail.Sent[2];
        var link = mail.Header.Split("List-Unsubscribe: <")[1].Split('>')[0];

        await TakeAsync(Complaint($"List-Unsubscribe: <{link[..^4]}AAAA>"));
        Assert.Null(await SuppressionAsync(mail.To));
        Assert.Equal(new FeedbackTally(1, 0, 0), await TakeAsync(Complaint($"List-Unsubscribe: <{link}>")));

        // Whoever the mail was forwarded to could have written it.
        Assert.Null(await SuppressionAsync(mail.To));
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await product.Get<SubscriberList>().FindAsync(KeyOf(mail.To), CancellationToken.None))!.Status);
    }

    [Fact]
    public async Task That_mail_is_no_spam_is_no_complaint() =>
        Assert.Equal(new FeedbackTally(0, 0, 1), await TakeAsync(Complaint($"Return-Path: <{product.Mail.Sent[0].From}>", "not-spam")));

    private static SubscriberKey KeyOf(string address) => Some.Subscriber(address).Key;

    private Task<Suppression?> SuppressionAsync(string address) => product.Get<Suppressions>().FindAsync(KeyOf(address), CancellationToken.None);

    private Task<FeedbackTally> TakeAsync(string message) => product.Get<TakeReport>().RunAsync(Encoding.ASCII.GetBytes(message.ReplaceLineEndings("\r\n")), "", CancellationToken.None);

    private static string Bounce(string to, string recipient, string status = "5.1.1", int number = 1) => $"""
        To: {to}
        Message-ID: <{number}@mx.example.org>
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.org

        Final-Recipient: rfc822; {recipient}
        Action: failed
        Status: {status}

        --b--
        """;

    private static string Complaint(string quoted, string type = "abuse") => $"""
        To: abuse@news.example.org
        Message-ID: <{quoted.Length}@fbl.example.org>
        Content-Type: multipart/report; report-type=feedback-report; boundary="b"

        --b
        Content-Type: message/feedback-report

        Feedback-Type: {type}
        Version: 1

        --b
        Content-Type: message/rfc822

        {quoted}
        Subject: x

        --b--
        """;
}
