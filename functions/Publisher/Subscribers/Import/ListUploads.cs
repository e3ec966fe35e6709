using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using NodaTime;

namespace Publisher.Subscribers.Import;

/// <summary>
/// The container <c>imports</c>: lists that staff uploaded, each beside a few words about it. They are personal data: a list goes as soon as it is imported or
/// refused, and what nobody imports goes with the next daily round after a day.
/// </summary>
public sealed class ListUploads(BlobServiceClient blobs, TimeProvider clock)
{
    // What fills the blanks of a fault's sentence are pairs, which have fields.
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true };

    /// <summary>Octets of a list: some hundred thousand people. A larger one is imported at the terminal.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    private static readonly Duration KeptFor = Duration.FromDays(1);

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient("imports");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

    public async Task<ListUpload> AddAsync(BinaryData file, string name, string source, bool skipRefused, bool suppressUnsubscribed, string by, CancellationToken cancellationToken)
    {
        var upload = new ListUpload(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), name, source, skipRefused, suppressUnsubscribed, by, ListUploadState.Checking, clock.Now().ToUnixTimeTicks());
        await File(upload.Id).UploadAsync(file, overwrite: false, cancellationToken);
        await Words(upload.Id).UploadAsync(Serialise(upload), overwrite: false, cancellationToken);
        return upload;
    }

    /// <returns>Null where there is none, or none any more.</returns>
    public async Task<(ListUpload Upload, ETag Version)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id)) return null;
        try
        {
            var found = (await Words(id).DownloadContentAsync(cancellationToken)).Value;
            return (JsonSerializer.Deserialize<ListUpload>(found.Content.ToMemory().Span, Json)!, found.Details.ETag);
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    /// <returns>False where somebody else was faster: nothing was written.</returns>
    public async Task<bool> SaveAsync(ListUpload upload, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            await Words(upload.Id).UploadAsync(
                Serialise(upload with { Since = clock.Now().ToUnixTimeTicks() }), new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = version } }, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            return false;
        }

        if (upload.State is ListUploadState.Imported or ListUploadState.Refused) await File(upload.Id).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        return true;
    }

    /// <returns>Null where the list is gone.</returns>
    internal async Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            // In memory: it is read twice, and must not change in between.
            return (await File(id).DownloadContentAsync(cancellationToken)).Value.Content.ToStream();
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    /// <summary>For the daily round: takes away what is older than a day, imported or not.</summary>
    /// <returns>How many; 0 when nothing is left.</returns>
    public async Task<int> ForgetAsync(Instant now, CancellationToken cancellationToken)
    {
        var gone = 0;
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (blob.Properties.LastModified is not { } changed || Instant.FromDateTimeOffset(changed) + KeptFor > now) continue;
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            gone++;
        }

        return gone;
    }

    private BlobClient File(string id) => container.GetBlobClient($"{id}.csv");

    private BlobClient Words(string id) => container.GetBlobClient($"{id}.json");

    private static BinaryData Serialise(ListUpload upload) => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(upload, Json));
}
