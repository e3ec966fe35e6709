using Azure.Core;
using Azure.Data.Tables.Edm;

namespace Azure.Data.Tables.Wire;

/// <summary>One write of one row, ready to be sent alone or within a transaction.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="PartitionKey">First half of the row's key.</param>
/// <param name="RowKey">Second half of the row's key.</param>
/// <param name="IfMatch">Value of If-Match; null for a write that has no condition.</param>
/// <param name="Body">The row as JSON, stamped; null for a delete.</param>
internal sealed record TableWrite(TableTransactionActionType Kind, string PartitionKey, string RowKey, string? IfMatch, byte[]? Body)
{
    public bool IsDelete => Kind == TableTransactionActionType.Delete;

    public RequestMethod Method => Kind switch
    {
        TableTransactionActionType.Add => RequestMethod.Post,
        TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpsertMerge => RequestMethod.Patch,
        TableTransactionActionType.UpdateReplace or TableTransactionActionType.UpsertReplace => RequestMethod.Put,
        TableTransactionActionType.Delete => RequestMethod.Delete,
        _ => throw new NotSupportedException($"There is no write of the kind {Kind}."),
    };

    public static TableWrite Of(TableTransactionActionType kind, ITableEntity entity, ETag etag, string stamp) =>
        kind == TableTransactionActionType.Delete
            ? Delete(entity.PartitionKey, entity.RowKey, etag)
            : new(kind, entity.PartitionKey, entity.RowKey, Condition(kind, etag), EntityJson.Write(entity, stamp));

    public static TableWrite Delete(string partitionKey, string rowKey, ETag etag) =>
        new(TableTransactionActionType.Delete, partitionKey, rowKey, Condition(TableTransactionActionType.Delete, etag), null);

    /// <summary>Where it goes; adding names the table only, the keys are in the body.</summary>
    public string Path(string tableName) => Kind == TableTransactionActionType.Add
        ? TableUrl.Table(tableName)
        : TableUrl.Entity(tableName, PartitionKey, RowKey);

    // An update without If-Match would be an upsert: no version given means any version, and still that the row must exist.
    private static string? Condition(TableTransactionActionType kind, ETag etag) => kind switch
    {
        TableTransactionActionType.Add or TableTransactionActionType.UpsertMerge or TableTransactionActionType.UpsertReplace => null,
        _ => etag.ToString() is "" ? ETag.All.ToString() : etag.ToString("H"),
    };
}
