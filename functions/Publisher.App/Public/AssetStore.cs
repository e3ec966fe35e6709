using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;

namespace Publisher.App.Public;

/// <param name="Tag">Changes with the content; quoted, as HTTP writes it.</param>
public sealed record Asset(BinaryData Content, string Type, string Tag);

/// <summary>Pictures: what staff put into the container <c>assets</c>, then what lies in the folders, the first that has it.</summary>
public sealed class AssetStore(BlobServiceClient blobs, IReadOnlyList<string> folders)
{
    /// <summary>Octets. A picture for a mail has a tenth of it.</summary>
    private const long MaxSize = 5 * 1024 * 1024;

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient("assets");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <returns>Null where there is none, where the name is no picture's, and where it is too large to be one.</returns>
    public async Task<Asset?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (AssetName.ContentType(name) is not { } type) return null;
        if (await FromContainerAsync(name, cancellationToken) is { } uploaded) return Make(uploaded, type);
        foreach (var folder in folders)
            if (new FileInfo(Path.Combine(folder, name)) is { Exists: true, Length: <= MaxSize } file)
                return Make(BinaryData.FromBytes(await File.ReadAllBytesAsync(file.FullName, cancellationToken)), type);
        return null;
    }

    private async Task<BinaryData?> FromContainerAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var blob = (await container.GetBlobClient(name).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            await using var stream = blob.Content;
            return blob.Details.ContentLength <= MaxSize ? await BinaryData.FromStreamAsync(stream, cancellationToken) : null;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    private static Asset Make(BinaryData content, string type) =>
        new(content, type, $"\"{Convert.ToHexStringLower(SHA256.HashData(content.ToMemory().Span))[..32]}\"");
}
