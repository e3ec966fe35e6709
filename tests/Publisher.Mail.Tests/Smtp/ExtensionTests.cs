using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

public class ExtensionTests
{
    private const string Replies = "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\nS: 250 Ok\n";

    [Fact]
    public async Task The_size_is_declared_where_it_is_wanted()
    {
        var outcomes = await DeliverAsync(() => new ListSource(1, _ => "X: 1\r\n\r\n1234\r\n"), "S: 220 mx\n" + Offers("PIPELINING", "SIZE 1000")
            + "C: MAIL FROM:<bounce@example.test> SIZE=14\nC: RCPT TO:<to0@example.test>\nC: DATA\n" + Replies + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Fact]
    public async Task A_message_larger_than_the_server_takes_is_rejected_without_being_sent()
    {
        var outcomes = await DeliverAsync(() => new ListSource(2, n => n == 0 ? "X: 1\r\n\r\n1234\r\n" : "X: 2\r\n\r\n"), "S: 220 mx\n" + Offers("PIPELINING", "SIZE 10")
            + "C: MAIL FROM:<bounce@example.test> SIZE=8\nC: RCPT TO:<to1@example.test>\nC: DATA\n" + Replies + Quit);
        Assert.Equal((DeliveryStatus.Rejected, DeliveryReason.Size), (outcomes[0].Status, outcomes[0].Reason));
        Assert.Equal(DeliveryStatus.Accepted, outcomes[1].Status);
    }

    [Fact]
    public async Task Addresses_outside_ASCII_go_to_a_server_that_takes_them()
    {
        var outcomes = await DeliverAsync(() => new ListSource(1) { Recipient = "żółw@example.test" }, "S: 220 mx\n" + Offers("PIPELINING", "8BITMIME", "SMTPUTF8")
            + "C: MAIL FROM:<bounce@example.test> BODY=8BITMIME SMTPUTF8\nC: RCPT TO:<" + Latin("żółw") + "@example.test>\nC: DATA\n" + Replies + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Theory]
    [InlineData("żółw@example.test", "X: 1\r\n\r\n", DeliveryReason.Protocol)]
    [InlineData("a@example.test", "X: 1\r\n\r\na\rb\r\n", DeliveryReason.Content)]
    [InlineData("a@example.test", "X: 1\r\n\r\na\n.\r\nMAIL FROM:<>\r\n", DeliveryReason.Content)]
    [InlineData("a@example.test", "X: 1\r\n\r\n\u00ff\r\n", DeliveryReason.Protocol)]
    public async Task What_cannot_go_to_this_server_is_rejected_without_being_sent(string recipient, string content, DeliveryReason reason)
    {
        var outcomes = await DeliverAsync(() => new ListSource(1, _ => content) { Recipient = recipient }, "S: 220 mx\n" + Offers("PIPELINING") + Quit);
        Assert.Equal((DeliveryStatus.Rejected, reason, 0), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
    }

    [Fact]
    public async Task Where_chunks_are_taken_a_message_is_one_group_and_nothing_is_stuffed()
    {
        await using var server = new ScriptedServer(["S: 220 mx\n" + Offers("PIPELINING", "CHUNKING") + """
            C: MAIL FROM:<bounce@example.test>
            C: RCPT TO:<to0@example.test>
            C: BDAT 12 LAST
            C#12
            S: 250 Ok
            S: 250 Ok
            S: 250 2.0.0 Queued
            C: MAIL FROM:<bounce@example.test>
            C: RCPT TO:<to1@example.test>
            C: BDAT 12 LAST
            C#12
            S: 250 Ok
            S: 550 5.1.1 Who?
            S: 503 5.5.1 No recipients
            C: RSET
            S: 250 Ok
            C: MAIL FROM:<bounce@example.test>
            C: RCPT TO:<to2@example.test>
            C: BDAT 12 LAST
            C#12
            S: 250 Ok
            S: 250 Ok
            S: 250 2.0.0 Queued

            """ + Quit]);
        var source = new ListSource(3, n => $"X: {n}\r\n\r\n.\r\n.");
        await using (var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port)))
            await transport.DeliverAsync(source, default);
        await server.PlayedAsync();
        Assert.Equal("X: 0\r\n\r\n.\r\n.", server.Contents[0]);
        Assert.Equal([DeliveryStatus.Accepted, DeliveryStatus.Rejected, DeliveryStatus.Accepted], source.Outcomes.OrderBy(o => o.Key).Select(o => o.Value.Status));
        Assert.Equal(DeliveryReason.Mailbox, source.Outcomes[1].Reason);
    }

    [Fact]
    public async Task A_connection_is_changed_after_so_many_messages()
    {
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { MessagesPerConnection = 1 }, () => new ListSource(2), Hello + Envelope(0) + Good + Quit, Hello + Envelope(1) + Good + Quit);
        Assert.All(outcomes.Values, o => Assert.Equal(DeliveryStatus.Accepted, o.Status));
    }

    private static string Latin(string text) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static Task<IDictionary<int, DeliveryOutcome>> DeliverAsync(Func<ListSource> source, params string[] transcripts) =>
        PlayAsync(SmtpTransportTests.Settings, source, transcripts);
}
