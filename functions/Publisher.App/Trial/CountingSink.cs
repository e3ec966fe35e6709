using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Publisher.App.Trial;

/// <summary>
/// A mail server of the trial's own: it takes every message, keeps who got it how often under which Message-ID, and now and then hangs up after it has taken
/// one and before it has said so.
/// </summary>
public sealed class CountingSink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Random chance;
    private readonly double loses;
    private readonly TimeSpan delay;
    private readonly ConcurrentDictionary<(string Recipient, string MessageId), int> taken = new();
    private int lost;

    /// <param name="loses">Share of messages, 0 to 1, whose reply is lost.</param>
    /// <param name="delay">What each message takes, as with a relay at some distance.</param>
    public CountingSink(Random chance, double loses, TimeSpan delay)
    {
        (this.chance, this.loses, this.delay) = (chance, loses, delay);
        listener.Start();
        new Thread(Accept) { IsBackground = true, Name = "sink" }.Start();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Replies that were lost so far.</summary>
    public int Lost => Volatile.Read(ref lost);

    /// <summary>Messages taken so far.</summary>
    public int Count => taken.Values.Sum();

    /// <summary>Who got what how often; then it begins anew.</summary>
    public IReadOnlyDictionary<(string Recipient, string MessageId), int> Take()
    {
        var all = taken.ToDictionary(each => each.Key, each => each.Value);
        taken.Clear();
        Volatile.Write(ref lost, 0);
        return all;
    }

    public void Dispose() => listener.Dispose();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = listener.AcceptTcpClient();
                new Thread(() => Serve(client)) { IsBackground = true, Name = "sink client" }.Start();
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The trial is over.
        }
    }

    private void Serve(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            var session = new CountingSession(stream, Keep);
            try
            {
                session.Run();
            }
            catch (IOException)
            {
                // A worker was killed, which is what this is about.
            }
        }
    }

    /// <returns>False where the server is to hang up instead of saying that it has the message.</returns>
    private bool Keep(string recipient, ReadOnlySpan<byte> content)
    {
        taken.AddOrUpdate((recipient, MessageIdIn(content)), 1, (_, count) => count + 1);
        if (delay > TimeSpan.Zero) Thread.Sleep(delay);
        lock (chance)
        {
            if (chance.NextDouble() >= loses) return true;
        }

        Interlocked.Increment(ref lost);
        return false;
    }

    private static string MessageIdIn(ReadOnlySpan<byte> content)
    {
        var at = content.IndexOf("Message-ID: <"u8);
        if (at < 0) return "";
        var rest = content[(at + "Message-ID: <"u8.Length)..];
        return Encoding.ASCII.GetString(rest[..Math.Max(0, rest.IndexOf((byte)'>'))]);
    }
}

/// <summary>Decides on one message.</summary>
internal delegate bool Keeping(string recipient, ReadOnlySpan<byte> content);

/// <summary>One client's dialogue with the sink.</summary>
internal sealed class CountingSession(Stream stream, Keeping keep)
{
    private byte[] buffer = new byte[128 * 1024];
    private readonly ArrayBufferWriter<byte> replies = new();
    private int start;
    private int end;
    private bool inContent;
    private bool leaves;
    private string recipient = "";

    public void Run()
    {
        stream.Write("220 sink.example.test ESMTP\r\n"u8);
        while (!leaves)
        {
            if (start > 0) buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = stream.Read(buffer.AsSpan(end));
            if (read == 0) return;
            end += read;
            while (!leaves && (inContent ? Content() : Command()))
            {
            }

            stream.Write(replies.WrittenSpan);
            replies.ResetWrittenCount();
        }
    }

    private bool Content()
    {
        var content = buffer.AsSpan(start, end - start);
        var dot = content.IndexOf("\r\n.\r\n"u8);
        if (dot < 0) return false;
        start += dot + 5;
        inContent = false;
        if (keep(recipient, content[..dot])) Say("250 2.0.0 Ok\r\n"u8);
        else leaves = true;
        return true;
    }

    private bool Command()
    {
        var line = buffer.AsSpan(start, end - start);
        var length = line.IndexOf((byte)'\n');
        if (length < 0) return false;
        start += length + 1;
        var text = Encoding.ASCII.GetString(line[..length]).TrimEnd('\r');
        switch (text.Length < 4 ? text : text[..4].ToUpperInvariant())
        {
            case "EHLO":
                Say("250-sink.example.test\r\n250-PIPELINING\r\n250 8BITMIME\r\n"u8);
                break;
            case "RCPT":
                var open = text.IndexOf('<', StringComparison.Ordinal);
                recipient = text[(open + 1)..text.IndexOf('>', StringComparison.Ordinal)];
                Say("250 2.1.5 Ok\r\n"u8);
                break;
            case "DATA":
                inContent = true;
                Say("354 Go on\r\n"u8);
                break;
            case "QUIT":
                leaves = true;
                Say("221 2.0.0 Bye\r\n"u8);
                break;
            default:
                Say("250 2.0.0 Ok\r\n"u8);
                break;
        }

        return true;
    }

    private void Say(ReadOnlySpan<byte> reply) => replies.Write(reply);
}
