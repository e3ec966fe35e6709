using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>What happens while the relay is left alone, and what while a message waits for its place in the pace.</summary>
public class RestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_long_delivery_goes_on_when_the_rest_has_passed()
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer(["HANGUP", Hello + Envelope(1) + Good + Quit]);
        await using var slow = new SlowSource(2);
        await using (var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { ConnectAttempts = 1 }, clock))
        {
            var delivery = transport.DeliverAsync(slow, default);
            slow.Give(1);
            await slow.WaitingAsync().WaitAsync(Patience);
            clock.Advance(TimeSpan.FromMinutes(2));
            slow.Give(1);
            await delivery.WaitAsync(Patience);
        }
        Assert.Equal((DeliveryStatus.Deferred, DeliveryStatus.Accepted), (slow.Messages.Outcomes[0].Status, slow.Messages.Outcomes[1].Status));
    }

    [Fact]
    public async Task While_the_relay_is_left_alone_nobody_waits_for_a_place()
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer(["HANGUP"]);
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { ConnectAttempts = 1, PerMinute = 1 }, clock);
        var source = new ListSource(5);
        await transport.DeliverAsync(source, default).WaitAsync(Patience);
        Assert.Equal(5, source.Outcomes.Values.Count(o => o.Status == DeliveryStatus.Deferred));
    }

    [Fact]
    public async Task Who_is_cancelled_while_waiting_for_a_place_gives_none_away()
    {
        var clock = new ManualClock();
        using var cancel = new CancellationTokenSource();
        await using var server = new BusyServer();
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { PerMinute = 60 }, clock);
        var reported = new TaskCompletionSource();
        var first = new ListSource(3) { OnReport = _ => reported.TrySetResult() };
        var delivery = transport.DeliverAsync(first, cancel.Token);
        await reported.Task.WaitAsync(Patience);
        await Task.Delay(50);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(Patience));
        Assert.Equal(first.Taken, first.Outcomes.Count);

        var second = new ListSource(1);
        var next = transport.DeliverAsync(second, default);
        await Task.Delay(200);
        Assert.Empty(second.Outcomes);
        clock.Advance(TimeSpan.FromSeconds(1));
        await next.WaitAsync(Patience);
        Assert.Equal(DeliveryStatus.Accepted, second.Outcomes[0].Status);
    }

    [Fact]
    public async Task A_connection_that_was_closed_during_the_wait_for_a_place_is_replaced_in_silence()
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer([Hello + Envelope(0) + Good + "HANGUP", Hello + Envelope(1) + Good + Quit])
        {
            OnLine = (_, line) => { if (line == "HANGUP") clock.AdvanceLater(TimeSpan.FromSeconds(30)); },
        };
        var source = new ListSource(2);
        await using (var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { ConnectAttempts = 1, PerMinute = 1, Timeouts = new() }, clock))
            await transport.DeliverAsync(source, default).WaitAsync(Patience);
        await server.PlayedAsync();
        Assert.Equal((DeliveryStatus.Accepted, DeliveryStatus.Accepted), (source.Outcomes[0].Status, source.Outcomes[1].Status));
    }
}
