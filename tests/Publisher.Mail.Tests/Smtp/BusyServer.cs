using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>A server that accepts every message on any number of connections, and counts those that are open at once.</summary>
internal sealed class BusyServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Lock gate = new();
    private readonly List<Task> talks = [];
    private readonly Task accepting;
    private int open;

    public BusyServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The most connections that were open at once.</summary>
    public int Most { get; private set; }

    /// <summary>Connections that are open now.</summary>
    public int Open => Volatile.Read(ref open);

    /// <summary>Connections so far.</summary>
    public int All { get; private set; }

    /// <summary>With it the server speaks TLS from the first octet; default: clear text.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Awaited before the reply to a content; default: nothing.</summary>
    public Func<Task> OnContent { get; init; } = () => Task.CompletedTask;

    /// <summary>Awaited before the reply to QUIT; default: nothing.</summary>
    public Func<Task> OnQuit { get; init; } = () => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            lock (gate)
            {
                All++;
                Most = Math.Max(Most, ++open);
            }
            talks.Add(TalkAsync(client));
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        var isOpen = true;
        try
        {
            using var _ = client;
            client.NoDelay = true;
            await using var stream = await OpenAsync(client);
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 busy");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("EHLO", StringComparison.Ordinal)) await writer.WriteLineAsync("250-busy\r\n250 PIPELINING");
                else if (line == "DATA") await ContentAsync(reader, writer);
                else if (line != "QUIT") await writer.WriteLineAsync("250 Ok");
                if (line != "QUIT") continue;
                await OnQuit();
                // Whoever has this reply may open the next one at once.
                Close();
                await writer.WriteLineAsync("221 Bye");
                return;
            }
        }
        catch (IOException)
        {
        }
        finally
        {
            if (isOpen) Close();
        }

        void Close()
        {
            isOpen = false;
            lock (gate) open--;
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (Certificate is null) return client.GetStream();
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(Certificate);
        return tls;
    }

    private async Task ContentAsync(StreamReader reader, StreamWriter writer)
    {
        await writer.WriteLineAsync("354 Go");
        while (await reader.ReadLineAsync() is { } line && line != ".") { }
        await OnContent();
        await writer.WriteLineAsync("250 Ok");
    }
}
