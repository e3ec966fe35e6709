namespace Azure.Data.Tables.Models;

/// <summary>The service's error codes, as <see cref="RequestFailedException.ErrorCode"/> carries them. Source: "Table service error codes".</summary>
public static class TableErrorCode
{
    /// <summary>409: the row exists already.</summary>
    public const string EntityAlreadyExists = "EntityAlreadyExists";

    /// <summary>404: there is no such row.</summary>
    public const string ResourceNotFound = "ResourceNotFound";

    /// <summary>412: the row's version is not the one required.</summary>
    public const string UpdateConditionNotSatisfied = "UpdateConditionNotSatisfied";

    /// <summary>409: the table exists already.</summary>
    public const string TableAlreadyExists = "TableAlreadyExists";

    /// <summary>409: a table of this name is being deleted, for at least 40 seconds; try again later.</summary>
    public const string TableBeingDeleted = "TableBeingDeleted";

    /// <summary>404: there is no such table.</summary>
    public const string TableNotFound = "TableNotFound";

    /// <summary>400: the request says something the service does not accept.</summary>
    public const string InvalidInput = "InvalidInput";

    /// <summary>400: a row is larger than 1 MiB.</summary>
    public const string EntityTooLarge = "EntityTooLarge";

    /// <summary>400: a value is larger than 64 KiB.</summary>
    public const string PropertyValueTooLarge = "PropertyValueTooLarge";

    /// <summary>403: the key, signature or token was not accepted.</summary>
    public const string AuthenticationFailed = "AuthenticationFailed";
}
