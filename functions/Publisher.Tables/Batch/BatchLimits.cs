namespace Azure.Data.Tables.Batch;

/// <summary>What the service accepts as one transaction. Source: "Performing entity group transactions", Azure Storage REST reference.</summary>
internal static class BatchLimits
{
    /// <summary>Actions.</summary>
    public const int Actions = 100;

    /// <summary>Bytes of the whole request body: 4 MiB.</summary>
    public const int Bytes = 4 * 1024 * 1024;

    /// <exception cref="ArgumentException">The service would refuse the transaction.</exception>
    public static void Check(IReadOnlyList<TableTransactionAction> transactionActions)
    {
        if (Fault(transactionActions) is { } sentence) throw new ArgumentException(sentence, nameof(transactionActions));
    }

    private static string? Fault(IReadOnlyList<TableTransactionAction> actions)
    {
        if (actions.Count == 0) return "A transaction needs at least one action.";
        if (actions.Count > Actions) return $"A transaction has at most {Actions} actions; this one has {actions.Count}.";
        var rows = new HashSet<string>(StringComparer.Ordinal);
        foreach (var action in actions)
        {
            if (!string.Equals(action.Entity.PartitionKey, actions[0].Entity.PartitionKey, StringComparison.Ordinal))
                return $"All rows of a transaction share one PartitionKey; the row {action.Entity.RowKey} has another.";
            if (!rows.Add(action.Entity.RowKey)) return $"A row appears once in a transaction; the row {action.Entity.RowKey} appears twice.";
        }

        return null;
    }
}
