using Azure.Core;

namespace Azure.Data.Tables.Query;

/// <summary>Where a query of rows goes on: the two values that the service wants back, as one opaque token.</summary>
/// <param name="PartitionKey">Value of x-ms-continuation-NextPartitionKey.</param>
/// <param name="RowKey">Value of x-ms-continuation-NextRowKey; null when the service sent none.</param>
internal sealed record Continuation(string PartitionKey, string? RowKey)
{
    private const string PartitionKeyHeader = "x-ms-continuation-NextPartitionKey";
    private const string RowKeyHeader = "x-ms-continuation-NextRowKey";

    public static Continuation? Of(Response response) => response.Headers.TryGetValue(PartitionKeyHeader, out var partitionKey)
        ? new(partitionKey!, response.Headers.TryGetValue(RowKeyHeader, out var rowKey) ? rowKey : null)
        : null;

    /// <exception cref="ArgumentException">The token is not one that <see cref="ToString"/> made.</exception>
    public static Continuation? Parse(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        var parts = token.Split(' ');
        return parts.Length <= 2
            ? new(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : null)
            : throw new ArgumentException("This is not a continuation token of a table query.", nameof(token));
    }

    public void AppendTo(RequestUriBuilder uri)
    {
        uri.AppendQuery("NextPartitionKey", PartitionKey);
        if (RowKey is not null) uri.AppendQuery("NextRowKey", RowKey);
    }

    public override string ToString() => RowKey is null
        ? Uri.EscapeDataString(PartitionKey)
        : $"{Uri.EscapeDataString(PartitionKey)} {Uri.EscapeDataString(RowKey)}";
}
