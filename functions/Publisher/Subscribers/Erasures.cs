using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>
/// The table <c>erasures</c>: who had themselves erased, so that no import and no form of others brings them back. Of each only a hash is kept that
/// needs a secret of the installation, and the day: whoever has the table alone cannot try out addresses on it, which the plain hash of a
/// subscriber's key would let them.
/// </summary>
public sealed class Erasures(TableServiceClient tables, LinkSecrets secrets, TimeProvider clock)
{
    private const string Use = "publisher erased 1";

    private readonly TableClient table = tables.GetTableClient("erasures");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Since when somebody is erased; null for everybody else.</summary>
    public async Task<Instant?> FindAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        foreach (var hash in HashesOf(key))
        {
            var row = await table.GetEntityIfExistsAsync<TableEntity>(hash[..2], hash[2..], cancellationToken: cancellationToken);
            if (row.HasValue) return Instant.FromDateTimeOffset(row.Value!.GetDateTimeOffset("Since")!.Value);
        }

        return null;
    }

    public async Task<bool> HasAsync(SubscriberKey key, CancellationToken cancellationToken) => await FindAsync(key, cancellationToken) is not null;

    /// <summary>
    /// All of them, to ask of many: 32 octets and a little for each. Their order is not that of the subscribers, so there is no reading those of a
    /// range.
    /// </summary>
    public async Task<ErasedSubscribers> LoadAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var lost = 0;
        await foreach (var row in table.QueryAsync<TableEntity>(filter: (string?)null, select: ["PartitionKey", "RowKey", "Secret"], cancellationToken: cancellationToken))
        {
            found.Add(row.PartitionKey + row.RowKey);
            if (!secrets.Names.Contains(row.GetString("Secret"), StringComparer.Ordinal)) lost++;
        }

        return new ErasedSubscribers(found, HashesOf, lost);
    }

    /// <summary>Lets somebody be a subscriber again. Call it when they have confirmed that they want to be, before the row says that they have.</summary>
    public async Task LiftAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        foreach (var hash in HashesOf(key)) await table.DeleteEntityAsync(hash[..2], hash[2..], cancellationToken: cancellationToken);
    }

    /// <summary>Erased again, they are erased since then.</summary>
    internal Task AddAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        var hash = HashesOf(key).Last();
        return table.UpsertEntityAsync(
            new TableEntity(hash[..2], hash[2..]) { ["Since"] = clock.Now().ToDateTimeOffset(), ["Secret"] = secrets.Names[^1] }, TableUpdateMode.Replace, cancellationToken);
    }

    private IEnumerable<string> HashesOf(SubscriberKey key) => secrets.HashesOf(Use, key.ToBytes()).Select(Convert.ToHexStringLower);
}

/// <summary>Who was erased when they were read.</summary>
public sealed class ErasedSubscribers
{
    private readonly IReadOnlySet<string> hashes;
    private readonly Func<SubscriberKey, IEnumerable<string>> hashesOf;

    internal static ErasedSubscribers Nobody { get; } = new(new HashSet<string>(), _ => [], 0);

    internal ErasedSubscribers(IReadOnlySet<string> hashes, Func<SubscriberKey, IEnumerable<string>> hashesOf, int lost) =>
        (this.hashes, this.hashesOf, Lost) = (hashes, hashesOf, lost);

    /// <summary>How many nobody is recognised by any more: their secret is not in the settings.</summary>
    public int Lost { get; }

    public bool Contains(SubscriberKey key) => hashes.Count > 0 && hashesOf(key).Any(hashes.Contains);
}
