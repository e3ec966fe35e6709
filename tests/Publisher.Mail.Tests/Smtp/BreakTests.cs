using System.Globalization;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

public class BreakTests
{
    // More than the system's socket buffers take in, so that the client is still sending when the connection breaks.
    private static readonly string Large = "Subject: 0\r\n\r\n.first\r\n" + string.Concat(Enumerable.Repeat(new string('x', 998) + "\r\n", 16_000)) + "..\r\n.\r\nlast";

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_content_that_breaks_off_with_its_connection_goes_out_unchanged_on_the_next(bool chunking, bool dots)
    {
        var content = dots ? Large : Large.Replace(".", "", StringComparison.Ordinal);
        var size = content.Length.ToString(CultureInfo.InvariantCulture);
        const string Mail = "C: MAIL FROM:<bounce@example.test>\n";
        const string Rcpt = "C: RCPT TO:<to0@example.test>\n";
        string[] offers = chunking ? ["PIPELINING", "CHUNKING"] : ["PIPELINING", "8BITMIME"];
        var hello = "S: 220 mx\n" + Offers(offers);
        await using var server = new ScriptedServer(
        [
            hello + (chunking ? Mail + Rcpt + $"C: BDAT {size} LAST\nHANGUP" : Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nHANGUP"),
            hello + (chunking ? Mail + Rcpt + $"C: BDAT {size} LAST\nC#{size}\nS: 250 Ok\nS: 250 Ok\n" : Envelope(0) + "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\n") + "S: 250 2.0.0 Ok\n" + Quit,
        ]);
        var source = new ListSource(1, _ => content);
        await using (var transport = new SmtpTransport(SmtpTransportTests.Settings(server.Port)))
            await transport.DeliverAsync(source, default);
        await server.PlayedAsync();
        Assert.Equal(DeliveryStatus.Accepted, source.Outcomes[0].Status);
        var sent = chunking ? content : content.Replace("\n.", "\n..", StringComparison.Ordinal) + "\r\n";
        Assert.True(sent == Assert.Single(server.Contents), "The second delivery differs from the message.");
    }

    [Fact]
    public async Task An_onlooker_that_throws_does_not_break_the_delivery()
    {
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { Trace = _ => throw new InvalidOperationException("The log is full.") }, () => new ListSource(1),
            Hello + Envelope(0) + Good + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Fact]
    public async Task Whatever_goes_wrong_what_was_taken_is_reported_and_the_caller_told()
    {
        var clock = new BrokenClock();
        var source = new ListSource(1) { OnTake = _ => clock.IsBroken = true };
        await using var transport = new SmtpTransport(SmtpTransportTests.Settings(25), clock);
        await Assert.ThrowsAsync<NotSupportedException>(() => transport.DeliverAsync(source, default));
        Assert.Equal(DeliveryStatus.Deferred, source.Outcomes[0].Status);
    }
}
