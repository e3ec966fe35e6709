using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

public class CancellationTests
{
    private const int Lines = 32;

    public static TheoryData<int> EveryLine => [.. Enumerable.Range(0, Lines)];

    [Theory]
    [MemberData(nameof(EveryLine))]
    public async Task Whenever_it_is_cancelled_no_message_is_both_sent_and_reported_unsent(int line)
    {
        using var cancel = new CancellationTokenSource();
        await using var server = new ScriptedServer([Hello + Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\n" + Envelope(1)
            + "S: 250 Ok\nS: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\n" + Envelope(2) + "S: 250 Ok\nS: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\nS: 250 Ok\n" + Quit])
        {
            OnLine = (number, _) => { if (number == line) cancel.Cancel(); },
        };
        var source = new ListSource(3);
        await using (var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port)))
        {
            try
            {
                await transport.DeliverAsync(source, cancel.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }
        await ((Func<Task>)(async () => { try { await server.PlayedAsync(); } catch (Exception e) when (e is Xunit.Sdk.XunitException or IOException) { } }))();
        Assert.Equal(source.Taken, source.Outcomes.Count);
        foreach (var (ticket, outcome) in source.Outcomes)
        {
            var whole = server.Contents.Contains($"Subject: {ticket}\r\n\r\nbody {ticket}\r\n", StringComparer.Ordinal);
            Assert.True(whole == outcome.Status is DeliveryStatus.Accepted or DeliveryStatus.Unknown || outcome.Status == DeliveryStatus.Unknown, $"{ticket}: {whole}, {outcome}");
        }
    }

    [Fact]
    public async Task Nobody_waits_for_more_from_a_source_that_has_failed()
    {
        await using var server = new ScriptedServer([Hello + Envelope(0) + Good + Quit]);
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { MaxConnections = 2 });
        var delivery = transport.DeliverAsync(new FailingSource(), default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => delivery.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    // Waits for more until it is told to stop, and cannot take a report.
    private sealed class FailingSource : IMessageSource
    {
        private readonly ListSource one = new(1);

        public bool TryTake(OutgoingMessage message) => one.TryTake(message);

        public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return false;
        }

        public void Report(int ticket, DeliveryOutcome outcome) => throw new InvalidOperationException("The ledger is full.");
    }

    [Fact]
    public async Task A_relay_that_does_not_answer_within_the_grace_leaves_the_message_unknown()
    {
        using var cancel = new CancellationTokenSource();
        var clock = new ManualClock();
        await using var server = new ScriptedServer([Hello + Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\nSILENCE"])
        {
            OnLine = (_, line) =>
            {
                if (line != "SILENCE") return;
                cancel.Cancel();
                clock.AdvanceLater(TimeSpan.FromSeconds(11));
            },
        };
        var source = new ListSource(1);
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port) with { CancellationGrace = TimeSpan.FromSeconds(10), Timeouts = new() }, clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transport.DeliverAsync(source, cancel.Token));
        Assert.Equal(DeliveryStatus.Unknown, source.Outcomes[0].Status);
    }
}
