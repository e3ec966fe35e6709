using System.Net.Sockets;
using System.Text;

namespace Publisher.Mail.Smtp;

/// <summary>Opens connections: TCP, greeting, EHLO, TLS as the settings ask.</summary>
internal sealed class SmtpDialer(SmtpSettings settings, TimeProvider clock)
{
    /// <summary>Opens a connection that is ready for MAIL.</summary>
    /// <param name="watch">Told of the wire as soon as there is one, so that its deadlines hold from the start.</param>
    /// <param name="cancellationToken">Breaks off the attempt to connect.</param>
    /// <exception cref="SmtpConnectionException">There is no connection, or not the protection asked for.</exception>
    /// <exception cref="SmtpProtocolException">What answered is no SMTP server.</exception>
    public async Task<SmtpWire> DialAsync(Action<SmtpWire> watch, CancellationToken cancellationToken)
    {
        var wire = new SmtpWire(await ConnectAsync(cancellationToken), clock);
        watch(wire);
        try
        {
            if (settings.Security == SmtpSecurity.Tls) await SecureAsync(wire);
            Expect(await wire.ReadReplyAsync(settings.Timeouts.Command), "The server is not ready.");
            await HelloAsync(wire);
            if (settings.Security == SmtpSecurity.StartTls)
            {
                if (!wire.Capabilities.StartTls) throw new SmtpConnectionException("The server offers no STARTTLS: nothing is sent over clear text.");
                Expect(await CommandAsync(wire, "STARTTLS"), "The server refuses STARTTLS.");
                await SecureAsync(wire);
                await HelloAsync(wire);
            }
            return wire;
        }
        catch
        {
            await wire.DisposeAsync();
            throw;
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(settings.Timeouts.Connect);
            await socket.ConnectAsync(settings.Host, settings.Port, limit.Token);
            return socket;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new SmtpConnectionException("The server cannot be reached.", e);
        }
    }

    private ValueTask SecureAsync(SmtpWire wire) => wire.SecureAsync(new() { TargetHost = settings.Host }, settings.Timeouts.Command);

    private async ValueTask HelloAsync(SmtpWire wire)
    {
        var reply = await CommandAsync(wire, $"EHLO {settings.ClientName}");
        if (reply.IsPositive) wire.Capabilities = SmtpCapabilities.Parse(reply.Text);
        else Expect(await CommandAsync(wire, $"HELO {settings.ClientName}"), "The server refuses to be greeted.");
    }

    private async ValueTask<SmtpReply> CommandAsync(SmtpWire wire, string command)
    {
        await wire.SendAsync(Encoding.ASCII.GetBytes(command + "\r\n"), settings.Timeouts.Command);
        return await wire.ReadReplyAsync(settings.Timeouts.Command);
    }

    private static void Expect(SmtpReply reply, string otherwise)
    {
        if (!reply.IsPositive) throw new SmtpConnectionException($"{otherwise} ({reply.Code} {ReplyClassifier.Receipt(reply.Text)})");
    }
}
