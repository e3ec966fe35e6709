using Azure.Core;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>The table service of a storage account. Safe for use by any number of threads; make one and keep it.</summary>
/// <remarks>
/// Every method throws <see cref="RequestFailedException"/>, and only that, when the service refuses (its status and error code) or
/// when no readable answer comes after all retries (status 0: the outcome is unknown).
/// </remarks>
public sealed class TableServiceClient
{
    private readonly TablePipeline pipeline;
    private readonly TableSet tables;

    /// <summary>Connects as a storage connection string says.</summary>
    /// <param name="connectionString">Account and key, shared access signature, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <exception cref="FormatException">The string is malformed; the message says where, without its secrets.</exception>
    public TableServiceClient(string connectionString)
        : this(connectionString, options: null)
    {
    }

    /// <summary>Connects as a storage connection string says.</summary>
    /// <param name="connectionString">Account and key, shared access signature, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="options">Retries, transport, diagnostics; null for the defaults.</param>
    /// <exception cref="FormatException">The string is malformed; the message says where, without its secrets.</exception>
    public TableServiceClient(string connectionString, TableClientOptions? options)
        : this(TablePipeline.Create(connectionString, options))
    {
    }

    /// <summary>Connects with an account's key.</summary>
    /// <param name="endpoint">Address of the account's table service, such as <c>https://account.table.core.windows.net</c>.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">Retries, transport, diagnostics; null for the defaults.</param>
    public TableServiceClient(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TablePipeline.Create(endpoint, credential, options))
    {
    }

    /// <summary>Connects with Microsoft Entra ID.</summary>
    /// <param name="endpoint">Address of the account's table service, https.</param>
    /// <param name="tokenCredential">Who asks; it needs a role such as Storage Table Data Contributor.</param>
    /// <param name="options">Retries, transport, diagnostics; null for the defaults.</param>
    /// <exception cref="ArgumentException">The address is not https.</exception>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TablePipeline.Create(endpoint, tokenCredential, options))
    {
    }

    private TableServiceClient(TablePipeline pipeline)
    {
        this.pipeline = pipeline;
        tables = new TableSet(pipeline);
    }

    /// <summary>Address of the table service.</summary>
    public Uri Uri => pipeline.Endpoint;

    /// <summary>A client for one table, on the same connections. Sends nothing.</summary>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <exception cref="ArgumentException">No table can have this name.</exception>
    public TableClient GetTableClient(string tableName) => new(pipeline, tableName);

    /// <summary>Makes a table unless it exists.</summary>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The table; the response's status is 409 when it existed.</returns>
    /// <exception cref="ArgumentException">No table can have this name.</exception>
    /// <exception cref="RequestFailedException">See the remarks of the class.</exception>
    public Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) =>
        tables.CreateIfNotExistsAsync(TableUrl.CheckedName(tableName), cancellationToken);

    /// <summary>Drops a table with all its rows; a missing one is no failure.</summary>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A response of status 204, or 404 when there was no such table.</returns>
    /// <exception cref="ArgumentException">No table can have this name.</exception>
    /// <exception cref="RequestFailedException">See the remarks of the class.</exception>
    public Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        tables.DeleteAsync(TableUrl.CheckedName(tableName), cancellationToken);

    /// <summary>The tables of the account.</summary>
    /// <param name="filter">An OData filter on TableName; null for all. Build it with <see cref="TableClient.CreateQueryFilter"/>.</param>
    /// <param name="maxPerPage">Most tables per page, 1 to 1,000; null leaves it to the service.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestFailedException">While enumerating; see the remarks of the class.</exception>
    public AsyncPageable<TableItem> QueryAsync(string? filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        tables.Query(filter, maxPerPage, cancellationToken);
}
