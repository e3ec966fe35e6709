using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Publisher.Delivery;

/// <summary>The batches of editions: where delivery stands.</summary>
public sealed class Batches(TableServiceClient tables, ILogger<Batches>? log = null)
{
    /// <summary>Rows of one entity group transaction (Table service limit).</summary>
    private const int TransactionRows = 100;

    private readonly TableClient table = tables.GetTableClient(BatchTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    public async Task<Batch?> FindAsync(string edition, int number, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(edition, Batch.NameOf(number), cancellationToken: cancellationToken);
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

    /// <summary>True where every batch that there is is done.</summary>
    public async Task<bool> AreDoneAsync(string edition, CancellationToken cancellationToken)
    {
        var done = nameof(BatchState.Done);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {edition} and State ne {done}");
        await foreach (var _ in table.QueryAsync<TableEntity>(filter, maxPerPage: 1, select: ["RowKey"], cancellationToken: cancellationToken)) return false;
        return true;
    }

    /// <summary>Adds batches, those that are there already left alone. All are of one edition.</summary>
    public Task AddAsync(IEnumerable<Batch> batches, CancellationToken cancellationToken) =>
        WriteAsync(batches, TableTransactionActionType.Add, BatchTable.ToRow, cancellationToken);

    /// <summary>Notes that batches were queued. What one of them has to say for itself meanwhile is newer, and stays. All are of one edition.</summary>
    public Task NoteQueuedAsync(IEnumerable<Batch> batches, CancellationToken cancellationToken) =>
        WriteAsync(batches, TableTransactionActionType.UpdateMerge, BatchTable.ToQueued, cancellationToken);

    /// <exception cref="RequestFailedException">412: it was changed in between.</exception>
    public async Task<Batch> SaveAsync(Batch batch, CancellationToken cancellationToken)
    {
        var response = await table.UpdateEntityAsync(BatchTable.ToRow(batch), batch.ETag, TableUpdateMode.Replace, cancellationToken);
        log?.BatchChanged(batch.Edition, batch.Number, batch.State, batch.Attempt);
        return batch with { ETag = response.Headers.ETag ?? default };
    }

    /// <summary>Writes many at once; where one of a hundred has a conflict, each by itself.</summary>
    private async Task WriteAsync(
        IEnumerable<Batch> batches, TableTransactionActionType kind, Func<Batch, TableEntity> toRow, CancellationToken cancellationToken)
    {
        foreach (var rows in batches.Chunk(TransactionRows))
        {
            try
            {
                await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(kind, toRow(row), row.ETag)), cancellationToken);
                foreach (var row in rows) log?.BatchChanged(row.Edition, row.Number, row.State, row.Attempt);
            }
            catch (RequestFailedException fault) when (fault.Status is 404 or 409 or 412)
            {
                foreach (var row in rows) await WriteAsync(row, kind, toRow, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(Batch batch, TableTransactionActionType kind, Func<Batch, TableEntity> toRow, CancellationToken cancellationToken)
    {
        try
        {
            if (kind == TableTransactionActionType.Add) await table.AddEntityAsync(toRow(batch), cancellationToken);
            else await table.UpdateEntityAsync(toRow(batch), batch.ETag, TableUpdateMode.Merge, cancellationToken);
            log?.BatchChanged(batch.Edition, batch.Number, batch.State, batch.Attempt);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 409 or 412)
        {
            // Somebody was faster; what they wrote says as much.
        }
    }
}
