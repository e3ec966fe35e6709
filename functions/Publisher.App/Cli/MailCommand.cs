using System.CommandLine;
using System.Security.Cryptography;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Mail.Dkim;
using Publisher.Mail.Mime;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.App.Cli;

/// <summary><c>publisher mail test --to ADDRESS</c>: one message by the configured relay, with what was said.</summary>
public static class MailCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "Who gets the message: your own address.", Required = true };
        var test = new Command("test", "Sends one message by the mail server of the settings and shows the dialogue, secrets masked.") { to };
        test.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetRequiredValue(to), cancellationToken));
        return new Command("mail", "Looks at how mail leaves.") { test };
    }

    private static async Task<int> RunAsync(string to, CancellationToken cancellationToken)
    {
        var settings = PublisherSettings.Read(LocalConfiguration.Read(defaults: LocalConfiguration.Defaults(ServeCommand.DefaultPort)), local: true);
        if (!Mailbox.TryCreate(to, null, out var recipient))
            throw new SettingsException([$"--to is „{to}”, which is not a mail address"]);
        if (settings.Mail.Transport != MailTransportKind.Smtp)
            throw new SettingsException(["No mail server is set: set Publisher__Mail__Transport to smtp, and Publisher__Mail__Host and Publisher__Mail__From"]);

        var message = new OneMessage(settings, recipient);
        await using (var transport = new SmtpTransport(MailTransports.SmtpOf(settings.Mail, line => Console.Out.WriteLine(line)), TimeProvider.System))
            await transport.DeliverAsync(message, cancellationToken);
        var outcome = message.Outcome!;
        await Console.Out.WriteLineAsync(outcome.Status switch
        {
            DeliveryStatus.Accepted => $"Accepted: {settings.Mail.Host} has the message for {recipient.Address}.",
            DeliveryStatus.Unknown => "Unknown: the connection broke after the message was sent; look whether it arrived.",
            _ => $"{outcome.Status}: {outcome.Reason.ToString().ToLowerInvariant()}. {outcome.Receipt}".TrimEnd(),
        });
        return outcome.Status == DeliveryStatus.Accepted ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>The test message, signed if the settings say so.</summary>
    private sealed class OneMessage(PublisherSettings settings, Mailbox recipient) : IMessageSource
    {
        private readonly Lock gate = new();
        private bool taken;

        public DeliveryOutcome? Outcome { get; private set; }

        public bool TryTake(OutgoingMessage message)
        {
            lock (gate)
            {
                if (taken) return false;
                taken = true;
            }

            var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            MessageComposer.Compose(
                new Message
                {
                    From = settings.Mail.From,
                    To = recipient,
                    Subject = "Publisher: test message",
                    Date = TimeProvider.System.Now().InZone(settings.Zone).ToDateTimeOffset(),
                    MessageId = $"{id}@{settings.Mail.From.Address[(settings.Mail.From.Address.LastIndexOf('@') + 1)..]}",
                    Text = [$"This message shows that {settings.Organisation.Name} can send mail through {settings.Mail.Host}.\r\n"],
                },
                message.Content);
            if (settings.Mail.Dkim is { } dkim)
            {
                using var signer = new DkimSigner(dkim.Domain, dkim.Selector, dkim.PrivateKeyPem);
                signer.Sign(message.Content);
            }

            message.Envelope = new Envelope(settings.Mail.From, recipient);
            return true;
        }

        public void Report(int ticket, DeliveryOutcome outcome) => Outcome = outcome;
    }
}
