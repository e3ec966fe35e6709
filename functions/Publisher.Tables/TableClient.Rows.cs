using Azure.Data.Tables.Query;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

public sealed partial class TableClient
{
    /// <summary>Reads a row that should exist.</summary>
    /// <typeparam name="T">Class of the row, with a parameterless constructor.</typeparam>
    /// <param name="partitionKey">First half of its key.</param>
    /// <param name="rowKey">Second half of its key.</param>
    /// <param name="select">Names of the properties wanted, the keys too; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestFailedException">404: there is no such row, or no such table. See the remarks of the class.</exception>
    public async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var (entity, response) = await reads.FindAsync<T>(partitionKey, rowKey, select, cancellationToken);
        return entity is null ? throw ServiceFault.Exception(response) : Response.FromValue(entity, response);
    }

    /// <summary>Reads a row that may not exist.</summary>
    /// <typeparam name="T">Class of the row, with a parameterless constructor.</typeparam>
    /// <param name="partitionKey">First half of its key.</param>
    /// <param name="rowKey">Second half of its key.</param>
    /// <param name="select">Names of the properties wanted, the keys too; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A response without a value when there is no such row, or no such table.</returns>
    /// <exception cref="RequestFailedException">See the remarks of the class.</exception>
    public async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var (entity, response) = await reads.FindAsync<T>(partitionKey, rowKey, select, cancellationToken);
        return entity is null ? new NoValue<T>(response) : Response.FromValue(entity, response);
    }

    /// <summary>Reads all rows that a filter lets through, page by page as they are enumerated, in the order of their keys.</summary>
    /// <typeparam name="T">Class of the rows, with a parameterless constructor.</typeparam>
    /// <param name="filter">An OData filter, from <see cref="CreateQueryFilter"/>; null for all rows.</param>
    /// <param name="maxPerPage">Most rows per page, 1 to 1,000; null leaves it to the service. A page may have fewer rows, or none, and not be
    /// the last.</param>
    /// <param name="select">Names of the properties wanted, the keys too; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">No page has so many rows.</exception>
    /// <exception cref="RequestFailedException">While enumerating; see the remarks of the class.</exception>
    public AsyncPageable<T> QueryAsync<T>(
        string? filter = null, int? maxPerPage = null, IEnumerable<string>? select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity => reads.Query<T>(filter, maxPerPage, select, cancellationToken);

    /// <summary>Inserts a row.</summary>
    /// <typeparam name="T">Class of the row.</typeparam>
    /// <param name="entity">The row; it is not changed. Null properties are left out.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A response with the row's version in its ETag header.</returns>
    /// <exception cref="ArgumentException">A key is missing, a text is malformed, or a name is reserved.</exception>
    /// <exception cref="NotSupportedException">A table cannot hold a property's type.</exception>
    /// <exception cref="RequestFailedException">409: the row exists. See the remarks of the class.</exception>
    public Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => WriteAsync(TableTransactionActionType.Add, entity, default, cancellationToken);

    /// <summary>Writes a row whether it exists or not. A repeat after a lost reply writes the same again.</summary>
    /// <typeparam name="T">Class of the row.</typeparam>
    /// <param name="entity">The row; it is not changed. Null properties are left out.</param>
    /// <param name="mode">What becomes of properties that <paramref name="entity"/> does not name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A response with the row's version in its ETag header.</returns>
    /// <exception cref="ArgumentException">A key is missing, a text is malformed, or a name is reserved.</exception>
    /// <exception cref="NotSupportedException">A table cannot hold a property's type.</exception>
    /// <exception cref="RequestFailedException">See the remarks of the class.</exception>
    public Task<Response> UpsertEntityAsync<T>(T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => WriteAsync(
            mode == TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace,
            entity,
            default,
            cancellationToken);

    /// <summary>Changes a row that exists.</summary>
    /// <typeparam name="T">Class of the row.</typeparam>
    /// <param name="entity">The row; it is not changed. Null properties are left out.</param>
    /// <param name="ifMatch">The version that the row must still have, or <see cref="ETag.All"/> for any.</param>
    /// <param name="mode">What becomes of properties that <paramref name="entity"/> does not name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A response with the row's version in its ETag header.</returns>
    /// <exception cref="ArgumentException">The version or a key is missing, a text is malformed, or a name is reserved.</exception>
    /// <exception cref="NotSupportedException">A table cannot hold a property's type.</exception>
    /// <exception cref="RequestFailedException">404: there is no such row; 412: another writer came first. See the remarks of the class.</exception>
    public Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => ifMatch.ToString() is ""
            ? throw new ArgumentException("An update needs the row's version, or ETag.All for any.", nameof(ifMatch))
            : WriteAsync(
                mode == TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace,
                entity,
                ifMatch,
                cancellationToken);

    /// <summary>Deletes a row; a missing one is no failure.</summary>
    /// <param name="partitionKey">First half of its key.</param>
    /// <param name="rowKey">Second half of its key.</param>
    /// <param name="ifMatch">The version that the row must still have; default or <see cref="ETag.All"/> for any.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// A response of status 204, or 404 when there was no such row. After a lost reply 404 may be one's own doing: a deleted row carries no
    /// mark, so who deleted it cannot be known. Do not take 204 for granted, nor 404 for another's work.
    /// </returns>
    /// <exception cref="RequestFailedException">412: another writer changed or remade the row. See the remarks of the class.</exception>
    public Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        writes.SendAsync(TableWrite.Delete(partitionKey, rowKey, ifMatch), WriteStamp.Next(), cancellationToken);

    private Task<Response> WriteAsync(TableTransactionActionType kind, ITableEntity entity, ETag etag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entity);
        var stamp = WriteStamp.Next();
        return writes.SendAsync(TableWrite.Of(kind, entity, etag, stamp), stamp, cancellationToken);
    }
}
