using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>The limit of connections is that of the relay, so it holds for all deliveries of a transport together.</summary>
public class SharedConnectionsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(2, int.MaxValue)]
    [InlineData(3, 4)]
    public async Task Deliveries_at_once_have_no_more_connections_together_than_one_may_have(int most, int messagesPerConnection)
    {
        await using var server = new BusyServer { OnContent = () => Task.Delay(1), OnQuit = () => Task.Delay(5) };
        ListSource[] sources = [.. Enumerable.Range(0, 5).Select(_ => new ListSource(40))];
        await using (var transport = new SmtpTransport(
            SmtpTransportTests.Settings(server.Port) with { MaxConnections = most, MessagesPerConnection = messagesPerConnection }))
        {
            await Task.WhenAll(sources.Select(s => transport.DeliverAsync(s, default))).WaitAsync(Patience);
            await Task.WhenAll(sources.Select(s => transport.DeliverAsync(new ListSource(3), default))).WaitAsync(Patience);
        }
        Assert.InRange(server.Most, 1, most);
        Assert.All(sources, s => Assert.Equal(40, s.Outcomes.Values.Count(o => o.Status == DeliveryStatus.Accepted)));
    }

    [Fact]
    public async Task A_message_that_waits_for_a_connection_is_deferred_when_its_delivery_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var content = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await using var server = new BusyServer { OnContent = () => { content.TrySetResult(); return go.Task; } };
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port));
        var first = new ListSource(1);
        var under = transport.DeliverAsync(first, default);
        await content.Task.WaitAsync(Patience);

        var taken = new TaskCompletionSource();
        var second = new ListSource(1) { OnTake = _ => taken.TrySetResult() };
        var waiting = transport.DeliverAsync(second, cancel.Token);
        await taken.Task.WaitAsync(Patience);
        await Task.Delay(50);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Cancelled), (second.Outcomes[0].Status, second.Outcomes[0].Reason));

        go.SetResult();
        await under.WaitAsync(Patience);
        Assert.Equal(DeliveryStatus.Accepted, first.Outcomes[0].Status);
        // Nothing is left of the one who went away: the next has the connection.
        var third = new ListSource(1);
        await transport.DeliverAsync(third, default).WaitAsync(Patience);
        Assert.Equal((DeliveryStatus.Accepted, 1), (third.Outcomes[0].Status, server.All));
    }

    [Fact]
    public async Task A_delivery_that_waits_for_its_next_message_holds_no_connection()
    {
        await using var server = new BusyServer();
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port));
        await using var slow = new SlowSource(2);
        var first = transport.DeliverAsync(slow, default);
        slow.Give(1);
        await slow.WaitingAsync().WaitAsync(Patience);

        var other = new ListSource(3);
        await transport.DeliverAsync(other, default).WaitAsync(Patience);
        slow.Give(1);
        await first.WaitAsync(Patience);
        Assert.All(slow.Messages.Outcomes.Values.Concat(other.Outcomes.Values), o => Assert.Equal(DeliveryStatus.Accepted, o.Status));
        Assert.Equal(1, server.Most);
    }

    [Fact]
    public async Task A_delivery_without_end_lets_another_have_its_turn()
    {
        await using var server = new BusyServer { OnContent = () => Task.Delay(1) };
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port));
        using var end = new CancellationTokenSource();
        var endless = new ListSource(int.MaxValue);
        var first = transport.DeliverAsync(endless, end.Token);
        while (endless.Taken < 10) await Task.Delay(5);

        var other = new ListSource(5);
        await transport.DeliverAsync(other, default).WaitAsync(Patience);
        Assert.Equal(5, other.Outcomes.Count);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        Assert.Equal(1, server.Most);
        // The place of the one who was cancelled is free.
        await transport.DeliverAsync(new ListSource(1), default).WaitAsync(Patience);
    }
}
