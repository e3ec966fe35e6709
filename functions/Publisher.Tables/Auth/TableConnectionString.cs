namespace Azure.Data.Tables.Auth;

/// <summary>What a storage connection string says about tables. Messages name settings, never their values: those are secrets.</summary>
/// <param name="Endpoint">Address of the account's table service, without a query.</param>
/// <param name="Credential">Account and key, or null.</param>
/// <param name="SharedAccessSignature">Signature without the leading question mark, or null.</param>
internal sealed record TableConnectionString(Uri Endpoint, TableSharedKeyCredential? Credential, string? SharedAccessSignature)
{
    // Published by Microsoft for every emulator; no secret.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int EmulatorPort = 10002;

    public static TableConnectionString Parse(string text)
    {
        var settings = Split(text);
        if (settings.TryGetValue("UseDevelopmentStorage", out var emulator) && emulator.Equals("true", StringComparison.OrdinalIgnoreCase))
            return Emulator(settings.GetValueOrDefault("DevelopmentStorageProxyUri"));

        var account = settings.GetValueOrDefault("AccountName");
        var endpoint = EndpointOf(settings, account);
        var signature = settings.GetValueOrDefault("SharedAccessSignature")?.TrimStart('?');
        signature ??= NullIfEmpty(endpoint.Query.TrimStart('?'));
        return new(new Uri(endpoint.GetLeftPart(UriPartial.Path)), Key(settings, account), signature);
    }

    private static TableConnectionString Emulator(string? proxy)
    {
        var host = Address(proxy ?? "http://127.0.0.1", "DevelopmentStorageProxyUri");
        return new(new Uri($"{host.GetLeftPart(UriPartial.Scheme)}{host.Host}:{EmulatorPort}/{EmulatorAccount}"), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey), null);
    }

    private static Uri EndpointOf(Dictionary<string, string> settings, string? account)
    {
        if (settings.TryGetValue("TableEndpoint", out var given)) return Address(given, "TableEndpoint");
        if (string.IsNullOrEmpty(account))
            throw new FormatException("The storage connection string names neither AccountName nor TableEndpoint.");
        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        return Address($"{protocol}://{account}.table.{settings.GetValueOrDefault("EndpointSuffix", "core.windows.net")}", "AccountName");
    }

    private static Uri Address(string text, string setting) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException($"The storage connection string's {setting} does not make a web address.");

    private static TableSharedKeyCredential? Key(Dictionary<string, string> settings, string? account)
    {
        if (!settings.TryGetValue("AccountKey", out var key)) return null;
        if (string.IsNullOrEmpty(account)) throw new FormatException("The storage connection string has an AccountKey but no AccountName.");
        try
        {
            return new TableSharedKeyCredential(account, key);
        }
        catch (FormatException failure)
        {
            throw new FormatException("The storage connection string's AccountKey is not base64.", failure);
        }
    }

    private static Dictionary<string, string> Split(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new FormatException("The storage connection string is not a list of name=value, parted by semicolons.");
            settings[part[..equals].Trim()] = part[(equals + 1)..].Trim();
        }

        return settings;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
