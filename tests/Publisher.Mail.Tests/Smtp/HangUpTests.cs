using System.Net;
using System.Net.Sockets;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>A server that says no and hangs up has said no: to that message, and to no other.</summary>
public class HangUpTests
{
    private static readonly string ChunkHello = "S: 220 mx\n" + Offers("PIPELINING", "CHUNKING");

    public static TheoryData<string, DeliveryStatus, DeliveryReason> Refusals => new()
    {
        { "S: 554 5.7.1 No", DeliveryStatus.Rejected, DeliveryReason.Policy },
        { "S: 554 5.7.1 No\nS: 421 4.3.2 Bye", DeliveryStatus.Rejected, DeliveryReason.Policy },
        { "S: 554 5.7.1 No\nS: 503 5.5.1 No\nS: 503 5.5.1 No", DeliveryStatus.Rejected, DeliveryReason.Policy },
        { "S: 250 Ok\nS: 550 5.1.1 Who?", DeliveryStatus.Rejected, DeliveryReason.Mailbox },
        { "S: 250 Ok\nS: 550 5.1.1 Who?\nS: 421 4.7.0 Too many errors", DeliveryStatus.Rejected, DeliveryReason.Mailbox },
        { "S: 250 Ok\nS: 550 5.1.1 Who?\nS: what", DeliveryStatus.Rejected, DeliveryReason.Mailbox },
        { "S: 250 Ok\nS: 450 4.2.1 Later", DeliveryStatus.Deferred, DeliveryReason.Mailbox },
        { "S: 250 Ok\nS: 250 Ok\nS: 554 5.7.1 No", DeliveryStatus.Rejected, DeliveryReason.Policy },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_stands_though_the_server_hangs_up_and_the_next_message_goes_by_another_connection(
        string replies, DeliveryStatus status, DeliveryReason reason)
    {
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 }, () => new ListSource(2),
            Hello + Envelope(0) + replies + "\nHANGUP", Hello + Envelope(1) + Good + Quit);
        Assert.Equal((status, reason, DeliveryStatus.Accepted), (outcomes[0].Status, outcomes[0].Reason, outcomes[1].Status));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_stands_though_the_server_hangs_up_on_a_chunk(string replies, DeliveryStatus status, DeliveryReason reason)
    {
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 }, () => new ListSource(2),
            ChunkHello + Chunk(0) + replies + "\nHANGUP", ChunkHello + Chunk(1) + "S: 250 Ok\nS: 250 Ok\nS: 250 Ok\n" + Quit);
        Assert.Equal((status, reason, DeliveryStatus.Accepted), (outcomes[0].Status, outcomes[0].Reason, outcomes[1].Status));
    }

    [Fact]
    public async Task A_refusal_of_the_mail_from_stands_step_by_step_too()
    {
        var hello = "S: 220 mx\n" + Offers("8BITMIME");
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 }, () => new ListSource(2),
            hello + "C: MAIL FROM:<bounce@example.test>\nS: 554 5.7.1 No\nHANGUP",
            hello + "C: MAIL FROM:<bounce@example.test>\nS: 250 Ok\nC: RCPT TO:<to1@example.test>\nS: 250 Ok\nC: DATA\nS: 354 Go\nC.\nS: 250 Ok\n" + Quit);
        Assert.Equal((DeliveryStatus.Rejected, DeliveryStatus.Accepted), (outcomes[0].Status, outcomes[1].Status));
    }

    [Fact]
    public async Task A_refusal_of_a_large_chunk_stands_though_the_server_does_not_read_it_to_its_end()
    {
        var content = "Subject: 0\r\n\r\n" + string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 16_000));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = RefuseAsync(listener);
        var source = new ListSource(1, _ => content);
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 });
        await transport.DeliverAsync(source, default);
        await server;
        Assert.Equal((DeliveryStatus.Rejected, 554), (source.Outcomes[0].Status, source.Outcomes[0].ReplyCode));
    }

    // Has more to read when it closes, so that the client's next write fails.
    private static async Task RefuseAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.WriteAsync("220 mx\r\n"u8.ToArray());
        var octets = new byte[1000];
        Assert.NotEqual(0, await stream.ReadAsync(octets));
        await stream.WriteAsync("250-mx\r\n250-PIPELINING\r\n250 CHUNKING\r\n"u8.ToArray());
        await stream.ReadExactlyAsync(octets);
        await stream.WriteAsync("554 5.7.1 No\r\n"u8.ToArray());
        listener.Stop();
    }

    [Fact]
    public async Task A_content_refused_by_a_server_that_hangs_up_does_no_harm_to_the_next_message()
    {
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 }, () => new ListSource(2),
            Hello + Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\n" + Envelope(1) + "S: 554 5.6.0 Spam\nHANGUP", Hello + Envelope(1) + Good + Quit);
        Assert.Equal((DeliveryStatus.Rejected, DeliveryReason.Content, DeliveryStatus.Accepted), (outcomes[0].Status, outcomes[0].Reason, outcomes[1].Status));
    }

    [Fact]
    public async Task A_server_that_does_nothing_but_refuse_and_hang_up_is_left_alone_after_a_while()
    {
        string Refused(int n) => Hello + Envelope(n) + "S: 250 Ok\nS: 550 5.1.1 Who?\nHANGUP";
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 2 }, () => new ListSource(6), Refused(0), Refused(1), Refused(2));
        Assert.Equal(6, outcomes.Count);
        Assert.All(outcomes, o => Assert.Equal(o.Key < 3 ? DeliveryStatus.Rejected : DeliveryStatus.Deferred, o.Value.Status));
        // Not asked again, or it would be "cannot be reached": there is no fourth connection.
        Assert.All(outcomes.Where(o => o.Key >= 3), o => Assert.Equal("The server hung up.", o.Value.Receipt));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hang_up_within_a_message_is_told_from_a_server_that_does_not_greet(bool greets)
    {
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 }, () => new ListSource(1), greets ? Hello + Envelope(0) + "S: 250 Ok\nHANGUP" : "HANGUP");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Connection, 0, greets), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode, outcomes[0].IsInterrupted));
    }

    [Fact]
    public async Task Every_message_accepted_forgives_the_hang_up_before_it()
    {
        string Refused(int n) => Hello + Envelope(n) + "S: 250 Ok\nS: 550 5.1.1 Who?\nHANGUP";
        string Between(int n) => Hello + Envelope(n) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\n" + Envelope(n + 1) + "S: 250 Ok\nS: 250 Ok\nS: 550 5.1.1 Who?\nHANGUP";
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 }, () => new ListSource(6), Refused(0), Between(1), Between(3), Hello + Envelope(5) + Good + Quit);
        Assert.Equal([false, true, false, true, false, true], outcomes.OrderBy(o => o.Key).Select(o => o.Value.Status == DeliveryStatus.Accepted));
    }

    private static string Chunk(int n) => $"C: MAIL FROM:<bounce@example.test>\nC: RCPT TO:<to{n}@example.test>\nC: BDAT 22 LAST\nC#22\n";
}
