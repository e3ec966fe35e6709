using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>Opens connections: TCP, greeting, EHLO, TLS and AUTH as the settings ask.</summary>
internal sealed class SmtpDialer
{
    private readonly SmtpSettings settings;
    private readonly TimeProvider clock;
    private readonly X509ChainPolicy? policy;

    /// <exception cref="ArgumentException">The file of certificates cannot be read or holds none.</exception>
    public SmtpDialer(SmtpSettings settings, TimeProvider clock)
    {
        this.settings = settings;
        this.clock = clock;
        policy = settings.CaFile is null ? null : PolicyOf(settings.CaFile);
    }

    /// <summary>Opens a connection that is ready for MAIL.</summary>
    /// <param name="watch">Told of each wire as soon as there is one, so that its deadlines hold from the start.</param>
    /// <param name="leave">Told of a wire that came to nothing.</param>
    /// <param name="cancellationToken">Breaks off the attempt.</param>
    /// <exception cref="SmtpConnectionException">There is no connection, or not the protection asked for.</exception>
    /// <exception cref="SmtpProtocolException">What answered is no SMTP server.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SmtpWire Dial(Action<SmtpWire> watch, Action<SmtpWire> leave, CancellationToken cancellationToken)
    {
        SmtpConnectionException? trouble = null;
        foreach (var address in AddressesOf(cancellationToken))
        {
            Socket socket;
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            }
            catch (SocketException e)
            {
                // This kind of address is switched off here, or there are no sockets left.
                trouble = new SmtpConnectionException("No socket could be opened.", e);
                continue;
            }
            var wire = new SmtpWire(socket, clock, settings.Trace);
            watch(wire);
            // Nothing is under way yet: a cancellation may break the connection off.
            using var cancel = cancellationToken.Register(wire.Abort);
            try
            {
                try
                {
                    wire.Connect(address, settings.Port, settings.Timeouts.Connect);
                }
                catch (SmtpConnectionException e) when (!cancellationToken.IsCancellationRequested)
                {
                    trouble = e;
                    leave(wire);
                    continue;
                }
                Open(wire, cancellationToken);
                return wire;
            }
            catch
            {
                leave(wire);
                cancellationToken.ThrowIfCancellationRequested();
                throw;
            }
        }
        throw trouble ?? new SmtpConnectionException("The server's name has no address.");
    }

    private void Open(SmtpWire wire, CancellationToken cancellationToken)
    {
        if (settings.Security == SmtpSecurity.Tls) Secure(wire);
        Expect(wire.Read(settings.Timeouts.Command, needsText: true), "The server is not ready.");
        Hello(wire);
        if (settings.Security == SmtpSecurity.StartTls)
        {
            if (!wire.Capabilities.StartTls)
                throw new SmtpConnectionException("The server offers no STARTTLS: nothing is sent over clear text.") { Reason = DeliveryReason.Authentication };
            Expect(Command(wire, "STARTTLS"), "The server refuses STARTTLS.");
            Secure(wire);
            Hello(wire);
        }
        if (settings.Credentials is null) return;
        if (!wire.IsEncrypted && !settings.AllowCredentialsInClearText) throw new InvalidOperationException("Credentials would go over clear text.");
        SmtpAuthentication.Run(wire, settings.Credentials, settings.Timeouts.Command, cancellationToken);
    }

    private IPAddress[] AddressesOf(CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(settings.Host, out var address)) return [address];
        try
        {
            return Dns.GetHostAddressesAsync(settings.Host, cancellationToken).GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            throw new SmtpConnectionException("The server's name is not known.", e);
        }
    }

    private void Secure(SmtpWire wire)
    {
        var name = settings.ServerName ?? settings.Host;
        string? distrust = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = name,
            CertificateChainPolicy = policy,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            {
                if (errors == SslPolicyErrors.None) return true;
                distrust = CertificateDistrust.Describe(name, certificate as X509Certificate2, chain, errors);
                return false;
            },
        };
        try
        {
            wire.Secure(options, settings.Timeouts.Command);
        }
        catch (SmtpConnectionException e) when (distrust is not null)
        {
            // It will be the same certificate the next time: what helps is another setting, or another certificate.
            throw new SmtpConnectionException(distrust, e) { Reason = DeliveryReason.Authentication };
        }
        catch (SmtpConnectionException e) when (e.InnerException is AuthenticationException)
        {
            throw new SmtpConnectionException("The server does not speak TLS here, or there is no encryption that both sides know.", e);
        }
    }

    private void Hello(SmtpWire wire)
    {
        var reply = Command(wire, $"EHLO {settings.ClientName}");
        if (reply.IsPositive) wire.Capabilities = SmtpCapabilities.Parse(reply.Text);
        else if (reply.Code == 421) Expect(reply, "The server is not ready.");
        else Expect(Command(wire, $"HELO {settings.ClientName}"), "The server refuses to be greeted.");
    }

    private SmtpReply Command(SmtpWire wire, string command)
    {
        wire.Send(Encoding.ASCII.GetBytes(command + "\r\n"), settings.Timeouts.Command);
        return wire.Read(settings.Timeouts.Command, needsText: true);
    }

    private static void Expect(SmtpReply reply, string otherwise)
    {
        if (!reply.IsPositive)
            throw new SmtpConnectionException($"{otherwise} ({reply.Code} {ReplyClassifier.Receipt(reply.Text)})") { ReplyCode = reply.Code };
    }

    private static X509ChainPolicy PolicyOf(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        if (!TrustedAuthorities.TryRead(file, out var authorities, out var fault)) throw new ArgumentException(fault, nameof(file));
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
