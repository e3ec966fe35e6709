namespace Azure.Data.Tables;

/// <summary>One write within a transaction.</summary>
public class TableTransactionAction
{
    /// <summary>An action on the row whatever its version.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row; a delete needs its two keys only.</param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>An action on the row if it still has a given version.</summary>
    /// <param name="actionType">What to do.</param>
    /// <param name="entity">The row; a delete needs its two keys only.</param>
    /// <param name="etag">Version that an update or delete requires; default means any. Adding and upserting ignore it.</param>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ActionType = actionType;
        Entity = entity;
        ETag = etag;
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; }

    /// <summary>The row to do it to.</summary>
    public ITableEntity Entity { get; }

    /// <summary>Version that an update or delete requires; default means any.</summary>
    public ETag ETag { get; }
}

/// <summary>The kinds of write that a transaction may hold.</summary>
public enum TableTransactionActionType
{
    /// <summary>Insert; fails with 409 if the row exists.</summary>
    Add = 0,

    /// <summary>Merge into an existing row; fails with 404 if there is none.</summary>
    UpdateMerge = 1,

    /// <summary>Replace an existing row; fails with 404 if there is none.</summary>
    UpdateReplace = 2,

    /// <summary>Delete; fails with 404 if the row does not exist.</summary>
    Delete = 3,

    /// <summary>Insert, or merge into what exists.</summary>
    UpsertMerge = 4,

    /// <summary>Insert, or replace what exists.</summary>
    UpsertReplace = 5,
}
