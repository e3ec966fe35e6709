using System.Security.Cryptography;
using Publisher.App.Settings;
using Publisher.Mail.Dkim;

namespace Publisher.App.Doctor;

/// <summary>Whether the key that signs mail is the one that the domain's DNS tells everybody to check with.</summary>
public sealed class DkimCheck(PublisherSettings settings, TxtRecords records) : IDoctorCheck
{
    public string Name => "dkim";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (settings.Mail.Dkim is not { } dkim)
            return [new DoctorFinding(Name, settings.Mail.Transport == MailTransportKind.Smtp ? DoctorState.Todo : DoctorState.Note, "doctorDkimNone")];
        (string, string) name = ("name", $"{dkim.Selector}._domainkey.{dkim.Domain}");
        try
        {
            (string, string) record = ("record", DkimRecord.Of(dkim.PrivateKeyPem));
            if (await records.FindAsync(name.Item2, cancellationToken) is not { } found) return [new DoctorFinding(Name, DoctorState.Note, "doctorDkimUnseen", name)];
            var states = found.Select(text => DkimRecord.Compare(text, dkim.PrivateKeyPem)).ToList();
            return [states switch
            {
                _ when states.Contains(DkimRecordState.Same) => new DoctorFinding(Name, DoctorState.Good, "doctorDkimGood", name),
                _ when states.Contains(DkimRecordState.Other) => new DoctorFinding(Name, DoctorState.Todo, "doctorDkimOther", name, record),
                _ when states.Contains(DkimRecordState.Revoked) => new DoctorFinding(Name, DoctorState.Todo, "doctorDkimRevoked", name, record),
                _ => new DoctorFinding(Name, DoctorState.Todo, "doctorDkimMissing", name, record),
            }];
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            return [new DoctorFinding(Name, DoctorState.Todo, "doctorDkimUnreadable")];
        }
    }
}
