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

    public async Task<Post?> FindAsync(string network, ItemRef item, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(network, PostTable.RowKey(item), cancellationToken: cancellationToken);
        return row.HasValue ? PostTable.FromRow(row.Value!) : null;
    }

    public async IAsyncEnumerable<Post> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellationToken)) yield return PostTable.FromRow(row);
    }

    /// <summary>Posts that were planned or claimed before an instant and have had no result since, or one that nobody could read.</summary>
    public async IAsyncEnumerable<Post> LostAsync(Instant before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (planned, claimed, unknown) = (nameof(PostState.Planned), nameof(PostState.Claimed), nameof(PostState.Unknown));
        var filter = TableClient.CreateQueryFilter($"(State eq {planned} or State eq {claimed} or State eq {unknown}) and Since lt {before.ToDateTimeOffset()}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) yield return PostTable.FromRow(row);
    }

    /// <summary>Plans a post, unless this item has one on this network already.</summary>
    /// <returns>The post as it stands.</returns>
    public async Task<Post> PlanAsync(string network, StoredItem item, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(PostTable.ToRow(new Post(network, item.Ref, item.Version, PostState.Planned, now)), cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            // Planned before.
        }

        return (await FindAsync(network, item.Ref, cancellationToken))!;
    }

    /// <exception cref="RequestFailedException">412: somebody else changed it, who now has it.</exception>
    public async Task<Post> SaveAsync(Post post, CancellationToken cancellationToken)
    {
        var response = await table.UpdateEntityAsync(PostTable.ToRow(post), post.ETag, TableUpdateMode.Replace, cancellationToken);
        return post with { ETag = response.Headers.ETag ?? default };
    }
}
