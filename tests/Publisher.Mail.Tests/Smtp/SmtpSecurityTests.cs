using System.Collections.Concurrent;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

public class SmtpSecurityTests
{
    private static readonly SmtpCredentials Person = new("ola@example.test", "sekret żółty");

    [Fact]
    public async Task A_message_goes_over_STARTTLS_to_a_server_that_is_trusted()
    {
        var outcomes = await DeliverAsync(s => s, "S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\n" + Offers("PIPELINING") + Envelope(0) + Good + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Fact]
    public async Task A_message_goes_over_implicit_TLS()
    {
        var outcomes = await DeliverAsync(s => s with { Security = SmtpSecurity.Tls }, "TLS\nS: 220 mx\n" + Offers("PIPELINING") + Envelope(0) + Good + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Fact]
    public async Task What_is_offered_in_clear_text_or_injected_before_the_handshake_does_not_count()
    {
        // An attacker in the middle adds replies behind the 220: were they kept, "250-PIPELINING" would answer our EHLO.
        // It comes in one segment with the 220; what comes later still is no TLS, and ends the connection.
        await using var server = new ScriptedServer([
            "S: 220 mx\n" + Offers("STARTTLS", "PIPELINING", "SIZE 1") + "C: STARTTLS\nS: 220 Go\nS: 250-evil\nS: 250 PIPELINING\nTLS\n" + Offers("8BITMIME") + """
            C: MAIL FROM:<bounce@example.test>
            S: 250 Ok
            C: RCPT TO:<to0@example.test>
            S: 250 Ok
            C: DATA
            S: 354 Go
            C.
            S: 250 Ok

            """ + Quit]);
        var source = new ListSource(1);
        await using (var transport = new SmtpTransport(Settings(server.Port)))
            await transport.DeliverAsync(source, default);
        await server.PlayedAsync();
        Assert.Equal(DeliveryStatus.Accepted, source.Outcomes[0].Status);
    }

    [Fact]
    public async Task A_server_whose_offer_of_STARTTLS_was_stripped_gets_no_message()
    {
        var outcomes = await DeliverAsync(s => s, "S: 220 mx\n" + Offers("PIPELINING") + "SILENCE");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication), (outcomes[0].Status, outcomes[0].Reason));
    }

