using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Publisher.Editions;

/// <summary>The face of editions: each is added once and changed only by who has seen its latest state.</summary>
public sealed class EditionList(TableServiceClient tables, ILogger<EditionList>? log = null)
{
    private readonly TableClient table = tables.GetTableClient(EditionTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Edition?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(EditionTable.PartitionKey, id, cancellationToken: cancellationToken);
        return row.HasValue ? EditionTable.FromRow(row.Value!) : null;
    }

    /// <summary>Only the state: what is asked before every window must not fetch the plan with it.</summary>
    public async Task<EditionState?> StateAsync(string id, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(EditionTable.PartitionKey, id, ["State"], cancellationToken);
        return row.HasValue ? Enum.Parse<EditionState>(row.Value!.GetString("State")!) : null;
    }

    /// <summary>Adds an edition, or finds that it was there: of two who add the same one at once, both get the same row.</summary>
    public async Task<Edition> AddAsync(Edition edition, CancellationToken cancellationToken)
    {
        var isNew = false;
        try
        {
            await table.AddEntityAsync(EditionTable.ToRow(edition), cancellationToken);
            isNew = true;
            log?.EditionChanged(edition.Id, edition.State);
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            // Somebody else was first; theirs is the edition.
        }

        var there = await FindAsync(edition.Id, cancellationToken) ?? throw new InvalidOperationException($"Edition {edition.Id} vanished.");
        return there with { IsNew = isNew };
    }

    /// <exception cref="RequestFailedException">412: it was changed in between; read it again.</exception>
    public async Task<Edition> SaveAsync(Edition edition, CancellationToken cancellationToken)
    {
        var response = await table.UpdateEntityAsync(EditionTable.ToRow(edition), edition.ETag, TableUpdateMode.Replace, cancellationToken);
        log?.EditionChanged(edition.Id, edition.State);
        return edition with { ETag = response.Headers.ETag ?? default };
    }

    /// <summary>Those in a state.</summary>
    public IAsyncEnumerable<Edition> InAsync(EditionState state, CancellationToken cancellationToken)
    {
        var name = state.ToString();
        return QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {EditionTable.PartitionKey} and State eq {name}"), cancellationToken);
    }

    /// <summary>All there ever were, some fifty a year for each digest.</summary>
    public IAsyncEnumerable<Edition> AllAsync(CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {EditionTable.PartitionKey}"), cancellationToken);

    /// <summary>All there ever were, without their plans, their own words and what their readers knew: to be looked at, never to be saved.</summary>
    public IAsyncEnumerable<Edition> BrieflyAsync(CancellationToken cancellationToken) =>
        QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {EditionTable.PartitionKey}"), cancellationToken, EditionTable.Brief);

    private async IAsyncEnumerable<Edition> QueryAsync(string filter, [EnumeratorCancellation] CancellationToken cancellationToken, IEnumerable<string>? select = null)
    {
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: select, cancellationToken: cancellationToken)) yield return EditionTable.FromRow(row);
    }
}
