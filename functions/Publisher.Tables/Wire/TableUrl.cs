using Azure.Data.Tables.Edm;

namespace Azure.Data.Tables.Wire;

/// <summary>Paths of tables and rows, escaped. Keys may hold quotes, spaces and any letter.</summary>
internal static class TableUrl
{
    // "Understanding the Table service data model", table names.
    private const int ShortestName = 3;
    private const int LongestName = 63;

    /// <exception cref="ArgumentException">The service has no such names.</exception>
    public static string CheckedName(string tableName)
    {
        ArgumentNullException.ThrowIfNull(tableName);
        var fits = tableName.Length is >= ShortestName and <= LongestName;
        return fits && char.IsAsciiLetter(tableName[0]) && tableName.All(char.IsAsciiLetterOrDigit)
            ? tableName
            : throw new ArgumentException("A table's name is 3 to 63 letters and digits (a-z, A-Z, 0-9), a letter first.", nameof(tableName));
    }

    public static string Table(string tableName) => $"/{tableName}";

    public static string Query(string tableName) => $"/{tableName}()";

    public static string TableItem(string tableName) => $"/Tables('{tableName}')";

    public static string Entity(string tableName, string partitionKey, string rowKey) =>
        $"/{tableName}(PartitionKey='{Key(partitionKey, nameof(partitionKey))}',RowKey='{Key(rowKey, nameof(rowKey))}')";

    // OData doubles a quote within quotes; then the whole is escaped for the address.
    private static string Key(string key, string name)
    {
        ArgumentNullException.ThrowIfNull(key, name);
        return Uri.EscapeDataString(EdmText.WellFormed(key, name).Replace("'", "''", StringComparison.Ordinal));
    }
}