    [Fact]
    public async Task A_server_that_refuses_STARTTLS_gets_no_message()
    {
        var outcomes = await DeliverAsync(s => s with { ConnectAttempts = 1 }, "S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 454 4.7.0 Not now\nSILENCE");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Connection, 454), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "other.example.test")]
    public async Task A_server_that_is_not_trusted_gets_no_message(bool trusted, string? name)
    {
        await using var server = new ScriptedServer(["S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\nSILENCE"]);
        var source = new ListSource(1);
        await using var transport = new SmtpTransport(Settings(server.Port) with { CaFile = trusted ? TestAuthority.CaFile : null, ServerName = name, ConnectAttempts = 1 });
        await transport.DeliverAsync(source, default);
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication), (source.Outcomes[0].Status, source.Outcomes[0].Reason));
        Assert.Empty(server.Contents);
    }

    [Fact]
    public async Task The_name_that_the_certificate_bears_can_be_set()
    {
        await using var server = new ScriptedServer(
            ["S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\n" + Offers("PIPELINING") + Envelope(0) + Good + Quit], certificate: TestAuthority.Elsewhere);
        var source = new ListSource(1);
        await using (var transport = new SmtpTransport(Settings(server.Port) with { ServerName = "elsewhere.example.test" }))
            await transport.DeliverAsync(source, default);
        await server.PlayedAsync();
        Assert.Equal(DeliveryStatus.Accepted, source.Outcomes[0].Status);
    }

    [Theory]
    [InlineData("PLAIN LOGIN", "C: AUTH PLAIN AG9sYUBleGFtcGxlLnRlc3QAc2VrcmV0IMW8w7PFgnR5\nS: 235 2.7.0 Welcome\n")]
    [InlineData("LOGIN CRAM-MD5", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: b2xhQGV4YW1wbGUudGVzdA==\nS: 334 UGFzc3dvcmQ6\nC: c2VrcmV0IMW8w7PFgnR5\nS: 235 Welcome\n")]
    public async Task A_password_is_given_by_what_the_server_offers(string offered, string dialogue)
    {
        var outcomes = await DeliverAsync(
            s => s with { Credentials = Person },
            "S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\n" + Offers("PIPELINING", "AUTH " + offered) + dialogue + Envelope(0) + Good + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Fact]
    public async Task A_token_is_given_by_XOAUTH2_and_its_refusal_is_answered_with_an_empty_line()
    {
        var outcomes = await DeliverAsync(
            s => s with { Credentials = new("ola@example.test", _ => new("token")) },
            "S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\n" + Offers("AUTH PLAIN XOAUTH2") + """
            C: AUTH XOAUTH2 dXNlcj1vbGFAZXhhbXBsZS50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=
            S: 334 eyJzdGF0dXMiOiI0MDAifQ==
            C:
            S: 535 5.7.8 Expired
            SILENCE
            """);
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication, 535), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
    }

    [Fact]
    public async Task A_token_that_does_not_come_in_time_is_asked_for_once_and_defers_the_message()
    {
        var asked = 0;
        var outcomes = await DeliverAsync(
            s => s with { Credentials = new("ola@example.test", _ => { asked++; throw new TaskCanceledException("The request timed out."); }) },
            "S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\n" + Offers("AUTH XOAUTH2") + "SILENCE");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication), (outcomes[0].Status, outcomes[0].Reason));
        Assert.Equal(Enum.GetValues<Cut>().Length, asked);
    }

    [Theory]
    [InlineData("AUTH PLAIN", "C: AUTH PLAIN AG9sYUBleGFtcGxlLnRlc3QAc2VrcmV0IMW8w7PFgnR5\nS: 535 5.7.8 No\n")]
    [InlineData("AUTH GSSAPI", "")]
    public async Task Refused_credentials_are_tried_once_and_defer_every_message(string offer, string dialogue)
    {
        await using var server = new ScriptedServer(["S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\n" + Offers("PIPELINING", offer) + dialogue + "SILENCE"]);
        var source = new ListSource(9);
        await using var transport = new SmtpTransport(Settings(server.Port) with { Credentials = Person });
        await transport.DeliverAsync(source, default);
        Assert.Equal(9, source.Outcomes.Count);
        Assert.All(source.Outcomes.Values, o => Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication), (o.Status, o.Reason)));
    }

    [Fact]
    public void Credentials_never_go_over_clear_text_unless_told()
    {
        var settings = Settings(25) with { Security = SmtpSecurity.None, Credentials = Person };
        Assert.Contains("clear text", Assert.Throws<ArgumentException>(() => new SmtpTransport(settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dialogue_can_be_looked_at_with_its_secrets_masked()
    {
        var lines = new ConcurrentQueue<string>();
        await DeliverAsync(
            s => s with { Credentials = Person, Trace = lines.Enqueue },
            "S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\nTLS\n" + Offers("PIPELINING", "AUTH LOGIN")
            + "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: b2xhQGV4YW1wbGUudGVzdA==\nS: 334 UGFzc3dvcmQ6\nC: c2VrcmV0IMW8w7PFgnR5\nS: 235 Welcome\n" + Envelope(0) + Good + Quit);
        Assert.Contains("C: ********", lines, StringComparer.Ordinal);
        Assert.Contains("C: RCPT TO:<to0@example.test>", lines, StringComparer.Ordinal);
        Assert.Contains("S: 250 2.0.0 Ok", lines, StringComparer.Ordinal);
        Assert.Contains(lines, l => l.EndsWith(" octets of content)", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("c2VrcmV0", StringComparison.Ordinal) || l.Contains("b2xhQ", StringComparison.Ordinal) || l.Contains("body 0", StringComparison.Ordinal));
    }

    private static SmtpSettings Settings(int port) => SmtpTransportTests.Settings(port) with { Security = SmtpSecurity.StartTls, CaFile = TestAuthority.CaFile };

    private static Task<IDictionary<int, DeliveryOutcome>> DeliverAsync(Func<SmtpSettings, SmtpSettings> change, params string[] transcripts) =>
        PlayAsync(port => change(Settings(port)), () => new ListSource(1), transcripts);
}
