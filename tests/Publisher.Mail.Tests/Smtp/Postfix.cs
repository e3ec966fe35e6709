using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>
/// A Postfix of the tests' own: STARTTLS, and delivery of everything to example.test into one maildir. With a login, for whom it names and
/// for nobody else (Cyrus SASL with a database of its own).
/// </summary>
internal sealed class Postfix : IAsyncDisposable
{
    private const string Program = "/usr/sbin/postfix";
    private const string Passwords = "/usr/sbin/saslpasswd2";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("postfix");
    private readonly Process process;

    private Postfix(Login? login)
    {
        Port = FreePort();
        foreach (var part in (string[])["conf", "queue", "data", "mail"]) folder.CreateSubdirectory(part);
        Run("chmod", "755", folder.FullName);
        Run("chown", "postfix", At("data"));
        Run("chown", "nobody", At("mail"));
        File.WriteAllText(At("conf/server.pem"), TestAuthority.Localhost.ExportCertificatePem() + "\n" + TestAuthority.Localhost.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(At("conf/main.cf"), Main(login));
        File.WriteAllText(At("conf/master.cf"), Master());
        if (login is not null) Allow(login);
        process = Process.Start(new ProcessStartInfo(Program, ["-c", At("conf"), "start-fg"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    public int Port { get; }

    public static async Task<Postfix> StartAsync(Login? login = null)
    {
        Skip.IfNot(File.Exists(Program) && File.Exists("/usr/lib/postfix/sbin/smtpd"), "Postfix is not installed (Debian package postfix).");
        Skip.IfNot(string.Equals(Environment.UserName, "root", StringComparison.Ordinal), "Postfix is started by root only.");
        Skip.If(login is not null && !File.Exists(Passwords), "Cyrus SASL is not installed (Debian packages sasl2-bin and libsasl2-modules).");
        var postfix = new Postfix(login);
        for (var attempt = 0; !await postfix.AnswersAsync(); attempt++)
        {
            if (attempt == 200) throw new TimeoutException("Postfix did not start.");
            await Task.Delay(50);
        }
        return postfix;
    }

    /// <summary>Waits until so many messages are in the maildir, and gives them.</summary>
    public async Task<IReadOnlyList<byte[]>> MailAsync(int count)
    {
        var box = At("mail/box/new");
        var last = 0;
        for (var attempt = 0; last < count; attempt++)
        {
            if (attempt == 600) throw new TimeoutException($"The mail did not arrive: {last} of {count} messages.");
            await Task.Delay(50);
            var now = Directory.Exists(box) ? Directory.GetFiles(box).Length : 0;
            if (now > last) attempt = 0;
            last = now;
        }
        // One too many would come late.
        await Task.Delay(200);
        return [.. Directory.GetFiles(box).Select(File.ReadAllBytes)];
    }

    public async ValueTask DisposeAsync()
    {
        Run(Program, "-c", At("conf"), "stop");
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private void Allow(Login login)
    {
        folder.CreateSubdirectory("conf/sasl");
        File.WriteAllText(At("conf/sasl/smtpd.conf"), $"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {At("conf/sasldb2")}\nmech_list: {login.Mechanism}\n");
        var start = new ProcessStartInfo(Passwords, ["-p", "-c", "-f", At("conf/sasldb2"), "-u", "example.test", login.Name])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        using (var run = Process.Start(start)!)
        {
            run.StandardInput.Write(login.Password);
            run.StandardInput.Close();
            run.WaitForExit();
            Assert.Equal(0, run.ExitCode);
        }
        Run("chown", "postfix", At("conf/sasldb2"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        run.WaitForExit();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string At(string path) => Path.Combine(folder.FullName, path);

    private string Main(Login? login) => $"""
        compatibility_level = 3.6
        queue_directory = {At("queue")}
        data_directory = {At("data")}
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = mx.example.test
        mydestination =
        mynetworks = 127.0.0.0/8
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        alias_maps =
        local_recipient_maps =
        smtputf8_enable = yes
        virtual_mailbox_domains = example.test
        virtual_mailbox_base = {At("mail")}
        virtual_mailbox_maps = static:box/
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        smtpd_tls_cert_file = {At("conf/server.pem")}
        smtpd_tls_key_file = {At("conf/server.pem")}
        smtpd_tls_security_level = encrypt
        smtpd_tls_received_header = yes
        smtpd_recipient_restrictions = check_recipient_access inline:{"{"} gone@example.test=REJECT {"}"}, {(login is null ? "permit_mynetworks" : "permit_sasl_authenticated")}, reject
        smtpd_sasl_auth_enable = {(login is null ? "no" : "yes")}
        smtpd_sasl_type = cyrus
        smtpd_sasl_path = smtpd
        smtpd_sasl_local_domain = example.test
        cyrus_sasl_config_path = {At("conf/sasl")}
        broken_sasl_auth_clients = yes
        maillog_file = /dev/stdout

        """;

    private string Master() => $"""
        127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)} inet n - n - - smtpd
        postlog unix-dgram n - n - 1 postlogd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        tlsmgr unix - - n 1000? 1 tlsmgr

        """;

    /// <param name="Name">Before the @ of example.test.</param>
    /// <param name="Password">In whatever script.</param>
    /// <param name="Mechanism">The one that is offered.</param>
    internal sealed record Login(string Name, string Password, string Mechanism);
}
