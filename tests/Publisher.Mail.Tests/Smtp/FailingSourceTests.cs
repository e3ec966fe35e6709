using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

public class FailingSourceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Of_several_failures_the_caller_hears_of_the_first()
    {
        await using var server = new BusyServer();
        var source = new ListSource(3)
        {
            OnTake = ticket => { if (ticket == 1) throw new InvalidOperationException("first"); },
            OnReport = _ => throw new InvalidOperationException("second"),
        };
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => transport.DeliverAsync(source, default).WaitAsync(Patience));
        Assert.Equal("first", failure.Message);
        Assert.Equal(DeliveryStatus.Accepted, Assert.Single(source.Outcomes).Value.Status);
    }

    [Fact]
    public async Task A_failure_is_told_though_whoever_hears_of_it_throws_too()
    {
        var clock = new BrokenClock();
        await using var server = new BusyServer();
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port), clock);
        var source = new AngrySource(new ListSource(1) { OnTake = _ => clock.IsBroken = true });
        await Assert.ThrowsAsync<NotSupportedException>(() => transport.DeliverAsync(source, default).WaitAsync(Patience));
        Assert.Equal(DeliveryStatus.Deferred, source.Messages.Outcomes[0].Status);
    }

    [Fact]
    public async Task The_connection_on_which_something_went_wrong_is_closed_and_its_place_free()
    {
        var clock = new BrokenClock();
        await using var server = new BusyServer();
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port), clock);
        var source = new ListSource(3) { OnTake = ticket => clock.IsBroken = ticket == 1 };
        await Assert.ThrowsAsync<NotSupportedException>(() => transport.DeliverAsync(source, default).WaitAsync(Patience));
        Assert.Equal((DeliveryStatus.Unknown, DeliveryStatus.Deferred), (source.Outcomes[0].Status, source.Outcomes[1].Status));
        for (var i = 0; i < 200 && server.Open > 0; i++) await Task.Delay(10);
        Assert.Equal((0, 1), (server.Open, server.All));

        var next = new ListSource(2);
        await transport.DeliverAsync(next, default).WaitAsync(Patience);
        Assert.Equal(2, next.Outcomes.Values.Count(o => o.Status == DeliveryStatus.Accepted));
    }

    // Gives its message on the second asking, and cannot bear to be cancelled.
    private sealed class AngrySource(ListSource messages) : IMessageSource
    {
        private bool asked;

        public ListSource Messages => messages;

        public bool TryTake(OutgoingMessage message) => asked && messages.TryTake(message);

        public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
        {
            if (asked) return new(false);
            asked = true;
            cancellationToken.Register(() => throw new InvalidTimeZoneException("Nobody cancels me."));
            return new(true);
        }

        public void Report(int ticket, DeliveryOutcome outcome) => messages.Report(ticket, outcome);
    }
}
