using Azure;
using Azure.Data.Tables;

namespace Publisher.Storage;

/// <summary>Tables whose partitions are days, or hours of days, in the order of time: what is older is of no use and goes.</summary>
public static class OldRows
{
    /// <summary>Rows of one entity group transaction (Table service limit).</summary>
    private const int TransactionRows = 100;

    /// <summary>Rows taken away at one go: the rest waits for the next time.</summary>
    private const int MostAtOnce = 2000;

    /// <summary>Deletes the rows of all partitions before this one. Somebody else at it is no trouble.</summary>
    /// <returns>How many there were; 0 when nothing is left.</returns>
    public static async Task<int> DeleteAsync(TableClient table, string before, CancellationToken cancellationToken)
    {
        var old = new List<TableEntity>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {before}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken))
        {
            old.Add(row);
            if (old.Count == MostAtOnce) break;
        }

        foreach (var rows in old.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(partition => partition.Chunk(TransactionRows)))
        {
            try
            {
                await table.SubmitTransactionAsync(
                    rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(row.PartitionKey, row.RowKey), ETag.All)), cancellationToken);
            }
            catch (RequestFailedException fault) when (fault.Status == 404)
            {
                // Another instance was faster.
            }
        }

        return old.Count;
    }
}
