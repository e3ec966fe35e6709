using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Publisher.Mail.Smtp;

/// <summary>
/// The octets of one connection: whole groups out, whole replies in. It blocks the thread of its courier, which is a third cheaper than
/// asynchronous calls. Every step has a deadline, which a timer of the transport watches: that costs a field instead of a timer for each
/// step. All troubles of the network become <see cref="SmtpConnectionException"/>.
/// </summary>
internal sealed class SmtpWire(Socket socket, TimeProvider clock, Action<string>? trace) : IDisposable
{
    private const int LastPart = 64 * 1024; // octets; before these have left no server can have the whole content

    private readonly byte[] inbox = new byte[SmtpReplyParser.MaxReply];
    private SslStream? tls;
    private int start;
    private int end;
    private long deadline = long.MaxValue;

    /// <summary>Whether it was broken off because a step took too long.</summary>
    public bool IsExpired { get; private set; }

    /// <summary>What the server offers; empty before EHLO.</summary>
    public SmtpCapabilities Capabilities { get; set; } = SmtpCapabilities.None;

    /// <summary>Whether a transaction was broken off, so that the next begins with RSET.</summary>
    public bool NeedsReset { get; set; }

    /// <summary>Whether the last the server said, a farewell (421) aside, was a refusal: one that hangs up then does it for the message refused.</summary>
    public bool IsRefusing { get; private set; }

    /// <summary>Whether the server hung up, or took leave, behind a refusal that stands.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether commands go in groups now.</summary>
    public bool Pipelines { get; set; }

    /// <summary>Whether a group is out whose replies have not all come.</summary>
    public bool AwaitsGroup { get; set; }

    /// <summary>Whether a group that went by itself was answered whole.</summary>
    public bool IsGroupProven { get; set; }

    /// <summary>Whether a group that went with a content was.</summary>
    public bool IsProven { get; set; }

    /// <summary>Messages given to this connection so far.</summary>
    public int Messages { get; set; }

    /// <summary>When it was begun; a timestamp of the clock.</summary>
    public long Begun { get; } = clock.GetTimestamp();

    /// <summary>When the cancelled delivery that uses this connection loses its patience; a timestamp of the clock.</summary>
    public Func<long>? Patience { get; set; }

    public bool IsTraced => trace is not null;

    public bool IsEncrypted => tls is not null;

    /// <summary>Whether the server has said or done something while nothing was asked: mostly that it hung up.</summary>
    public bool IsStale
    {
        get
        {
            try
            {
                return end > start || socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <summary>Breaks the connection off if its step takes too long.</summary>
    public void Watch(long now)
    {
        if (now <= Math.Min(Volatile.Read(ref deadline), Patience?.Invoke() ?? long.MaxValue)) return;
        IsExpired = true;
        socket.Dispose();
    }

    public void Connect(IPAddress address, int port, TimeSpan timeout)
    {
        Limit(timeout);
        try
        {
            socket.Connect(address, port);
        }
        catch (Exception e) when (IsNetwork(e))
        {
            throw new SmtpConnectionException("The server cannot be reached.", e);
        }
        Unlimit();
    }

    /// <param name="octets">What is sent.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="shown">What the trace shows instead: of secrets and contents.</param>
    public void Send(ReadOnlySpan<byte> octets, TimeSpan timeout, string? shown = null)
    {
        if (trace is not null) Show("C: ", shown ?? Encoding.UTF8.GetString(octets));
        Limit(timeout);
        try
        {
            if (tls is null)
            {
                // A blocking socket mostly takes all at once; what it leaves over is sent again.
                while (!octets.IsEmpty) octets = octets[socket.Send(octets)..];
            }
            else
            {
                tls.Write(octets);
            }
        }
        catch (Exception e) when (IsNetwork(e))
        {
            throw Broken(e);
        }
        Unlimit();
    }

    /// <summary>Sends what lies before the last part of a large content.</summary>
    /// <returns>How many octets that was.</returns>
    public int SendAhead(ReadOnlySpan<byte> octets, TimeSpan timeout)
    {
        var at = 0;
        for (; octets.Length - at > LastPart; at += LastPart) Send(octets.Slice(at, LastPart), timeout, "");
        return at;
    }

    /// <param name="timeout">How long it may take.</param>
    /// <param name="needsText">Whether the words of a positive reply are wanted.</param>
    public SmtpReply Read(TimeSpan timeout, bool needsText = false)
    {
        needsText |= trace is not null;
        SmtpReply reply;
        int consumed;
        if (!SmtpReplyParser.TryParse(inbox.AsSpan(start, end - start), needsText, out reply, out consumed))
        {
            Limit(timeout);
            do
            {
                Fill();
            }
            while (!SmtpReplyParser.TryParse(inbox.AsSpan(start, end - start), needsText, out reply, out consumed));
            Unlimit();
        }
        if (reply.Code != 421) IsRefusing = reply.Code >= 400;
        start += consumed;
        if (start == end) start = end = 0;
        if (trace is not null) Show($"S: {reply.Code} ", reply.Text);
        return reply;
    }

    /// <summary>Begins TLS; what the server said before it is thrown away (RFC 3207 §5).</summary>
    public void Secure(SslClientAuthenticationOptions options, TimeSpan timeout)
    {
        start = end = 0;
        Capabilities = SmtpCapabilities.None;
        Limit(timeout);
        try
        {
            tls = new SslStream(new NetworkStream(socket));
            tls.AuthenticateAsClient(options);
            if (trace is not null) Tell($"(encrypted: {tls.SslProtocol}, {tls.NegotiatedCipherSuite})");
        }
        catch (AuthenticationException e)
        {
            throw new SmtpConnectionException("There is no trust in the server's certificate, or no common encryption.", e);
        }
        catch (Exception e) when (IsNetwork(e))
        {
            throw Broken(e);
        }
        Unlimit();
    }

    /// <summary>Breaks the connection off, from any thread.</summary>
    public void Abort() => socket.Dispose();

    public void Dispose()
    {
        socket.Dispose();
        tls?.Dispose();
    }

    private void Fill()
    {
        if (start > 0 && inbox.Length - end < inbox.Length / 2)
        {
            inbox.AsSpan(start, end - start).CopyTo(inbox);
            (start, end) = (0, end - start);
        }
        int read;
        try
        {
            read = tls is not null ? tls.Read(inbox.AsSpan(end)) : socket.Receive(inbox.AsSpan(end));
        }
        catch (Exception e) when (IsNetwork(e))
        {
            throw Broken(e);
        }
        if (read == 0) throw new SmtpConnectionException(IsExpired ? Late : "The server hung up.");
        end += read;
    }

    private const string Late = "The server did not answer in time.";

    private void Show(string prefix, string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) Tell(prefix + line);
    }

    private void Tell(string line)
    {
        try
        {
            trace?.Invoke(line);
        }
        catch (Exception)
        {
            // Whoever looks on must not break a delivery.
        }
    }

    private void Limit(TimeSpan timeout) =>
        Volatile.Write(ref deadline, clock.GetTimestamp() + (long)(timeout.TotalSeconds * clock.TimestampFrequency));

    private void Unlimit() => Volatile.Write(ref deadline, long.MaxValue);

    private static bool IsNetwork(Exception e) => e is SocketException or IOException or ObjectDisposedException;

    private SmtpConnectionException Broken(Exception e) => new(IsExpired ? Late : "The connection to the server broke.", e);
}
