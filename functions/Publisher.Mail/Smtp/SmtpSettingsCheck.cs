namespace Publisher.Mail.Smtp;

/// <summary>Checks settings once, and names every fault.</summary>
internal static class SmtpSettingsCheck
{
    private const int MostConnections = 100; // at once to one relay; a choice: relays take 10 to 50 from one client
    private const int MostAttempts = 10;

    internal static void Check(SmtpSettings settings)
    {
        List<string> faults = [];
        if (!IsName(settings.Host)) faults.Add("Host is no host name.");
        if (settings.Port is < 1 or > 65535) faults.Add("Port is not 1 to 65535.");
        if (settings.ServerName is { } name && !IsName(name)) faults.Add("ServerName is no host name.");
        if (settings.CaFile is { } file && !File.Exists(file)) faults.Add("CaFile is not there.");
        if (!IsName(settings.ClientName)) faults.Add("ClientName is no host name.");
        if (settings.MaxConnections is < 1 or > MostConnections) faults.Add($"MaxConnections is not 1 to {MostConnections}.");
        if (settings.MessagesPerConnection < 1) faults.Add("MessagesPerConnection is less than 1.");
        if (settings.PerMinute < 1) faults.Add("PerMinute is less than 1.");
        if (settings.PerHour < 1) faults.Add("PerHour is less than 1.");
        if (settings.ConnectAttempts is < 1 or > MostAttempts) faults.Add($"ConnectAttempts is not 1 to {MostAttempts}.");
        if (settings.Credentials is not null && settings.Security == SmtpSecurity.None && !settings.AllowCredentialsInClearText)
            faults.Add("Credentials would go over clear text: set Security, or AllowCredentialsInClearText.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults), nameof(settings));
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 255 && !name.AsSpan().ContainsAnyExceptInRange('!', '~');
}
