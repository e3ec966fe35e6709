using Publisher.Mail.Mime;

namespace Publisher.Mail.Smtp;

/// <summary>Checks settings once, and names every fault.</summary>
internal static class SmtpSettingsCheck
{
    private const int MostConnections = 100; // at once to one relay; a choice: relays take 10 to 50 from one client
    private const int MostAttempts = 10;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1); // what pauses are cut to anyway
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15); // likewise
    private static readonly TimeSpan LongestStep = TimeSpan.FromHours(1); // a choice: six times the longest of RFC 5321 §4.5.3.2; timers take 49 days

    internal static void Check(SmtpSettings settings)
    {
        List<string> faults = [];
        Server(settings, faults);
        if (settings.MaxConnections is < 1 or > MostConnections) faults.Add($"MaxConnections is not 1 to {MostConnections}.");
        if (settings.MessagesPerConnection < 1) faults.Add("MessagesPerConnection is less than 1.");
        if (settings.PerMinute < 1) faults.Add("PerMinute is less than 1.");
        if (settings.PerHour < 1) faults.Add("PerHour is less than 1.");
        if (settings.ConnectAttempts is < 1 or > MostAttempts) faults.Add($"ConnectAttempts is not 1 to {MostAttempts}.");
        Times(settings, faults);
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults), nameof(settings));
    }

    private static void Server(SmtpSettings settings, List<string> faults)
    {
        if (!IsName(settings.Host)) faults.Add("Host is no host name.");
        if (settings.Port is < 1 or > 65535) faults.Add("Port is not 1 to 65535.");
        if (!Enum.IsDefined(settings.Security)) faults.Add("Security is none of those there are.");
        if (settings.ServerName is { } name && !IsName(name)) faults.Add("ServerName is no host name.");
        if (!IsName(settings.ClientName)) faults.Add("ClientName is no host name.");
        if (settings.Credentials is not null && settings.Security == SmtpSecurity.None && !settings.AllowCredentialsInClearText)
            faults.Add("Credentials would go over clear text: set Security, or AllowCredentialsInClearText.");
        if (settings.CaFile is { } file && !TrustedAuthorities.TryRead(file, out _, out var fault)) faults.Add(fault);
    }

    private static void Times(SmtpSettings settings, List<string> faults)
    {
        Time("ConnectPause", settings.ConnectPause, LongestPause, faults, orNone: true);
        Time("RestPeriod", settings.RestPeriod, LongestRest, faults); // none at all would try again without end
        Time("CancellationGrace", settings.CancellationGrace, LongestStep, faults, orNone: true);
        if (settings.Timeouts is not { } timeouts)
        {
            faults.Add("Timeouts is missing.");
            return;
        }
        Time("Timeouts.Connect", timeouts.Connect, LongestStep, faults);
        Time("Timeouts.Command", timeouts.Command, LongestStep, faults);
        Time("Timeouts.Data", timeouts.Data, LongestStep, faults);
        Time("Timeouts.Content", timeouts.Content, LongestStep, faults);
        Time("Timeouts.Final", timeouts.Final, LongestStep, faults);
    }

    private static void Time(string name, TimeSpan time, TimeSpan longest, List<string> faults, bool orNone = false)
    {
        if (time < TimeSpan.Zero || time > longest || (time == TimeSpan.Zero && !orNone))
            faults.Add(FormattableString.Invariant($"{name} is not {(orNone ? "0" : "more than 0")} to {longest.TotalMinutes} minutes."));
    }

    private static bool IsName(string? name) => name?.Length is > 0 and <= 255 && !name.AsSpan().ContainsAnyExcept(CharSets.Visible);
}
