using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>A server that loses what is pipelined is spoken to step by step; one that just hung up is not.</summary>
public class PipeliningTests
{
    private const string Wanted = "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\n";
    private const string Lost = "S: 250 Ok\nHANGUP";
    private static readonly string ChunkHello = "S: 220 mx\n" + Offers("PIPELINING", "CHUNKING");

    [Fact]
    public async Task One_hang_up_on_a_new_connection_is_no_reason_to_give_pipelining_up()
    {
        var outcomes = await DeliverAsync(2, Hello + Envelope(0) + Lost, Hello + Steps(0) + Envelope(1) + Good + Quit);
        Assert.All(outcomes.Values, o => Assert.Equal(DeliveryStatus.Accepted, o.Status));
    }

    [Fact]
    public async Task Two_groups_lost_in_a_row_and_gone_well_step_by_step_are()
    {
        var outcomes = await DeliverAsync(
            4, Hello + Envelope(0) + Lost, Hello + Steps(0) + Envelope(1) + Lost, Hello + Steps(1) + Steps(2) + Steps(3) + Quit);
        Assert.All(outcomes.Values, o => Assert.Equal(DeliveryStatus.Accepted, o.Status));
    }

    [Fact]
    public async Task A_group_that_went_well_in_between_clears_the_server()
    {
        var outcomes = await DeliverAsync(
            6, Hello + Envelope(0) + Lost, Hello + Steps(0) + Envelope(1) + Wanted + Envelope(2) + "S: 250 Ok\n" + Wanted + Envelope(3) + "S: 250 Ok\nHANGUP",
            Hello + Envelope(3) + Lost, Hello + Steps(4) + Envelope(5) + Good + Quit);
        Assert.Equal([0, 1, 2, 4, 5], outcomes.Where(o => o.Value.Status == DeliveryStatus.Accepted).Select(o => o.Key).Order());
    }

    [Fact]
    public async Task A_connection_that_breaks_step_by_step_too_says_nothing_of_pipelining()
    {
        var outcomes = await DeliverAsync(
            3, Hello + Envelope(0) + Lost, Hello + "C: MAIL FROM:<bounce@example.test>\nHANGUP", Hello + Envelope(1) + Lost, Hello + Steps(1) + Envelope(2) + Good + Quit);
        Assert.Equal([1, 2], outcomes.Where(o => o.Value.Status == DeliveryStatus.Accepted).Select(o => o.Key).Order());
    }

    [Fact]
    public async Task Chunks_that_are_lost_go_step_by_step_too()
    {
        var outcomes = await DeliverAsync(
            5, ChunkHello + Chunk(0) + Lost, ChunkHello + ChunkSteps(1) + Chunk(2) + Lost, ChunkHello + ChunkSteps(3) + ChunkSteps(4) + Quit);
        Assert.Equal([1, 3, 4], outcomes.Where(o => o.Value.Status == DeliveryStatus.Accepted).Select(o => o.Key).Order());
        Assert.All(new[] { 0, 2 }, n => Assert.Equal(DeliveryStatus.Unknown, outcomes[n].Status));
    }

    [Fact]
    public async Task Distrust_is_forgotten_after_a_while()
    {
        var clock = new ManualClock();
        await using var server = new ScriptedServer(
            [Hello + Envelope(0) + Lost, Hello + Steps(0) + Envelope(1) + Lost, Hello + Steps(1) + Steps(2) + "C: MAIL FROM:<bounce@example.test>\nC: RCPT TO:<to0@example.test>\nC: DATA\n" + Good + Quit]);
        await using (var transport = new SmtpTransport(Settings(server.Port), clock))
        {
            await transport.DeliverAsync(new ListSource(3), default);
            clock.Advance(TimeSpan.FromHours(2));
            var later = new ListSource(1);
            await transport.DeliverAsync(later, default);
            Assert.Equal(DeliveryStatus.Accepted, later.Outcomes[0].Status);
        }
        await server.PlayedAsync();
    }

    [Fact]
    public void Groups_that_were_under_way_at_once_are_lost_but_once()
    {
        var clock = new ManualClock();
        var trust = new PipeliningTrust(clock);
        var sent = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 4; i++) trust.Lost(new(sent, WithContent: false));
        Assert.True(trust.Holds);
        trust.Lost(new(clock.GetTimestamp(), WithContent: false));
        Assert.False(trust.Holds);
    }

    [Fact]
    public void A_group_by_itself_does_not_vouch_for_those_with_a_content()
    {
        var clock = new ManualClock();
        var trust = new PipeliningTrust(clock);
        trust.Lost(new(clock.GetTimestamp(), WithContent: true));
        trust.WentWell(withContent: false);
        trust.Lost(new(clock.GetTimestamp(), WithContent: true));
        Assert.False(trust.Holds);
    }

    private static SmtpSettings Settings(int port) => SmtpTransportTests.Settings(port) with { ConnectAttempts = 9 };

    private static string Steps(int n) =>
        $"C: MAIL FROM:<bounce@example.test>\nS: 250 Ok\nC: RCPT TO:<to{n}@example.test>\nS: 250 Ok\nC: DATA\nS: 354 Go\nC.\nS: 250 Ok\n";

    private static string Chunk(int n) => $"C: MAIL FROM:<bounce@example.test>\nC: RCPT TO:<to{n}@example.test>\nC: BDAT 22 LAST\nC#22\n";

    private static string ChunkSteps(int n) =>
        $"C: MAIL FROM:<bounce@example.test>\nS: 250 Ok\nC: RCPT TO:<to{n}@example.test>\nS: 250 Ok\nC: BDAT 22 LAST\nC#22\nS: 250 Ok\n";

    private static Task<IDictionary<int, DeliveryOutcome>> DeliverAsync(int count, params string[] transcripts) =>
        PlayAsync(Settings, () => new ListSource(count), transcripts);
}
