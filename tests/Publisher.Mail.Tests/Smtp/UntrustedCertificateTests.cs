using System.Security.Cryptography.X509Certificates;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>A certificate that is not trusted is no weather that passes: somebody must change a setting, and is told which.</summary>
public sealed class UntrustedCertificateTests
{
    private const string Handshake = "TLS\nSILENCE";

    [Fact]
    public async Task An_issuer_that_is_not_trusted_is_named()
    {
        var outcome = await DeliverAsync(s => s with { CaFile = null }, TestAuthority.Localhost);
        Assert.Contains("issued by \"CN=Test authority\"", outcome.Receipt, StringComparison.Ordinal);
        Assert.Contains("not trusted", outcome.Receipt, StringComparison.Ordinal);
        Assert.Contains("CaFile", outcome.Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_signed_itself_is_not_trusted()
    {
        var outcome = await DeliverAsync(s => s, TestAuthority.SelfSigned);
        Assert.Contains("issued by itself", outcome.Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_told_with_both_names()
    {
        var outcome = await DeliverAsync(s => s with { ServerName = "mx.example.test" }, TestAuthority.Elsewhere);
        Assert.Contains("not for \"mx.example.test\"", outcome.Receipt, StringComparison.Ordinal);
        Assert.Contains("elsewhere.example.test", outcome.Receipt, StringComparison.Ordinal);
        Assert.DoesNotContain("not trusted", outcome.Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_told_with_its_day()
    {
        var outcome = await DeliverAsync(s => s, TestAuthority.Expired);
        Assert.Contains("expired on 2026-02-01", outcome.Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_certificate_is_told()
    {
        var outcome = await DeliverAsync(s => s with { CaFile = null, ServerName = "mx.example.test" }, TestAuthority.Expired);
        Assert.All(["not for", "not trusted", "expired"], word => Assert.Contains(word, outcome.Receipt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_certificate_says_of_itself_is_cut_and_made_visible()
    {
        var outcome = await DeliverAsync(s => s, TestAuthority.Hostile);
        Assert.InRange(outcome.Receipt.Length, 1, 500);
        Assert.False(outcome.Receipt.AsSpan().ContainsAnyExceptInRange(' ', '~'));
        Assert.Contains("not for \"127.0.0.1\"", outcome.Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_speak_TLS_is_no_matter_of_trust()
    {
        await using var server = new ScriptedServer(["S: 220 mx\nC: EHLO localhost\nS: 250-mx\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 Go\nS: this is no TLS, whatever it is\nSILENCE"]);
        var source = new ListSource(1);
        await using var transport = new SmtpTransport(Settings(server.Port) with { ConnectAttempts = 1 });
        await transport.DeliverAsync(source, default);
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Connection), (source.Outcomes[0].Status, source.Outcomes[0].Reason));
    }

    private static SmtpSettings Settings(int port) => SmtpTransportTests.Settings(port) with { Security = SmtpSecurity.StartTls, CaFile = TestAuthority.CaFile };

    /// <summary>Three messages meet the certificate once: the server plays one connection, and a second would fail as not reached.</summary>
    private static async Task<DeliveryOutcome> DeliverAsync(Func<SmtpSettings, SmtpSettings> change, X509Certificate2 certificate)
    {
        await using var server = new ScriptedServer(["S: 220 mx\n" + Offers("STARTTLS") + "C: STARTTLS\nS: 220 Go\n" + Handshake], certificate: certificate);
        var source = new ListSource(3);
        await using var transport = new SmtpTransport(change(Settings(server.Port)));
        await transport.DeliverAsync(source, default);
        Assert.Empty(server.Contents);
        Assert.Equal(3, source.Outcomes.Count);
        Assert.All(source.Outcomes.Values, o => Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication), (o.Status, o.Reason)));
        return source.Outcomes[0];
    }
}
