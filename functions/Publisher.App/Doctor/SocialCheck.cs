using System.Globalization;
using NodaTime;
using Publisher.Social;

namespace Publisher.App.Doctor;

/// <summary>Whether each network still takes its token, and how many days more.</summary>
public sealed class SocialCheck(IReadOnlyList<ISocialNetwork> networks, NetworkStates states, TimeProvider clock) : IDoctorCheck
{
    /// <summary>The timer asks daily; what it heard is taken for so long.</summary>
    private static readonly Duration Fresh = Duration.FromDays(2);

    public string Name => "social";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (networks.Count == 0) return [new DoctorFinding(Name, DoctorState.Note, "doctorSocialNone")];
        var found = new List<DoctorFinding>();
        foreach (var network in networks) found.Add(await LookAsync(network, cancellationToken));
        return found;
    }

    private async Task<DoctorFinding> LookAsync(ISocialNetwork network, CancellationToken cancellationToken)
    {
        (string, string) name = ("network", SettingOf(network.Key));
        if (!network.IsWall) return new DoctorFinding(Name, DoctorState.Good, "doctorSocialCopied", name);
        var (state, now) = (await states.ReadAsync(network.Key, cancellationToken), clock.Now());
        var (valid, ends) = (state.HeldSince is null, state.TokenEnds);
        if (state.TokenChecked is not { } looked || now - looked > Fresh)
        {
            var health = await network.ProbeAsync(cancellationToken);
            if (health.Valid is not { } said) return new DoctorFinding(Name, DoctorState.Note, "doctorSocialAway", name);
            (valid, ends) = (said, health.Ends);
        }

        if (!valid) return new DoctorFinding(Name, DoctorState.Todo, "doctorSocialHeld", name, ("setting", $"Publisher__Social__{SettingOf(network.Key)}__AccessToken"));
        if (ends is not { } end) return new DoctorFinding(Name, DoctorState.Good, "doctorSocialGood", name);
        (string, string) days = ("days", Math.Max(0, (int)Math.Floor((end - now).TotalDays)).ToString(CultureInfo.InvariantCulture));
        return end - now > ProbeTokens.WarnAhead
            ? new DoctorFinding(Name, DoctorState.Good, "doctorSocialDays", name, days)
            : new DoctorFinding(Name, DoctorState.Todo, "doctorSocialEnds", name, days, ("setting", $"Publisher__Social__{SettingOf(network.Key)}__AccessToken"));
    }

    private static string SettingOf(string network) => network switch { NetworkKeys.Facebook => "Facebook", NetworkKeys.LinkedIn => "LinkedIn", _ => "Mastodon" };
}
