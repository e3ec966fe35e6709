using System.Globalization;
using Publisher.App.Local;

namespace Publisher.Testing;

/// <summary>One emulator for all the tests of an assembly; each test takes names, or an account, of its own, so that they run side by side.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const string FirstAccount = "devstoreaccount1";

    /// <summary>
    /// Accounts that the emulator is started with; a test that wants the product's own table names takes one. All of them go into one variable, of which the
    /// system takes 131,072 octets: 1,300 at most.
    /// </summary>
    private const int Accounts = 1200;

    private static readonly Lazy<Task<Azurite>> Shared = new(StartAsync);

    private static int names;

    private static int accounts;

    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync() => ConnectionString = (await Shared.Value).ConnectionString;

    // Ends with the test process: the launcher watches for that.
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A table, queue or container name that no other test of this run has: lower-case letters and digits.</summary>
    public static string UniqueName(string prefix) => $"{prefix}{Environment.ProcessId}n{Interlocked.Increment(ref names)}";

    /// <summary>The connection string of an empty storage account that no other test of this run has.</summary>
    public static async Task<string> NewAccountAsync()
    {
        var number = Interlocked.Increment(ref accounts);
        if (number > Accounts) throw new InvalidOperationException($"More than {Accounts} tests asked for an account.");
        return (await Shared.Value).ConnectionString.Replace(FirstAccount, NameOf(number), StringComparison.Ordinal);
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"test{number:0000}");

    private static Task<Azurite> StartAsync()
    {
        // The emulator reads its accounts from this variable; a child process inherits it. The keys are all the published one.
        const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        Environment.SetEnvironmentVariable(
            "AZURITE_ACCOUNTS", string.Join(';', Enumerable.Range(1, Accounts).Select(NameOf).Prepend(FirstAccount).Select(name => $"{name}:{Key}")));
        return Azurite.StartAsync(folder: null);
    }
}
