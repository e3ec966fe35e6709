namespace Publisher.Mail.Smtp;

/// <summary>Checks settings once, and names every fault.</summary>
internal static class SmtpSettingsCheck
{
    private const int MostConnections = 100; // at once to one relay; a choice: relays take 10 to 50 from one client
    private const int MostAttempts = 10;

    internal static void Check(SmtpSettings settings)
    {
        List<string> faults = [];
        if (settings.Host.Length == 0 || settings.Host.AsSpan().ContainsAnyExceptInRange('!', '~')) faults.Add("Host is no host name.");
        if (settings.Port is < 1 or > 65535) faults.Add("Port is not 1 to 65535.");
        if (settings.ClientName.Length is 0 or > 255 || settings.ClientName.AsSpan().ContainsAnyExceptInRange('!', '~')) faults.Add("ClientName is no host name.");
        if (settings.MaxConnections is < 1 or > MostConnections) faults.Add($"MaxConnections is not 1 to {MostConnections}.");
        if (settings.MessagesPerConnection < 1) faults.Add("MessagesPerConnection is less than 1.");
        if (settings.ConnectAttempts is < 1 or > MostAttempts) faults.Add($"ConnectAttempts is not 1 to {MostAttempts}.");
        if (faults.Count > 0) throw new ArgumentException(string.Join(' ', faults), nameof(settings));
    }
}
