using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime;
using Publisher.Content;

namespace Publisher.Social;

/// <summary>The face of social posts: what was posted where, and what waits.</summary>
public sealed class Posts(TableServiceClient tables)
{
    private readonly TableClient table = tables.GetTableClient(PostTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Post?> FindAsync(string network, ItemRef item, Occasion occasion, int version, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(network, PostTable.RowKey(item, occasion, version), cancellationToken: cancellationToken);
        return row.HasValue ? PostTable.FromRow(row.Value!) : null;
    }

    /// <summary>All posts of an item on a network, of every occasion and version, the oldest version first.</summary>
    public async Task<IReadOnlyList<Post>> OfItemAsync(string network, ItemRef item, CancellationToken cancellationToken)
    {
        var (from, before) = PostTable.KeysOf(item);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {network} and RowKey ge {from} and RowKey lt {before}");
        return [.. (await ReadAsync(filter, cancellationToken)).OrderBy(post => post.Version)];
    }

    /// <summary>
    /// The post that counts of each item and occasion: the version of which it is not known whether it is there, for all later ones wait for it;
    /// else its newest version that was not dropped, or its newest.
    /// </summary>
    public async Task<IReadOnlyList<Post>> CurrentAsync(CancellationToken cancellationToken) => Current(await ReadAsync(null, cancellationToken));

    /// <summary>The same of one item or of all, without texts, pictures and items: to be looked at, never to be saved.</summary>
    public async Task<IReadOnlyList<Post>> BrieflyAsync(ItemRef? item, CancellationToken cancellationToken)
    {
        string? filter = null;
        if (item is { } one)
        {
            var (from, before) = PostTable.KeysOf(one);
            filter = TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {before}");
        }

        return Current(await ReadAsync(filter, cancellationToken, PostTable.Brief));
    }

    private static IReadOnlyList<Post> Current(IReadOnlyList<Post> all) => [.. all
        .GroupBy(post => (post.Network, post.Item, post.Occasion))
        .Select(versions => versions.OrderBy(post => post.IsInDoubt).ThenBy(post => post.State != PostState.Dropped).ThenBy(post => post.Version).Last())
        .OrderBy(post => post.Network, StringComparer.Ordinal).ThenBy(post => post.Since).ThenBy(post => post.Marker, StringComparer.Ordinal)];

    public async IAsyncEnumerable<Post> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var post in await ReadAsync(null, cancellationToken)) yield return post;
    }

    /// <summary>Posts of a network for which something is still to be done.</summary>
    public Task<IReadOnlyList<Post>> OpenAsync(string network, CancellationToken cancellationToken)
    {
        var (planned, claimed, unknown) = (nameof(PostState.Planned), nameof(PostState.Claimed), nameof(PostState.Unknown));
        return ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {network} and (State eq {planned} or State eq {claimed} or State eq {unknown})"), cancellationToken);
    }

    /// <summary>Posts of a network that go on only when staff do something.</summary>
    public Task<IReadOnlyList<Post>> WaitingForStaffAsync(string network, CancellationToken cancellationToken)
    {
        var (undecided, failed) = (nameof(PostState.Undecided), nameof(PostState.Failed));
        return ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {network} and (State eq {undecided} or State eq {failed})"), cancellationToken);
    }

    /// <summary>Plans a post, unless there is one already.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> PlanAsync(Post post, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(PostTable.ToRow(post), cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            return false;
        }
    }

    /// <exception cref="RequestFailedException">412: somebody else changed it, who now has it.</exception>
    public async Task<Post> SaveAsync(Post post, CancellationToken cancellationToken)
    {
        var response = await table.UpdateEntityAsync(PostTable.ToRow(post), post.ETag, TableUpdateMode.Replace, cancellationToken);
        return post with { ETag = response.Headers.ETag ?? default };
    }

    private async Task<IReadOnlyList<Post>> ReadAsync(string? filter, CancellationToken cancellationToken, IEnumerable<string>? select = null)
    {
        var found = new List<Post>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: select, cancellationToken: cancellationToken))
            if (PostTable.FromRow(row) is { } post) found.Add(post);
        return found;
    }
}
