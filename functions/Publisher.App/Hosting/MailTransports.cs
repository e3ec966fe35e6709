using Publisher.App.Settings;
using Publisher.Delivery;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.App.Hosting;

/// <summary>The way out that the settings name: the relay, or a folder of files per edition.</summary>
public sealed class MailTransports(PublisherSettings settings, TimeProvider clock) : IMailTransports
{
    public IMailTransport Open(string edition) => settings.Mail.Transport == MailTransportKind.Smtp
        ? new SmtpTransport(new SmtpSettings { Host = settings.Mail.Host, Port = settings.Mail.Port, MaxConnections = settings.Mail.MaxConnections }, clock)
        : new OutboxTransport(Path.Combine(settings.Outbox!, edition));
}
