using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Query;

namespace Azure.Data.Tables.Wire;

/// <summary>Makes, drops and lists the tables of an account. A conflict with one's own lost reply leaves what was wanted.</summary>
internal sealed class TableSet(TablePipeline pipeline)
{
    private const string NextTableHeader = "x-ms-continuation-NextTableName";

    /// <summary>Makes a table; an existing one stays as it is.</summary>
    public async Task<Response<TableItem>> CreateIfNotExistsAsync(string name, CancellationToken cancellationToken)
    {
        var message = pipeline.CreateMessage(RequestMethod.Post, "/Tables");
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Headers.Add("Prefer", "return-no-content");
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(new { TableName = name }));
        var response = await pipeline.SendAsync(message, cancellationToken);
        if (response.Status is 201 or 204) return Response.FromValue(new TableItem(name), response);
        var fault = ServiceFault.Exception(response);
        return fault.ErrorCode == TableErrorCode.TableAlreadyExists ? Response.FromValue(new TableItem(name), response) : throw fault;
    }

    /// <summary>Drops a table; a missing one is no failure, the response says 404.</summary>
    public async Task<Response> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var message = pipeline.CreateMessage(RequestMethod.Delete, TableUrl.TableItem(name));
        var response = await pipeline.SendAsync(message, cancellationToken);
        return response.Status is 204 or 404 ? response : throw ServiceFault.Exception(response);
    }

    public AsyncPageable<TableItem> Query(string? filter, int? maxPerPage, CancellationToken cancellationToken) =>
        new Pages<TableItem>((token, size, cancellation) => PageAsync(filter, token, size, cancellation), maxPerPage, cancellationToken);

    private async Task<Page<TableItem>> PageAsync(string? filter, string? token, int? size, CancellationToken cancellationToken)
    {
        var message = pipeline.CreateMessage(RequestMethod.Get, "/Tables");
        var uri = message.Request.Uri;
        if (!string.IsNullOrEmpty(filter)) uri.AppendQuery("$filter", filter);
        if (size is { } top) uri.AppendQuery("$top", FormattableString.Invariant($"{top}"));
        if (!string.IsNullOrEmpty(token)) uri.AppendQuery("NextTableName", token);
        var response = await pipeline.SendAsync(message, cancellationToken);
        if (response.Status != 200) throw ServiceFault.Exception(response);
        var tables = Answers.Rows(response, element => new TableItem(Name(element)));
        return Page<TableItem>.FromValues(tables, response.Headers.TryGetValue(NextTableHeader, out var next) ? next : null, response);
    }

    private static string Name(JsonElement table) =>
        table.ValueKind == JsonValueKind.Object && table.TryGetProperty("TableName", out var name) && name.GetString() is { } text
            ? text
            : throw new FormatException("A table of the answer has no name.");
}
