using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>How the server's lines are cut into writes.</summary>
public enum Cut
{
    Whole,
    ByLine,
    ByOctet,
}

/// <summary>
/// A server that plays transcripts, one for each connection: "S: " is sent, "C: " must come word for word, "C." takes a content up to its
/// dot, "C#5" takes five octets, "TLS" shakes hands, "SILENCE" waits for the client to leave, "HANGUP" closes. It is below the code under
/// test: real sockets, real octets.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<byte> pending = [];
    private readonly Task play;
    private readonly Cut cut;
    private readonly X509Certificate2 certificate;

    public ScriptedServer(string[] transcripts, Cut cut = Cut.Whole, X509Certificate2? certificate = null)
    {
        this.cut = cut;
        this.certificate = certificate ?? TestAuthority.Localhost;
        listener.Start();
        play = PlayAsync(transcripts);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Contents received.</summary>
    public List<string> Contents { get; } = [];

    /// <summary>Called with each line of the transcript before it is played.</summary>
    public Action<int, string>? OnLine { get; init; }

    /// <summary>Waits for the last transcript to end, and tells of the first line that was not as written; not for ever.</summary>
    public Task PlayedAsync() => play.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await play.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task PlayAsync(string[] transcripts)
    {
        await Task.Yield();
        using var stop = new Stopper(listener);
        var number = 0;
        foreach (var transcript in transcripts)
        {
            using var client = await listener.AcceptTcpClientAsync();
            client.NoDelay = true;
            Stream stream = new BufferedStream(client.GetStream());
            foreach (var line in transcript.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                OnLine?.Invoke(number++, line);
                if (line.StartsWith("S: ", StringComparison.Ordinal))
                {
                    pending.AddRange(Encoding.Latin1.GetBytes(line[3..] + "\r\n"));
                    if (cut != Cut.Whole) await FlushAsync(stream);
                    continue;
                }
                await FlushAsync(stream);
                if (line.StartsWith("C: ", StringComparison.Ordinal)) Assert.Equal(line[3..], await LineAsync(stream));
                else if (line == "C:") Assert.Equal("", await LineAsync(stream));
                else if (line == "C.") Contents.Add(await ContentAsync(stream));
                else if (line.StartsWith("C#", StringComparison.Ordinal)) Contents.Add(await OctetsAsync(stream, int.Parse(line.AsSpan(2), CultureInfo.InvariantCulture)));
                else if (line == "TLS") stream = await SecureAsync(client);
                else if (line == "SILENCE") while (await LineAsync(stream) is not null) { }
                else if (line != "HANGUP") throw new InvalidOperationException(line);
            }
            await FlushAsync(stream);
        }
    }

    private async Task<Stream> SecureAsync(TcpClient client)
    {
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(certificate);
        return new BufferedStream(tls);
    }

    private async Task FlushAsync(Stream stream)
    {
        var octets = pending.ToArray();
        pending.Clear();
        var step = cut == Cut.ByOctet ? 1 : Math.Max(octets.Length, 1);
        for (var at = 0; at < octets.Length; at += step)
        {
            await stream.WriteAsync(octets.AsMemory(at, step));
            await stream.FlushAsync();
            if (cut == Cut.ByOctet) await Task.Yield();
        }
    }

    private static async Task<string?> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (true)
        {
            try
            {
                if (await stream.ReadAsync(octet) == 0) return null;
            }
            catch (IOException)
            {
                return null;
            }
            if (octet[0] == (byte)'\n') return line.ToString().TrimEnd('\r');
            line.Append((char)octet[0]);
        }
    }

    private static async Task<string> ContentAsync(Stream stream)
    {
        var content = new StringBuilder();
        while (await LineAsync(stream) is { } line && line != ".") content.Append(line).Append("\r\n");
        return content.ToString();
    }

    private static async Task<string> OctetsAsync(Stream stream, int count)
    {
        var octets = new byte[count];
        await stream.ReadExactlyAsync(octets);
        return Encoding.Latin1.GetString(octets);
    }

    // Who comes after the last transcript is to find the door closed, not to wait behind it.
    private sealed class Stopper(TcpListener listener) : IDisposable
    {
        public void Dispose() => listener.Stop();
    }
}
