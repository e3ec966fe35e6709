using Azure.Core;
using Azure.Data.Tables.Batch;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Query;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

/// <summary>One table. Safe for use by any number of threads; make one and keep it.</summary>
/// <remarks>
/// <para>Every method throws <see cref="RequestFailedException"/>, and only that, when the service refuses (its status and error code) or
/// when no readable answer comes after all retries (status 0: the outcome is unknown).</para>
/// <para>A conflict with one's own lost reply is success. Each insert and update leaves in its row a hidden property, <c>ClientRequestId</c>,
/// unique to the call. If a try ended without telling its outcome (broken connection, time limit, 408 or 5xx) and a later try of the same
/// call is answered 404, 409 or 412, the row is read back: where it carries the call's mark, the call succeeds with the row's version.
/// Another writer's row is never taken for one's own. The reverse can happen: when one's own write was followed by another writer's to the
/// same row, before the repeat, the conflict is reported. If reading back fails, the status is 0. All writers of a table should use this
/// client: a merge by another one keeps the mark, and the version then returned is that merge's.</para>
/// <para>Limits: a row may have 251 properties of one's own; <c>ClientRequestId</c> is not among them.</para>
/// </remarks>
public sealed partial class TableClient
{
    private readonly TableSet tables;
    private readonly TableReads reads;
    private readonly TableWrites writes;

    /// <summary>Connects as a storage connection string says.</summary>
    /// <param name="connectionString">Account and key, shared access signature, or <c>UseDevelopmentStorage=true</c>.</param>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="options">Retries, transport, diagnostics; null for the defaults.</param>
    /// <exception cref="FormatException">The string is malformed; the message says where, without its secrets.</exception>
    /// <exception cref="ArgumentException">No table can have this name.</exception>
    public TableClient(string connectionString, string tableName, TableClientOptions? options = null)
        : this(TablePipeline.Create(connectionString, options), tableName)
    {
    }

    /// <summary>Connects with an account's key.</summary>
    /// <param name="endpoint">Address of the account's table service.</param>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="credential">The account's name and key.</param>
    /// <param name="options">Retries, transport, diagnostics; null for the defaults.</param>
    /// <exception cref="ArgumentException">No table can have this name.</exception>
    public TableClient(Uri endpoint, string tableName, TableSharedKeyCredential credential, TableClientOptions? options = null)
        : this(TablePipeline.Create(endpoint, credential, options), tableName)
    {
    }

    /// <summary>Connects with Microsoft Entra ID.</summary>
    /// <param name="endpoint">Address of the account's table service, https.</param>
    /// <param name="tableName">3 to 63 letters and digits, a letter first.</param>
    /// <param name="tokenCredential">Who asks; it needs a role such as Storage Table Data Contributor.</param>
    /// <param name="options">Retries, transport, diagnostics; null for the defaults.</param>
    /// <exception cref="ArgumentException">No table can have this name, or the address is not https.</exception>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions? options = null)
        : this(TablePipeline.Create(endpoint, tokenCredential, options), tableName)
    {
    }

    internal TableClient(TablePipeline pipeline, string tableName)
    {
        Name = TableUrl.CheckedName(tableName);
        tables = new TableSet(pipeline);
        reads = new TableReads(pipeline, Name);
        writes = new TableWrites(pipeline, Name);
    }

    /// <summary>The table's name.</summary>
    public string Name { get; }

    /// <summary>A filter from an interpolated string: each value is quoted and typed, whatever it holds.</summary>
    /// <param name="filter">Such as <c>$"PartitionKey eq {key} and Count gt {5L}"</c>. A value is a string, char, enum (by name), bool, int,
    /// long, double, Guid, DateTime, DateTimeOffset, byte[] or BinaryData.</param>
    /// <returns>An OData filter.</returns>
    /// <exception cref="ArgumentException">A value is null, not finite, or of another type.</exception>
    public static string CreateQueryFilter(FormattableString filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        object[] values = [.. filter.GetArguments().Select(ODataLiteral.Of)];
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, filter.Format, values);
    }

    /// <summary>Makes the table unless it exists.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The table; the response's status is 409 when it existed.</returns>
    /// <exception cref="RequestFailedException">See the remarks of the class.</exception>
    public Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default) =>
        tables.CreateIfNotExistsAsync(Name, cancellationToken);

    /// <summary>Drops the table with all its rows; a missing one is no failure.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A response of status 204, or 404 when there was no such table.</returns>
    /// <exception cref="RequestFailedException">See the remarks of the class.</exception>
    public Task<Response> DeleteAsync(CancellationToken cancellationToken = default) => tables.DeleteAsync(Name, cancellationToken);

    /// <summary>Does all of some writes to rows of one partition, or none of them.</summary>
    /// <param name="transactionActions">1 to 100 actions on distinct rows with one PartitionKey, 4 MiB in all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// An answer to each action, in order, with the row's new version in the ETag header. After a lost reply (see the remarks of the class) one
    /// row with the call's mark proves the whole transaction; a row that another writer has changed since has no ETag header then. A
    /// transaction of deletes only leaves nothing to ask: if all its rows are gone after a lost reply it succeeds, each answer saying 404,
    /// for another writer may have deleted them.
    /// </returns>
    /// <exception cref="ArgumentException">The actions break a limit above.</exception>
    /// <exception cref="TableTransactionFailedException">An action was refused, and with it the transaction.</exception>
    /// <exception cref="RequestFailedException">See the remarks of the class.</exception>
    public async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        TableTransactionAction[] actions = [.. transactionActions];
        BatchLimits.Check(actions);
        var stamp = WriteStamp.Next();
        var parts = actions.Select(action => TableWrite.Of(action.ActionType, action.Entity, action.ETag, stamp));
        return await writes.SubmitAsync([.. parts], stamp, cancellationToken);
    }
}
