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
    private readonly FileStream? ownership;

    private LocalStorage(string connectionString, StorageAccount account, Azurite? own = null, string? note = null, FileStream? ownership = null) =>
        (ConnectionString, Account, this.own, this.note, this.ownership) = (connectionString, account, own, note, ownership);

    public string ConnectionString { get; }

    public StorageAccount Account { get; }

    /// <param name="toStay">For a process that goes on: it has an emulator of its own, or none that another may end.</param>
    /// <exception cref="AzuriteException">An emulator is needed and cannot be started.</exception>
    /// <exception cref="SettingsException">The connection string is none.</exception>
    public static async Task<LocalStorage> OpenAsync(IConfiguration configuration, bool toStay, CancellationToken cancellationToken)
    {
        if (configuration[$"{StorageAccount.Setting}:accountName"] is { Length: > 0 })
            throw new SettingsException([$"{StorageAccount.Setting}__accountName is for the cloud; in local mode set {StorageAccount.Setting} to a connection string, or leave both out"]);
        var setting = configuration[StorageAccount.Setting] is { Length: > 0 } text ? text : StorageAccount.Development;
        if (setting != StorageAccount.Development || Listens(UsualTablePort)) return new LocalStorage(setting, StorageAccount.Open(setting));

        var folder = Path.GetFullPath(LocalConfiguration.Folder);
        Directory.CreateDirectory(folder);
        var note = Path.Combine(folder, "azurite.connection");
        for (var look = 0; look < 150; look++)
        {
            if (TryLock(Path.Combine(folder, "azurite.lock")) is { } @lock) return await OwnAsync(folder, note, @lock, cancellationToken);
            // Another publisher in this folder has one running: its data is ours too, unless we are to outlive it.
            if (!toStay && File.Exists(note) && await File.ReadAllTextAsync(note, cancellationToken) is var kept && Listens(TablePort(kept)))
                return new LocalStorage(kept, StorageAccount.Open(kept));
            await Task.Delay(100, cancellationToken);
        }

        throw new AzuriteException($"Another publisher is using {folder}. End it first, or start this one in another folder.");
    }

    private static async Task<LocalStorage> OwnAsync(string folder, string note, FileStream @lock, CancellationToken cancellationToken)
    {
        try
        {
            var data = Path.Combine(folder, "azurite");
            Directory.CreateDirectory(data);
            var azurite = await Azurite.StartAsync(data, cancellationToken);
            await File.WriteAllTextAsync(note, azurite.ConnectionString, cancellationToken);
            return new LocalStorage(azurite.ConnectionString, StorageAccount.Open(azurite.ConnectionString), azurite, note, @lock);
        }
        catch
        {
            await @lock.DisposeAsync();
            throw;
        }
    }

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
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
        if (note is not null) File.Delete(note);
        await own.DisposeAsync();
        if (ownership is not null) await ownership.DisposeAsync();
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
