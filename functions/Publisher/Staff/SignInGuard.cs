using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using NodaTime;
using NodaTime.Text;
using Publisher.Storage;

namespace Publisher.Staff;

/// <summary>How long wrong keys are held up.</summary>
/// <param name="Free">Wrong keys that nobody is held up for.</param>
/// <param name="First">The wait after the next; each further one doubles it.</param>
/// <param name="Most">No wait is longer.</param>
/// <param name="Forgotten">So long after the last wrong key counting starts anew.</param>
public sealed record HoldUp(int Free, Duration First, Duration Most, Duration Forgotten)
{
    /// <summary>Of one network, and of one wrong key from anywhere.</summary>
    public static readonly HoldUp Own = new(5, Duration.FromSeconds(5), Duration.FromMinutes(15), Duration.FromHours(1));

    /// <summary>Of all together: bounds what an attack from everywhere costs.</summary>
    public static readonly HoldUp All = new(100, Duration.FromSeconds(1), Duration.FromMinutes(1), Duration.FromMinutes(10));

    /// <summary>The wait after so many wrong keys.</summary>
    public Duration After(int count)
    {
        if (count <= Free) return Duration.Zero;
        // 2^20 of the shortest wait is beyond any longest one.
        var wait = First * (1L << Math.Min(count - Free - 1, 20));
        return wait < Most ? wait : Most;
    }
}

/// <summary>
/// Holds up who tries wrong keys, longer each time. Counts lie in the table <c>signins</c>, for instances share nothing else: PartitionKey = the day, RowKey =
/// what is counted, networks and keys as keyed hashes. What was tried while it was held up is not looked at and not counted, so every wait ends. A pair of
/// network and key that has signed in before is never held up: whoever is attacked from next door, or from everywhere, still gets in.
/// </summary>
/// <param name="secret">Keys the hashes.</param>
public sealed class SignInGuard(TableServiceClient tables, byte[] secret, TimeProvider clock)
{
    /// <summary>Days that a count is kept.</summary>
    private const int Kept = 2;

    /// <summary>For so long a network and key that signed in are known.</summary>
    private static readonly Duration Known = Duration.FromDays(90);

    /// <summary>That they did is written down no more often.</summary>
    private static readonly Duration KnownEvery = Duration.FromDays(1);

    private const string KnownPartition = "known";

    private const string Everyone = "all";

    private readonly TableClient table = tables.GetTableClient("signins");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>How long this network, or this key, has still to wait; zero where it may try.</summary>
    /// <param name="network">As text; empty where it is not known, and then it counts with all such.</param>
    public async Task<Duration> WaitAsync(string network, string key, CancellationToken cancellationToken)
    {
        var waits = await Task.WhenAll(WaitOfAsync(NetworkRow(network), HoldUp.Own, cancellationToken), WaitOfAsync(KeyRow(key), HoldUp.Own, cancellationToken));
        var wait = Duration.Max(waits[0], waits[1]);
        return wait > Duration.Zero && await FindAsync(KnownPartition, PairRow(network, key), cancellationToken) is not null ? Duration.Zero : wait;
    }

    /// <summary>Counts a wrong key.</summary>
    /// <returns>How long everyone with a wrong key has to wait; zero where this one was looked at.</returns>
    public async Task<Duration> FailedAsync(string network, string key, CancellationToken cancellationToken)
    {
        var wait = await WaitOfAsync(Everyone, HoldUp.All, cancellationToken);
        if (wait > Duration.Zero) return wait;
        await Task.WhenAll(
            CountAsync(Everyone, HoldUp.All, cancellationToken), CountAsync(NetworkRow(network), HoldUp.Own, cancellationToken), CountAsync(KeyRow(key), HoldUp.Own, cancellationToken));
        return Duration.Zero;
    }

    /// <summary>Notes that this key is right, here.</summary>
    public async Task SucceededAsync(string network, string key, CancellationToken cancellationToken)
    {
        var (row, now) = (PairRow(network, key), clock.Now());
        if (await FindAsync(KnownPartition, row, cancellationToken) is { } known && now < At(known) + KnownEvery) return;
        await table.UpsertEntityAsync(new TableEntity(KnownPartition, row) { ["At"] = now.ToDateTimeOffset() }, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Takes old counts away, and who has not signed in for long.</summary>
    /// <returns>How many rows went; 0 when nothing is left.</returns>
    public async Task<int> ForgetAsync(Instant now, CancellationToken cancellationToken)
    {
        var gone = await OldRows.DeleteAsync(table, LocalDatePattern.Iso.Format(now.InUtc().Date.PlusDays(1 - Kept)), cancellationToken);
        var before = (now - Known).ToDateTimeOffset();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {KnownPartition} and At lt {before}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
            gone++;
        }

        return gone;
    }

    private string Day => LocalDatePattern.Iso.Format(clock.Now().InUtc().Date);

    private async Task<Duration> WaitOfAsync(string name, HoldUp rule, CancellationToken cancellationToken)
    {
        if (await FindAsync(Day, name, cancellationToken) is not { } row) return Duration.Zero;
        var (now, last) = (clock.Now(), At(row));
        var until = last + rule.After(row.GetInt32("Count") ?? 0);
        return now >= last + rule.Forgotten || now >= until ? Duration.Zero : until - now;
    }

    private async Task CountAsync(string name, HoldUp rule, CancellationToken cancellationToken)
    {
        var (day, now) = (Day, clock.Now());
        var row = await FindAsync(day, name, cancellationToken);
        try
        {
            if (row is null) await table.AddEntityAsync(Row(1), cancellationToken);
            else await table.UpdateEntityAsync(Row(now < At(row) + rule.Forgotten ? (row.GetInt32("Count") ?? 0) + 1 : 1), row.ETag, TableUpdateMode.Replace, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 409 or 412)
        {
            // Another was counted at the same moment: one of the two is enough to go by.
        }

        TableEntity Row(int count) => new(day, name) { ["Count"] = count, ["At"] = now.ToDateTimeOffset() };
    }

    private async Task<TableEntity?> FindAsync(string partition, string name, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partition, name, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static Instant At(TableEntity row) => row.GetDateTimeOffset("At") is { } at ? Instant.FromDateTimeOffset(at) : Instant.MinValue;

    private string NetworkRow(string network) => $"network-{Hash(network)}";

    private string KeyRow(string key) => $"key-{Hash(StaffKeys.HashOf(key))}";

    private string PairRow(string network, string key) => Hash($"{network}\0{StaffKeys.HashOf(key)}");

    private string Hash(string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"publisher sign-in 1\0{text}")).AsSpan(0, 16));
}
