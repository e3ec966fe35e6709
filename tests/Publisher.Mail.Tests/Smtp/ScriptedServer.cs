using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>
/// A server that plays transcripts, one for each connection: lines beginning with "S: " are sent, lines with "C: " must come word for
/// word, "C. " takes a content up to its dot, "HANGUP" closes. It is below the code under test: real sockets, real octets.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task play;
    private readonly bool dribble;

    public ScriptedServer(string[] transcripts, bool dribble = false)
    {
        this.dribble = dribble;
        listener.Start();
        play = PlayAsync(transcripts);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Contents received.</summary>
    public List<string> Contents { get; } = [];

    /// <summary>Waits for the last transcript to end, and tells of the first line that was not as written.</summary>
    public Task PlayedAsync() => play;

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await play.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task PlayAsync(string[] transcripts)
    {
        foreach (var transcript in transcripts)
        {
            using var client = await listener.AcceptTcpClientAsync();
            client.NoDelay = true;
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            foreach (var line in transcript.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (line.StartsWith("S: ", StringComparison.Ordinal)) await SendAsync(stream, line[3..] + "\r\n");
                else if (line.StartsWith("C: ", StringComparison.Ordinal)) Assert.Equal(line[3..], await reader.ReadLineAsync());
                else if (line == "C.") Contents.Add(await ContentAsync(reader));
                else if (line != "HANGUP") throw new InvalidOperationException(line);
            }
        }
    }

    private async Task SendAsync(NetworkStream stream, string text)
    {
        var octets = Encoding.Latin1.GetBytes(text);
        for (var at = 0; at < octets.Length; at += dribble ? 1 : octets.Length)
        {
            await stream.WriteAsync(octets.AsMemory(at, dribble ? 1 : octets.Length));
            if (dribble) await Task.Yield();
        }
    }

    private static async Task<string> ContentAsync(StreamReader reader)
    {
        var content = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".") content.Append(line).Append("\r\n");
        return content.ToString();
    }
}
