using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>Against Postfix's own smtp-sink.</summary>
public class SmtpSinkTests
{
    private const string Sink = "/usr/sbin/smtp-sink";

    [SkippableTheory]
    [InlineData("", DeliveryStatus.Accepted)]
    [InlineData("-p", DeliveryStatus.Accepted)]
    [InlineData("-e", DeliveryStatus.Accepted)]
    [InlineData("-f rcpt", DeliveryStatus.Rejected)]
    [InlineData("-f .", DeliveryStatus.Rejected)]
    [InlineData("-r mail", DeliveryStatus.Deferred)]
    [InlineData("-r data", DeliveryStatus.Deferred)]
    [InlineData("-Q .", DeliveryStatus.Deferred)]
    [InlineData("-q data", DeliveryStatus.Deferred)]
    public async Task Every_message_has_the_outcome_the_sink_gives(string options, DeliveryStatus expected)
    {
        var outcomes = await OutcomesAsync(options);
        Assert.All(outcomes, o => Assert.Equal(expected, o.Status));
    }

    [SkippableFact]
    public async Task A_sink_that_hangs_up_after_the_dot_is_left_alone_after_a_few_messages()
    {
        var outcomes = await OutcomesAsync("-q .");
        Assert.InRange(outcomes.Count(o => o.Status == DeliveryStatus.Unknown), 1, 12);
        Assert.All(outcomes, o => Assert.True(o.Status == DeliveryStatus.Unknown || o is { Status: DeliveryStatus.Deferred, RetryAfter.Ticks: > 0 }));
    }

    private static async Task<IEnumerable<DeliveryOutcome>> OutcomesAsync(string options)
    {
        var port = FreePort();
        using var sink = Start(options, port);
        try
        {
            await ListeningAsync(port);
            const int Count = 50;
            var source = new ListSource(Count);
            await using var transport = new SmtpTransport(SmtpTransportTests.Settings(port) with { MaxConnections = 4, MessagesPerConnection = 20 });
            await transport.DeliverAsync(source, default);
            Assert.Equal(Count, source.Outcomes.Count);
            return source.Outcomes.Values;
        }
        finally
        {
            sink.Kill();
            await sink.WaitForExitAsync();
        }
    }

    private static Process Start(string options, int port)
    {
        Skip.IfNot(File.Exists(Sink), "Postfix's smtp-sink is not installed (Debian package postfix).");
        var start = new ProcessStartInfo(Sink);
        foreach (var option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries)) start.ArgumentList.Add(option);
        if (string.Equals(Environment.UserName, "root", StringComparison.Ordinal)) start.ArgumentList.Add("-unobody");
        start.ArgumentList.Add("127.0.0.1:" + port.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add("100");
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ListeningAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (attempt < 200)
            {
                await Task.Delay(25);
            }
        }
    }
}
