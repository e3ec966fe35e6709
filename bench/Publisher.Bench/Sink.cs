using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Publisher.Bench;

/// <summary>
/// The verb <c>sink</c>: takes mail and forgets it, a thread to a connection, so that the client is what is measured. Prints its port and
/// the file of its authority; when its input ends, the messages it has taken and the seconds from the first connection to the last message.
/// </summary>
internal sealed class Sink : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate;
    private readonly string authority = Path.Combine(Directory.CreateTempSubdirectory("sink").FullName, "ca.pem");
    private long messages;
    private long first;
    private long last;

    private Sink()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        File.WriteAllText(authority, certificate.ExportCertificatePem());
    }

    public static int Run()
    {
        using var sink = new Sink();
        sink.listener.Start();
        Console.WriteLine(FormattableString.Invariant($"{((IPEndPoint)sink.listener.LocalEndpoint).Port} {sink.authority}"));
        new Thread(sink.Accept) { IsBackground = true }.Start();
        Console.In.ReadToEnd();
        var seconds = TimeProvider.System.GetElapsedTime(Interlocked.Read(ref sink.first), Interlocked.Read(ref sink.last)).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{Interlocked.Read(ref sink.messages)} {seconds:F6}"));
        return 0;
    }

    public void Dispose()
    {
        listener.Dispose();
        certificate.Dispose();
        File.Delete(authority);
    }

    private void Accept()
    {
        while (true)
        {
            var socket = listener.AcceptSocket();
            socket.NoDelay = true;
            Interlocked.CompareExchange(ref first, TimeProvider.System.GetTimestamp(), 0);
            new Thread(() => Serve(socket)) { IsBackground = true }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        Stream stream = new PromptStream(socket);
        try
        {
            stream.Write("220 sink.example.test ESMTP\r\n"u8);
            var session = new SinkSession(isSecured: false);
            while (session.Serve(stream, Taken))
            {
                var tls = new SslStream(stream);
                tls.AuthenticateAsServer(certificate);
                stream = tls;
                session = new SinkSession(isSecured: true);
            }
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
        }
        finally
        {
            stream.Dispose();
        }
    }

    /// <summary>
    /// Acknowledges at once what it has read. A kernel may wait 40 ms otherwise, and a client that writes a message in several small pieces
    /// waits with it: that is worth knowing, but it would be all that is measured.
    /// </summary>
    private sealed class PromptStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        private const int Tcp = 6;
        private const int QuickAck = 12;

        public override int Read(Span<byte> buffer)
        {
            var read = base.Read(buffer);
            if (OperatingSystem.IsLinux()) Socket.SetRawSocketOption(Tcp, QuickAck, [1, 0, 0, 0]);
            return read;
        }
    }

    private void Taken()
    {
        Interlocked.Increment(ref messages);
        Interlocked.Exchange(ref last, TimeProvider.System.GetTimestamp());
    }
}
