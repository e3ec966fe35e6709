namespace Azure.Data.Tables;

/// <summary>The service refused a transaction: none of its actions took effect.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    internal TableTransactionFailedException(int status, string message, string? errorCode, int? failedActionIndex)
        : base(status, message, errorCode, innerException: null) => FailedTransactionActionIndex = failedActionIndex;

    /// <summary>Position, from 0, of the action that was refused; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
