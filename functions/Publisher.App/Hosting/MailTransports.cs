using Publisher.App.Settings;
using Publisher.Delivery;
using Publisher.Mail.Dkim;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.App.Hosting;

/// <summary>The way out that the settings name. All batches of a process share one transport: its connections, its pace, its pauses.</summary>
public sealed class MailTransports(PublisherSettings settings, TimeProvider clock) : IMailTransports, IAsyncDisposable
{
    /// <summary>
    /// Shorter than RFC 5321 §4.5.3.2 would have them: the longest pass and the longest step together must end before the host's
    /// functionTimeout (5 min), which kills the process and all that runs in it.
    /// </summary>
    private static readonly SmtpTimeouts Timeouts = new()
    {
        Connect = TimeSpan.FromSeconds(15),
        Command = TimeSpan.FromSeconds(60),
        Data = TimeSpan.FromSeconds(60),
        Content = TimeSpan.FromSeconds(60),
        Final = TimeSpan.FromSeconds(120),
    };

    private readonly Lazy<SmtpTransport> relay = new(() => new SmtpTransport(SmtpOf(settings.Mail), clock));
    private readonly Lazy<DkimSigner?> signer = new(() => settings.Mail.Dkim is { } dkim ? new DkimSigner(dkim.Domain, dkim.Selector, dkim.PrivateKeyPem) : null);

    public IMailTransport Open(string edition) => new Shared(
        settings.Mail.Transport == MailTransportKind.Smtp ? relay.Value : new OutboxTransport(Path.Combine(settings.Outbox!, edition)), signer.Value);

    public static SmtpSettings SmtpOf(MailSettings mail, Action<string>? trace = null) => new()
    {
        Host = mail.Host,
        Port = mail.Port,
        Security = mail.Security,
        CaFile = mail.CaFile,
        Credentials = mail.UserName.Length > 0 ? new SmtpCredentials(mail.UserName, mail.Password) : null,
        ClientName = mail.From.Address[(mail.From.Address.LastIndexOf('@') + 1)..],
        MaxConnections = mail.MaxConnections,
        // Hours and days are the timetable's, over all instances; within a minute each batch sends evenly.
        PerMinute = mail.Quota.PerMinute,
        Timeouts = Timeouts,
        Trace = trace,
    };

    public async ValueTask DisposeAsync()
    {
        if (relay.IsValueCreated) await relay.Value.DisposeAsync();
        if (signer.IsValueCreated) signer.Value?.Dispose();
    }

    /// <summary>A batch's hold on the transport: what it lets go of stays open for the next one.</summary>
    private sealed class Shared(IMailTransport transport, DkimSigner? signer) : IMailTransport
    {
        public Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken) =>
            transport.DeliverAsync(signer is null ? source : new SigningSource(source, signer), cancellationToken);

        public ValueTask DisposeAsync() => transport is SmtpTransport ? default : transport.DisposeAsync();
    }
}
