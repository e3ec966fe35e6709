using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Content;

/// <summary>The face of content: what the organisation has to say.</summary>
public sealed class Items(TableServiceClient tables, TimeProvider clock)
{
    private readonly TableClient table = tables.GetTableClient(ItemTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<StoredItem?> FindAsync(ItemRef item, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(ItemTable.PartitionKey(item.Kind), item.Id, cancellationToken: cancellationToken);
        return row.HasValue ? ItemTable.FromRow(row.Value!) : null;
    }

    /// <summary>Every item there is, drafts and withdrawn ones too; in no particular order.</summary>
    public async IAsyncEnumerable<StoredItem> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(filter: (string?)null, cancellationToken: cancellationToken)) yield return ItemTable.FromRow(row);
    }

    /// <summary>Items that changed at or after an instant, whatever they are now: who posted one has to know that it was withdrawn.</summary>
    public async IAsyncEnumerable<StoredItem> ChangedSinceAsync(Instant? changed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = changed is { } since ? TableClient.CreateQueryFilter($"Changed ge {since.ToDateTimeOffset()}") : null;
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) yield return ItemTable.FromRow(row);
    }

    /// <summary>Published items that changed at or after an instant, each with its first publishing; in no particular order.</summary>
    public async IAsyncEnumerable<StoredItem> PublishedSinceAsync(Instant? changed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var status = ItemStatus.Published.ToString();
        var filter = changed is { } since
            ? TableClient.CreateQueryFilter($"Status eq {status} and Changed ge {since.ToDateTimeOffset()}")
            : TableClient.CreateQueryFilter($"Status eq {status}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
            yield return ItemTable.FromRow(row);
    }

    /// <summary>Which items nobody gets: drafts, and those that were withdrawn. Of what is kept, most is published.</summary>
    public async Task<IReadOnlySet<ItemRef>> UnpublishedAsync(CancellationToken cancellationToken)
    {
        var found = new HashSet<ItemRef>();
        var published = ItemStatus.Published.ToString();
        var filter = TableClient.CreateQueryFilter($"Status ne {published}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
            if (ItemKinds.TryParse(row.PartitionKey, out var kind)) found.Add(new ItemRef(kind, row.RowKey));
        return found;
    }

    /// <summary>Adds an item that there is not yet.</summary>
    /// <returns>It with its ETag; null where another has its name, which stays as it is.</returns>
    public async Task<StoredItem?> AddAsync(StoredItem item, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await table.AddEntityAsync(ItemTable.ToRow(item), cancellationToken);
            return item with { ETag = answer.Headers.ETag ?? default };
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Saves an item over the version that its editor has seen.</summary>
    /// <returns>It with its new ETag; null where that version is no longer the latest: nothing was overwritten.</returns>
    public async Task<StoredItem?> ReplaceAsync(StoredItem item, ETag seen, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await table.UpdateEntityAsync(ItemTable.ToRow(item), seen, TableUpdateMode.Replace, cancellationToken);
            return item with { ETag = answer.Headers.ETag ?? default };
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>The ids of a kind that begin with some letters.</summary>
    /// <param name="start">A slug, or the beginning of one.</param>
    public async Task<IReadOnlySet<string>> IdsAsync(ItemKind kind, string start, CancellationToken cancellationToken)
    {
        // After the last letter that a slug can have.
        var (key, before) = (ItemTable.PartitionKey(kind), start + '{');
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {start} and RowKey lt {before}");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellationToken)) ids.Add(row.RowKey);
        return ids;
    }

    /// <summary>Saves an item if a reader would see a difference, and says what happened. For files: an editor's save names the version it goes over.</summary>
    /// <exception cref="RequestFailedException">412: somebody else saved it in between; nothing was overwritten.</exception>
    public async Task<Saved> SaveAsync(Item item, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(ItemTable.PartitionKey(item.Kind), item.Id, cancellationToken: cancellationToken);
        var now = clock.Now();
        Instant? publishedNow = item.Status == ItemStatus.Published ? now : null;
        if (!found.HasValue)
        {
            await table.AddEntityAsync(ItemTable.ToRow(new StoredItem(item, 1, publishedNow, now)), cancellationToken);
            return Saved.Added;
        }

        var old = ItemTable.FromRow(found.Value!);
        // Compared as stored: records compare their lists by reference.
        if (ItemTable.Serialise(old.Item) == ItemTable.Serialise(item)) return Saved.Unchanged;
        await table.UpdateEntityAsync(ItemTable.ToRow(old.Next(item, now)), found.Value!.ETag, TableUpdateMode.Replace, cancellationToken);
        return Saved.Updated;
    }
}

public enum Saved { Added, Updated, Unchanged }
