using NodaTime;
using Publisher.App.Settings;
using Publisher.Rendering;
using Publisher.Staff;

namespace Publisher.App.Doctor;

/// <summary>Whose clock people see.</summary>
public sealed class ZoneCheck(DateTimeZone zone, TimeProvider clock) : IDoctorCheck
{
    public string Name => "zone";

    public Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now().InZone(zone).LocalDateTime;
        return Task.FromResult<IReadOnlyList<DoctorFinding>>([new DoctorFinding(Name, DoctorState.Good, "doctorZoneGood", ("zone", zone.Id), ("now", now.ToString("uuuu-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)))]);
    }
}

/// <summary>Which templates of staff's own are not used, and why.</summary>
public sealed class TemplateCheckup(TemplateOverrides overrides) : IDoctorCheck
{
    public string Name => "templates";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        await overrides.TakeAsync(cancellationToken);
        return overrides.Refused.Count == 0
            ? [new DoctorFinding(Name, DoctorState.Good, "doctorTemplatesGood")]
            : [.. overrides.Refused.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new DoctorFinding(Name, DoctorState.Todo, "doctorTemplatesRefused", ("template", pair.Key), ("why", pair.Value)))];
    }
}

/// <summary>Whether the secret could be guessed: every link and every session is made with it.</summary>
public sealed class SecretCheck(PublisherSettings settings) : IDoctorCheck
{
    /// <summary>Different octets of a good secret: chance makes more of them, even in hex.</summary>
    private const int LeastKinds = 10;

    public string Name => "secret";

    public Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DoctorFinding>>(
        [settings.Secret.Distinct().Count() >= LeastKinds && !Repeats(settings.Secret)
            ? new DoctorFinding(Name, DoctorState.Good, "doctorSecretGood")
            : new DoctorFinding(Name, DoctorState.Todo, "doctorSecretWeak")]);

    /// <summary>One short thing over and over.</summary>
    private static bool Repeats(byte[] secret) => Enumerable.Range(1, secret.Length / 2).Any(length => !secret.Where((octet, at) => octet != secret[at % length]).Any());
}

/// <summary>Whether anybody can sign in, and anybody can do everything.</summary>
public sealed class StaffCheck(StaffDirectory staff, PublisherSettings settings) : IDoctorCheck
{
    public string Name => "staff";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var members = (await staff.ListAsync(cancellationToken)).Where(member => member.RevokedAt is null).ToList();
        if (settings.Staff.PlatformSignIn) return [new DoctorFinding(Name, DoctorState.Good, "doctorStaffPlatform", ("n", $"{members.Count}"))];
        if (members.Count == 0) return [new DoctorFinding(Name, DoctorState.Todo, "doctorStaffNone")];
        if (!members.Any(member => member.Role == StaffRole.Admin)) return [new DoctorFinding(Name, DoctorState.Todo, "doctorStaffNoAdmin")];
        // Nobody may approve what they ask for themselves.
        if (settings.Staff.FourEyes && members.Count(member => member.Role.Contains(StaffRole.Approver)) < 2) return [new DoctorFinding(Name, DoctorState.Todo, "doctorStaffTwoEyes")];
        return [new DoctorFinding(Name, DoctorState.Good, "doctorStaffGood", ("n", $"{members.Count}"))];
    }
}
