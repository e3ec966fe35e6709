using Publisher.App.Settings;
using Publisher.Delivery;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.App.Hosting;

/// <summary>The way out that the settings name: the relay, or a folder of files per edition.</summary>
public sealed class MailTransports(PublisherSettings settings, TimeProvider clock) : IMailTransports
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

    public IMailTransport Open(string edition) => settings.Mail.Transport == MailTransportKind.Smtp
        ? new SmtpTransport(
            new SmtpSettings { Host = settings.Mail.Host, Port = settings.Mail.Port, MaxConnections = settings.Mail.MaxConnections, Timeouts = Timeouts }, clock)
        : new OutboxTransport(Path.Combine(settings.Outbox!, edition));
}
