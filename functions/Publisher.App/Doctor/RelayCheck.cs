using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.App.Doctor;

/// <summary>Speaks with the mail server as far as one gets without giving it a message.</summary>
public sealed class RelayCheck(PublisherSettings settings) : IDoctorCheck
{
    /// <summary>Characters of what the server or the network had to say.</summary>
    private const int MaxWords = 300;

    public string Name => "relay";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var mail = settings.Mail;
        if (mail.Transport != MailTransportKind.Smtp) return [new DoctorFinding(Name, DoctorState.Note, "doctorRelayFiles")];
        var where = ("host", $"{mail.Host}:{mail.Port}");
        try
        {
            await SmtpProbe.TryAsync(MailTransports.SmtpOf(mail), TimeProvider.System, cancellationToken);
            return [new DoctorFinding(Name, DoctorState.Good, (mail.Security, mail.UserName.Length > 0) switch
            {
                (SmtpSecurity.None, _) => "doctorRelayGoodPlain",
                (_, true) => "doctorRelayGoodNamed",
                _ => "doctorRelayGoodSecure",
            }, where)];
        }
        catch (SmtpConnectionException fault)
        {
            return [new DoctorFinding(Name, DoctorState.Todo, fault.Reason == DeliveryReason.Authentication ? "doctorRelayRefuses" : "doctorRelayAway", where, ("words", Words(fault)))];
        }
        catch (SmtpProtocolException)
        {
            return [new DoctorFinding(Name, DoctorState.Todo, "doctorRelayNone", where)];
        }
        catch (ArgumentException)
        {
            return [new DoctorFinding(Name, DoctorState.Todo, "doctorRelayCaFile")];
        }
        catch (OperationCanceledException)
        {
            return [new DoctorFinding(Name, DoctorState.Todo, "doctorRelaySilent", where)];
        }
    }

    private static string Words(Exception fault)
    {
        var words = fault.Message.ReplaceLineEndings(" ");
        return words.Length > MaxWords ? words[..MaxWords] + "…" : words;
    }
}
