using Publisher.App.Local;

namespace Publisher.Testing;

/// <summary>One emulator for all the tests of an assembly; each test takes names of its own, so that they run side by side.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private static readonly Lazy<Task<Azurite>> Shared = new(() => Azurite.StartAsync(folder: null));

    private static int names;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync() => ConnectionString = (await Shared.Value).ConnectionString;

    // Ends with the test process: the launcher watches for that.
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A table, queue or container name that no other test of this run has: lower-case letters and digits.</summary>
    public static string UniqueName(string prefix) => $"{prefix}{Environment.ProcessId}n{Interlocked.Increment(ref names)}";
}
