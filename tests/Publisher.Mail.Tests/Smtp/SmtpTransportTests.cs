using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

public class SmtpTransportTests
{
    [Fact]
    public async Task Content_goes_out_with_the_envelope_of_the_next()
    {
        // The server is silent until it has content and next envelope both: without the one write it would wait for ever.
        var outcomes = await PlayAsync(2, Hello + Envelope(0) + """
            S: 250 2.1.0 Ok
            S: 250 2.1.5 Ok
            S: 354 Go
            C.

            """ + Envelope(1) + """
            S: 250-2.0.0 Queued
            S: 250 2.0.0 as 4711
            S: 250 2.1.0 Ok
            S: 250 2.1.5 Ok
            S: 354 Go
            C.
            S: 250 2.0.0 Ok
            C: QUIT
            S: 221 Bye
            """);
        Assert.Equal(new(DeliveryStatus.Accepted, DeliveryReason.None, 250, new(2, 0, 0), "2.0.0 Queued 2.0.0 as 4711"), outcomes[0]);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[1].Status);
    }

    [Fact]
    public async Task Without_pipelining_every_command_waits_for_its_reply()
    {
        var outcomes = await PlayAsync(1, PlainHello + """
            C: MAIL FROM:<bounce@example.test>
            S: 250 Ok
            C: RCPT TO:<to0@example.test>
            S: 250 Ok
            C: DATA
            S: 354 Go
            C.
            S: 250 Ok
            C: QUIT
            S: 221 Bye
            """);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Fact]
    public async Task A_refused_recipient_is_rejected_and_the_next_message_goes_on_after_a_reset()
    {
        var outcomes = await PlayAsync(2, Hello + Envelope(0) + """
            S: 250 2.1.0 Ok
            S: 550 5.1.1 No such user
            S: 554 5.5.1 No valid recipients
            C: RSET

            """ + Envelope(1) + """
            S: 250 2.0.0 Ok
            S: 250 2.1.0 Ok
            S: 250 2.1.5 Ok
            S: 354 Go
            C.
            S: 250 Ok
            C: QUIT
            S: 221 Bye
            """);
        Assert.Equal(new(DeliveryStatus.Rejected, DeliveryReason.Mailbox, 550, new(5, 1, 1), "5.1.1 No such user"), outcomes[0]);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[1].Status);
    }

    [Fact]
    public async Task A_server_that_wants_content_for_no_recipient_gets_an_empty_one()
    {
        var outcomes = await PlayAsync(1, Hello + Envelope(0) + """
            S: 250 2.1.0 Ok
            S: 450 4.2.1 Try later
            S: 354 Go
            C.
            S: 554 5.5.1 No valid recipients
            C: QUIT
            S: 221 Bye
            """);
        Assert.Equal(DeliveryStatus.Deferred, outcomes[0].Status);
    }

    [Fact]
    public async Task A_connection_lost_after_the_dot_is_unknown_and_the_next_message_goes_by_another()
    {
        var outcomes = await PlayAsync(2, Hello + Envelope(0) + """
            S: 250 2.1.0 Ok
            S: 250 2.1.5 Ok
            S: 354 Go
            C.
            HANGUP
            """, Hello + Envelope(1) + """
            S: 250 2.1.0 Ok
            S: 250 2.1.5 Ok
            S: 354 Go
            C.
            S: 250 Ok
            C: QUIT
            S: 221 Bye
            """);
        Assert.Equal(DeliveryStatus.Unknown, outcomes[0].Status);
        Assert.Equal(DeliveryReason.Connection, outcomes[0].Reason);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[1].Status);
    }

    [Fact]
    public async Task A_relay_that_cannot_be_reached_defers_every_message()
    {
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var source = new ListSource(5);
        await using var transport = new SmtpTransport(Settings(port) with { ConnectAttempts = 2 });
        await transport.DeliverAsync(source, default);
        Assert.Equal(5, source.Outcomes.Count);
        Assert.All(source.Outcomes.Values, o => Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Connection), (o.Status, o.Reason)));
    }

    [Fact]
    public async Task Lines_that_begin_with_a_full_stop_are_stuffed()
    {
        await using var server = new ScriptedServer([Hello + Envelope(0) + """
            S: 250 Ok
            S: 250 Ok
            S: 354 Go
            C.
            S: 250 Ok
            C: QUIT
            S: 221 Bye
            """]);
        await using (var transport = new SmtpTransport(Settings(server.Port)))
            await transport.DeliverAsync(new ListSource(1, _ => ".a\r\n.\r\n..b"), default);
        await server.PlayedAsync();
        Assert.Equal(["..a\r\n..\r\n...b\r\n"], server.Contents, StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_the_source_throws_reaches_the_caller_after_everything_taken_is_reported()
    {
        await using var server = new ScriptedServer([Hello + Envelope(0) + """
            S: 250 Ok
            S: 250 Ok
            S: 354 Go
            C.
            S: 250 Ok
            C: QUIT
            S: 221 Bye
            """]);
        var source = new ListSource(3) { OnTake = ticket => { if (ticket == 1) throw new InvalidOperationException("bug"); } };
        await using (var transport = new SmtpTransport(Settings(server.Port)))
            Assert.Equal("bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => transport.DeliverAsync(source, default))).Message);
        await server.PlayedAsync();
        Assert.Equal(DeliveryStatus.Accepted, Assert.Single(source.Outcomes).Value.Status);
    }

    internal static SmtpSettings Settings(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        MaxConnections = 1,
        ConnectPause = TimeSpan.Zero,
        Timeouts = new() { Command = TimeSpan.FromSeconds(20), Data = TimeSpan.FromSeconds(20), Final = TimeSpan.FromSeconds(20) },
    };

    private static Task<IDictionary<int, DeliveryOutcome>> PlayAsync(int count, params string[] transcripts) =>
        Transcript.PlayAsync(Settings, () => new ListSource(count), transcripts);
}
