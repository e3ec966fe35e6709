using System.Net.Security;
using System.Net.Sockets;

namespace Publisher.Mail.Smtp;

/// <summary>
/// The octets of one connection: whole groups out, whole replies in. Every step has a deadline, which a timer of the transport watches:
/// that costs a field instead of a timer for each step. All troubles of the network become <see cref="SmtpConnectionException"/>.
/// </summary>
internal sealed class SmtpWire(Socket socket, TimeProvider clock) : IAsyncDisposable
{
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

    /// <summary>Messages given to this connection so far.</summary>
    public int Messages { get; set; }

    /// <summary>When the cancelled delivery that uses this connection loses its patience; a timestamp of the clock.</summary>
    public Func<long>? Patience { get; set; }

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

    public async ValueTask SendAsync(ReadOnlyMemory<byte> octets, TimeSpan timeout)
    {
        Limit(timeout);
        try
        {
            if (tls is not null) await tls.WriteAsync(octets);
            else await socket.SendAsync(octets);
        }
        catch (Exception e) when (IsNetwork(e))
        {
            throw Broken(e);
        }
        Unlimit();
    }

    public async ValueTask<SmtpReply> ReadReplyAsync(TimeSpan timeout)
    {
        SmtpReply reply;
        int consumed;
        if (!SmtpReplyParser.TryParse(inbox.AsSpan(start, end - start), out reply, out consumed))
        {
            Limit(timeout);
            do
            {
                await FillAsync();
            }
            while (!SmtpReplyParser.TryParse(inbox.AsSpan(start, end - start), out reply, out consumed));
            Unlimit();
        }
        start += consumed;
        if (start == end) start = end = 0;
        return reply;
    }

    /// <summary>Begins TLS; what the server said before it is thrown away (RFC 3207 §5).</summary>
    public async ValueTask SecureAsync(SslClientAuthenticationOptions options, TimeSpan timeout)
    {
        start = end = 0;
        Capabilities = SmtpCapabilities.None;
        Limit(timeout);
        try
        {
            tls = new SslStream(new NetworkStream(socket));
            await tls.AuthenticateAsClientAsync(options);
        }
        catch (Exception e) when (IsNetwork(e) || e is System.Security.Authentication.AuthenticationException)
        {
            throw Broken(e);
        }
        Unlimit();
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (tls is not null) await tls.DisposeAsync();
    }

    private async ValueTask FillAsync()
    {
        if (start > 0 && inbox.Length - end < inbox.Length / 2)
        {
            inbox.AsSpan(start, end - start).CopyTo(inbox);
            (start, end) = (0, end - start);
        }
        int read;
        try
        {
            read = tls is not null ? await tls.ReadAsync(inbox.AsMemory(end)) : await socket.ReceiveAsync(inbox.AsMemory(end));
        }
        catch (Exception e) when (IsNetwork(e))
        {
            throw Broken(e);
        }
        if (read == 0) throw new SmtpConnectionException("The server hung up.");
        end += read;
    }

    private void Limit(TimeSpan timeout) =>
        Volatile.Write(ref deadline, clock.GetTimestamp() + (long)(timeout.TotalSeconds * clock.TimestampFrequency));

    private void Unlimit() => Volatile.Write(ref deadline, long.MaxValue);

    private static bool IsNetwork(Exception e) => e is SocketException or IOException or ObjectDisposedException;

    private SmtpConnectionException Broken(Exception e) =>
        new(IsExpired ? "The server did not answer in time." : "The connection to the server broke.", e);
}
