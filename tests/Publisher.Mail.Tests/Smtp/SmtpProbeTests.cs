using System.Net;
using System.Net.Sockets;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

public sealed class SmtpProbeTests
{
    [Fact]
    public async Task A_relay_is_greeted_and_left_without_a_message()
    {
        await using var server = new ScriptedServer(["S: 220 mail.example ESMTP\nC: EHLO localhost\nS: 250 mail.example\nC: QUIT\nS: 221 Bye"]);

        await SmtpProbe.TryAsync(new SmtpSettings { Host = "127.0.0.1", Port = server.Port }, TimeProvider.System, default);

        await server.PlayedAsync();
    }

    [Fact]
    public async Task A_relay_without_the_protection_asked_for_is_told_from_one_that_is_away()
    {
        await using var server = new ScriptedServer(["S: 220 mail.example ESMTP\nC: EHLO localhost\nS: 250 mail.example"]);
        var settings = new SmtpSettings { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.StartTls };
        Assert.Equal(DeliveryReason.Authentication, (await Assert.ThrowsAsync<SmtpConnectionException>(() => SmtpProbe.TryAsync(settings, TimeProvider.System, default))).Reason);

        var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        Assert.Equal(DeliveryReason.Connection, (await Assert.ThrowsAsync<SmtpConnectionException>(() => SmtpProbe.TryAsync(settings with { Port = port }, TimeProvider.System, default))).Reason);
    }

    [Fact]
    public async Task Who_answers_never_is_given_up_when_the_caller_gives_up()
    {
        await using var server = new ScriptedServer(["SILENCE"]);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SmtpProbe.TryAsync(new SmtpSettings { Host = "127.0.0.1", Port = server.Port }, TimeProvider.System, stop.Token));
    }
}
