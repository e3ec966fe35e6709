using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Publisher.Delivery;

/// <summary>The batches of editions: where delivery stands.</summary>
public sealed class Batches(TableServiceClient tables, ILogger<Batches>? log = null)
{
    private readonly TableClient table = tables.GetTableClient(BatchTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Batch?> FindAsync(string edition, int number, CancellationToken cancellationToken)
    {
        var rowKey = number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(edition, rowKey, cancellationToken: cancellationToken);
        return row.HasValue ? BatchTable.FromRow(row.Value!) : null;
    }

    /// <summary>All batches of an edition, in order.</summary>
    public async Task<IReadOnlyList<Batch>> OfAsync(string edition, CancellationToken cancellationToken)
    {
        var batches = new List<Batch>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {edition}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken)) batches.Add(BatchTable.FromRow(row));
        return batches;
    }

    /// <summary>Adds a batch unless it is there.</summary>
    public async Task AddAsync(Batch batch, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(BatchTable.ToRow(batch), cancellationToken);
            log?.BatchChanged(batch.Edition, batch.Number, batch.State, batch.Attempt);
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            // The same plan gives the same batch: somebody added it already.
        }
    }

    /// <exception cref="RequestFailedException">412: it was changed in between.</exception>
    public async Task SaveAsync(Batch batch, CancellationToken cancellationToken)
    {
        await table.UpdateEntityAsync(BatchTable.ToRow(batch), batch.ETag, TableUpdateMode.Replace, cancellationToken);
        log?.BatchChanged(batch.Edition, batch.Number, batch.State, batch.Attempt);
    }
}
