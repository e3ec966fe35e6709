using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

public class BadServerTests
{
    [Theory]
    [InlineData("S: 421 4.3.2 Going down\nHANGUP")]
    [InlineData("S: 220 mx\nC: EHLO localhost\nS: 421 4.3.2 Going down\nHANGUP")]
    [InlineData("S: 554 5.7.1 Not you\nHANGUP")]
    [InlineData("HANGUP")]
    [InlineData("S: hello\nSILENCE")]
    [InlineData("S: 220-mx\nS: 250 mx\nSILENCE")]
    [InlineData("S: 999 mx\nSILENCE")]
    public async Task A_server_that_does_not_even_greet_defers_the_message(string transcript)
    {
        var outcomes = await DeliverAsync(1, transcript);
        Assert.Equal(DeliveryStatus.Deferred, outcomes[0].Status);
    }

    [Theory]
    [InlineData("S: 421 4.3.2 Going down\n")]
    [InlineData("S: 250 Ok\nS: 421 4.3.2 Going down\n")]
    [InlineData("S: 250 Ok\nS: 250 Ok\nS: 421 4.3.2 Going down\n")]
    [InlineData("S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\nS: 421 4.3.2 Going down\n")]
    public async Task A_server_that_goes_down_in_the_middle_defers_that_message(string point)
    {
        var outcomes = await PlayAsync(port => SmtpTransportTests.Settings(port), () => new ListSource(1), Hello + Envelope(0) + point + "HANGUP");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Server, 421), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
        Assert.NotNull(outcomes[0].RetryAfter);
    }

    [Fact]
    public async Task A_refused_DATA_is_the_outcome_of_its_message()
    {
        var outcomes = await DeliverAsync(2, Hello + Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 554 5.7.1 No\nC: RSET\n" + Envelope(1) + "S: 250 Ok\n" + Good + Quit);
        Assert.Equal((DeliveryStatus.Rejected, DeliveryReason.Policy), (outcomes[0].Status, outcomes[0].Reason));
        Assert.Equal(DeliveryStatus.Accepted, outcomes[1].Status);
    }

    [Fact]
    public async Task An_answer_to_the_content_that_is_none_leaves_the_message_unknown()
    {
        var outcomes = await DeliverAsync(1, Hello + Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\nS: 354 Go on\nHANGUP");
        Assert.Equal((DeliveryStatus.Unknown, DeliveryReason.Protocol), (outcomes[0].Status, outcomes[0].Reason));
    }

    [Fact]
    public async Task A_reply_without_end_is_given_up_after_a_few_kilobytes()
    {
        await using var server = new ScriptedServer([Hello + Envelope(0) + "S: 250 " + new string('x', 10_000_000)]);
        var source = new ListSource(1);
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { ConnectAttempts = 1 });
        await transport.DeliverAsync(source, default);
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Protocol), (source.Outcomes[0].Status, source.Outcomes[0].Reason));
    }

    [Fact]
    public async Task A_server_that_loses_what_was_pipelined_is_spoken_to_step_by_step_the_next_time()
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer(
        [
            Hello + Envelope(0) + "S: 250 Ok\nSILENCE",
            "S: 220 mx\n" + Offers("PIPELINING") + "C: MAIL FROM:<bounce@example.test>\nS: 250 Ok\nC: RCPT TO:<to0@example.test>\nS: 250 Ok\nC: DATA\nS: 354 Go\nC.\nS: 250 Ok\n" + Quit,
        ])
        {
            OnLine = (_, line) => { if (line == "SILENCE") clock.AdvanceLater(TimeSpan.FromMinutes(1)); },
        };
        var source = new ListSource(1);
        await using (var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port), clock))
            await transport.DeliverAsync(source, default);
        await server.PlayedAsync();
        Assert.Equal(DeliveryStatus.Accepted, source.Outcomes[0].Status);
    }

    [Fact]
    public async Task A_server_that_never_answers_the_dot_leaves_the_message_unknown()
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer([Hello + Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\nSILENCE"])
        {
            OnLine = (_, line) => { if (line == "SILENCE") clock.AdvanceLater(TimeSpan.FromMinutes(11)); },
        };
        var source = new ListSource(1);
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port), clock);
        await transport.DeliverAsync(source, default);
        Assert.Equal((DeliveryStatus.Unknown, DeliveryReason.Connection), (source.Outcomes[0].Status, source.Outcomes[0].Reason));
    }

    [Fact]
    public async Task After_troubles_in_a_row_the_relay_is_left_alone_and_later_deliveries_are_deferred_at_once()
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer(["HANGUP", "HANGUP"]);
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { ConnectAttempts = 2 }, clock);
        var first = new ListSource(3);
        await transport.DeliverAsync(first, default);
        await server.PlayedAsync();
        Assert.All(first.Outcomes.Values, o => Assert.Equal(DeliveryStatus.Deferred, o.Status));
        clock.Advance(TimeSpan.FromSeconds(20));
        var second = new ListSource(1);
        await transport.DeliverAsync(second, default);
        Assert.Equal(TimeSpan.FromSeconds(40), second.Outcomes[0].RetryAfter!.Value);
    }

    [Fact]
    public async Task Refusals_in_a_row_on_one_connection_are_troubles_in_a_row()
    {
        const string Refusal = "S: 451 4.3.0 Later\nS: 503 5.5.1 No\nS: 503 5.5.1 No\n";
        const string Again = "C: RSET\n";
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 3 }, () => new ListSource(9),
            Hello + Envelope(0) + Refusal + Again + Envelope(1) + "S: 250 Ok\n" + Refusal + Again + Envelope(2) + "S: 250 Ok\n" + Refusal + Quit);
        Assert.Equal(9, outcomes.Count);
        Assert.All(outcomes.Values, o => Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Server, 451), (o.Status, o.Reason, o.ReplyCode)));
    }

    private static Task<IDictionary<int, DeliveryOutcome>> DeliverAsync(int count, params string[] transcripts) =>
        PlayAsync(port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 }, () => new ListSource(count), transcripts);
}
