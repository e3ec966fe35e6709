using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Publisher.Testing;

namespace Publisher.App.Tests.Cli;

/// <summary><c>publisher mail test</c> beside Postfix's smtp-sink.</summary>
public sealed class MailTestTests : IDisposable
{
    private const string Sink = "/usr/sbin/smtp-sink";

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [SkippableFact]
    public async Task Shows_the_dialogue_and_who_has_the_message()
    {
        Skip.IfNot(File.Exists(Sink), "Postfix's smtp-sink is not installed (Debian package postfix).");
        var port = FreePort();
        using var sink = StartSink(port);
        try
        {
            var ended = await TestAsync("anna@example.org", port);

            Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
            foreach (var line in (string[])["MAIL FROM:<biuletyn@example.org>", "RCPT TO:<anna@example.org>", "250 ", "Accepted: 127.0.0.1 has the message for anna@example.org."])
                Assert.Contains(line, ended.Output, StringComparison.Ordinal);
        }
        finally
        {
            sink.Kill();
            await sink.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_relay_that_is_not_there_is_said()
    {
        var ended = await TestAsync("anna@example.org", 1);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Deferred: connection.", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mail_server_or_an_address_it_says_what_is_missing()
    {
        var none = await Run.ToEndAsync(Run.Publisher, ["mail", "test", "--to", "anna@example.org"], folder.Path);
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("No mail server is set", none.Error, StringComparison.Ordinal);
        var address = await TestAsync("anna", 1);
        Assert.Equal(2, address.ExitCode);
        Assert.Contains("--to is „anna”, which is not a mail address", address.Error, StringComparison.Ordinal);
    }

    private Task<Ended> TestAsync(string to, int port) => Run.ToEndAsync(
        Run.Publisher,
        ["mail", "test", "--to", to],
        folder.Path,
        ("Publisher__Mail__Transport", "smtp"),
        ("Publisher__Mail__Host", "127.0.0.1"),
        ("Publisher__Mail__Port", $"{port}"),
        ("Publisher__Mail__From", "Biuletyn <biuletyn@example.org>"));

    private Process StartSink(int port)
    {
        // Started as root it wants to be told whom to become; as anyone else it may not be told.
        string[] user = Environment.UserName == "root" ? ["-u", "root"] : [];
        var sink = Run.Start(Sink, [.. user, $"127.0.0.1:{port}", "10"], folder.Path);
        for (var look = 0; look < 500; look++)
        {
            try
            {
                using var probe = new TcpClient("127.0.0.1", port);
                return sink;
            }
            catch (SocketException)
            {
                Thread.Sleep(20);
            }
        }

        throw new TimeoutException("smtp-sink does not listen.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
