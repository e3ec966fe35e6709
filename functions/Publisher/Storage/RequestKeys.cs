using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Publisher.Storage;

/// <summary>What was made of a request under a key that its sender gave it.</summary>
/// <param name="Body">Hash of what was asked for.</param>
/// <param name="Answer">What the sender was told, as JSON.</param>
public sealed record AskedRequest(string Body, string Answer);

/// <summary>
/// The table <c>requests</c>: the keys by which senders make a repeated request harmless (the header Idempotency-Key). PartitionKey = what was asked for,
/// RowKey = SHA-256 of the key. A row for each announcement of staff, and so kept for ever.
/// </summary>
public sealed class RequestKeys(TableServiceClient tables)
{
    private readonly TableClient table = tables.GetTableClient("requests");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Hash of a request's content.</summary>
    public static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    /// <returns>Null where nobody has used the key.</returns>
    public async Task<AskedRequest?> FindAsync(string purpose, string key, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(purpose, HashOf(key), cancellationToken: cancellationToken);
        return row.HasValue ? new AskedRequest(row.Value!.GetString("Body") ?? "", row.Value.GetString("Answer") ?? "") : null;
    }

    /// <summary>Keeps what a key was used for; of two who use it at once, the first one's counts for both.</summary>
    public async Task<AskedRequest> AddAsync(string purpose, string key, AskedRequest asked, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(new TableEntity(purpose, HashOf(key)) { ["Body"] = asked.Body, ["Answer"] = asked.Answer }, cancellationToken);
            return asked;
        }
        catch (RequestFailedException fault) when (fault.Status == 409)
        {
            return await FindAsync(purpose, key, cancellationToken) ?? asked;
        }
    }
}
