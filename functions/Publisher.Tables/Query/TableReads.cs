using Azure.Core;
using Azure.Data.Tables.Edm;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Query;

/// <summary>Reads rows of one table.</summary>
internal sealed class TableReads(TablePipeline pipeline, string tableName)
{
    /// <summary>Rows per page that the service grants at most. Source: "Query timeout and pagination", Azure Storage REST reference.</summary>
    public const int LargestPage = 1000;

    /// <summary>One row, or null where there is none, with the response either way.</summary>
    public async Task<(T? Entity, Response Response)> FindAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        var message = pipeline.CreateMessage(RequestMethod.Get, TableUrl.Entity(tableName, partitionKey, rowKey));
        AppendSelect(message.Request.Uri, select);
        var response = await pipeline.SendAsync(message, cancellationToken);
        return response.Status switch
        {
            200 => (Answers.Guard(response.Status, () => EntityJson.Read<T>(Answers.Row(response))), response),
            404 => (null, response),
            _ => throw ServiceFault.Exception(response),
        };
    }

    public AsyncPageable<T> Query<T>(string? filter, int? maxPerPage, IEnumerable<string>? select, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        if (maxPerPage is < 1 or > LargestPage)
            throw new ArgumentOutOfRangeException(nameof(maxPerPage), maxPerPage, $"A page has 1 to {LargestPage} rows.");
        var names = select?.ToArray();
        return new Pages<T>((token, size, cancellation) => PageAsync<T>(filter, names, token, size, cancellation), maxPerPage, cancellationToken);
    }

    private async Task<Page<T>> PageAsync<T>(string? filter, string[]? select, string? token, int? size, CancellationToken cancellationToken)
        where T : class, ITableEntity
    {
        var message = pipeline.CreateMessage(RequestMethod.Get, TableUrl.Query(tableName));
        var uri = message.Request.Uri;
        if (!string.IsNullOrEmpty(filter)) uri.AppendQuery("$filter", filter);
        if (size is { } top) uri.AppendQuery("$top", FormattableString.Invariant($"{top}"));
        AppendSelect(uri, select);
        Continuation.Parse(token)?.AppendTo(uri);
        var response = await pipeline.SendAsync(message, cancellationToken);
        if (response.Status != 200) throw ServiceFault.Exception(response);
        var names = new PropertyNames();
        var rows = Answers.Rows(response, element => EntityJson.Read<T>(EntityRow.Read(element, names)));
        return Page<T>.FromValues(rows, Continuation.Of(response)?.ToString(), response);
    }

    private static void AppendSelect(RequestUriBuilder uri, IEnumerable<string>? select)
    {
        var names = select is null ? "" : string.Join(',', select);
        if (names.Length > 0) uri.AppendQuery("$select", names);
    }
}
