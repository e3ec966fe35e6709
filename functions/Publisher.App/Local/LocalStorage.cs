using System.Net;
using System.Net.Sockets;
using Publisher.App.Settings;

namespace Publisher.App.Local;

/// <summary>Storage for local mode: the account that the settings name, an emulator that listens already, or one of our own.</summary>
public sealed class LocalStorage : IAsyncDisposable
{
    /// <summary>The emulator's usual port for tables.</summary>
    private const int UsualTablePort = 10002;

    private readonly Azurite? own;
    private readonly string? note;

    private LocalStorage(string connectionString, StorageAccount account, Azurite? own = null, string? note = null) =>
        (ConnectionString, Account, this.own, this.note) = (connectionString, account, own, note);

    public string ConnectionString { get; }

    public StorageAccount Account { get; }

    /// <exception cref="AzuriteException">An emulator is needed and cannot be started.</exception>
    /// <exception cref="SettingsException">The connection string is none.</exception>
    public static async Task<LocalStorage> OpenAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        if (configuration[$"{StorageAccount.Setting}:accountName"] is { Length: > 0 })
            throw new SettingsException([$"{StorageAccount.Setting}__accountName is for the cloud; in local mode set {StorageAccount.Setting} to a connection string, or leave both out"]);
        var setting = configuration[StorageAccount.Setting] is { Length: > 0 } text ? text : StorageAccount.Development;
        if (setting != StorageAccount.Development || Listens(UsualTablePort)) return new LocalStorage(setting, StorageAccount.Open(setting));

        // Another publisher in this folder has one running: its data is ours too.
        var folder = Path.Combine(LocalConfiguration.Folder, "azurite");
        var note = Path.Combine(LocalConfiguration.Folder, "azurite.connection");
        if (File.Exists(note) && await File.ReadAllTextAsync(note, cancellationToken) is var kept && Listens(TablePort(kept)))
            return new LocalStorage(kept, StorageAccount.Open(kept));
        Directory.CreateDirectory(folder);
        var azurite = await Azurite.StartAsync(folder, cancellationToken);
        await File.WriteAllTextAsync(note, azurite.ConnectionString, cancellationToken);
        return new LocalStorage(azurite.ConnectionString, StorageAccount.Open(azurite.ConnectionString), azurite, note);
    }

    /// <summary>An emulator that forgets everything.</summary>
    public static async Task<LocalStorage> InMemoryAsync(CancellationToken cancellationToken)
    {
        var azurite = await Azurite.StartAsync(folder: null, cancellationToken);
        return new LocalStorage(azurite.ConnectionString, StorageAccount.Open(azurite.ConnectionString), azurite);
    }

    public async ValueTask DisposeAsync()
    {
        if (own is null) return;
        await own.DisposeAsync();
        if (note is not null) File.Delete(note);
    }

    private static int TablePort(string connectionString)
    {
        var endpoint = connectionString.Split(';').FirstOrDefault(part => part.StartsWith("TableEndpoint=", StringComparison.Ordinal));
        return endpoint is not null && Uri.TryCreate(endpoint["TableEndpoint=".Length..], UriKind.Absolute, out var uri) ? uri.Port : 0;
    }

    private static bool Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (port == 0) return false;
            socket.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
