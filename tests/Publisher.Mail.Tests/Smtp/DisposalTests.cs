using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>Whoever disposes of a transport ends its deliveries, as a cancellation would.</summary>
public class DisposalTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("SILENCE", DeliveryStatus.Deferred)]
    [InlineData("S: 220 mx\nC: EHLO localhost\nSILENCE", DeliveryStatus.Deferred)]
    [InlineData("S: 220 mx.example.test ESMTP\nC: EHLO localhost\nS: 250 mx\nC: MAIL FROM:<bounce@example.test>\nSILENCE", DeliveryStatus.Deferred)]
    [InlineData("S: 220 mx\nC: EHLO localhost\nS: 250 mx\nC: MAIL FROM:<bounce@example.test>\nS: 250 Ok\nC: RCPT TO:<to0@example.test>\nS: 250 Ok\nC: DATA\nS: 354 Go\nC.\nSILENCE", DeliveryStatus.Unknown)]
    public async Task A_delivery_ends_when_its_transport_is_disposed_of(string transcript, DeliveryStatus expected)
    {
        var silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ScriptedServer([transcript]) { OnLine = (_, line) => { if (line == "SILENCE") silent.TrySetResult(); } };
        var source = new ListSource(9);
        var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { CancellationGrace = TimeSpan.FromMilliseconds(100) });
        var delivery = transport.DeliverAsync(source, default);
        await silent.Task.WaitAsync(Patience);
        await transport.DisposeAsync().AsTask().WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(Patience));
        Assert.Equal(source.Taken, source.Outcomes.Count);
        Assert.Equal(expected, source.Outcomes[0].Status);
    }

    [Fact]
    public async Task A_content_under_way_is_still_answered_within_the_grace()
    {
        var content = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new BusyServer { OnContent = () => { content.TrySetResult(); return Task.Delay(200); } };
        var source = new ListSource(9);
        var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port));
        var delivery = transport.DeliverAsync(source, default);
        await content.Task.WaitAsync(Patience);
        await transport.DisposeAsync().AsTask().WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(Patience));
        Assert.Equal(source.Taken, source.Outcomes.Count);
        Assert.Equal(DeliveryStatus.Accepted, source.Outcomes[0].Status);
    }

    [Fact]
    public async Task Those_who_wait_for_a_message_a_place_or_a_connection_end_too()
    {
        await using var server = new BusyServer();
        await using var slow = new SlowSource(2);
        var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { PerHour = 1, MaxConnections = 2 });
        ListSource[] sources = [.. Enumerable.Range(0, 6).Select(_ => new ListSource(3))];
        Task[] deliveries = [transport.DeliverAsync(slow, default), .. sources.Select(s => transport.DeliverAsync(s, default))];
        await Task.Delay(200);
        await transport.DisposeAsync().AsTask().WaitAsync(Patience);
        foreach (var delivery in deliveries) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivery.WaitAsync(Patience));
        Assert.All(sources, s => Assert.Equal(s.Taken, s.Outcomes.Count));
        Assert.InRange(sources.Sum(s => s.Outcomes.Values.Count(o => o.Status == DeliveryStatus.Accepted)), 0, 1);
    }

    [Fact]
    public async Task A_source_that_disposes_of_the_transport_does_not_wait_for_itself()
    {
        await using var server = new BusyServer();
        var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { CancellationGrace = TimeSpan.FromMilliseconds(100) });
        var source = new ListSource(9) { OnReport = ticket => { if (ticket == 0) transport.DisposeAsync().AsTask().GetAwaiter().GetResult(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.DeliverAsync(source, default).WaitAsync(Patience));
        Assert.Equal(source.Taken, source.Outcomes.Count);
    }

    [Fact]
    public async Task Nothing_is_delivered_by_a_transport_that_was_disposed_of()
    {
        await using var server = new BusyServer();
        var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port));
        await transport.DisposeAsync();
        await transport.DisposeAsync();
        var source = new ListSource(1);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.DeliverAsync(source, default));
        Assert.Equal((0, 0), (source.Taken, server.All));
    }
}
