using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Publisher.Content;
using Publisher.Mail.Merge;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>An edition's large parts in the container <c>editions</c>, written while it is a draft and never again.</summary>
public sealed class EditionBlobs(BlobServiceClient blobs)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public const string Container = "editions";

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(Container);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>The compiled message of one language: <c>{id}/{content}/message/{language}</c>.</summary>
    public Task SaveMessageAsync(Edition edition, string language, byte[] program, CancellationToken cancellationToken) =>
        SaveAsync($"{edition.Folder}/message/{language}", BinaryData.FromBytes(program), "application/octet-stream", cancellationToken);

    public static byte[] Serialise(MergeProgram program)
    {
        var blob = new ArrayBufferWriter<byte>();
        program.Serialize(blob);
        return blob.WrittenSpan.ToArray();
    }

    public async Task<MergeProgram> LoadMessageAsync(Edition edition, string language, CancellationToken cancellationToken) =>
        MergeProgram.Load((await LoadAsync($"{edition.Folder}/message/{language}", cancellationToken)).ToMemory().Span);

    /// <summary>The languages it was compiled in.</summary>
    public async Task<IReadOnlyList<string>> LanguagesAsync(Edition edition, CancellationToken cancellationToken)
    {
        var languages = new List<string>();
        var prefix = $"{edition.Folder}/message/";
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken)) languages.Add(blob.Name[prefix.Length..]);
        return languages;
    }

    /// <summary>The items as they were: an edit after the cut-off changes nobody's mail half way through.</summary>
    public Task SaveItemsAsync(Edition edition, byte[] snapshot, CancellationToken cancellationToken) =>
        SaveAsync($"{edition.Folder}/items.json", BinaryData.FromBytes(snapshot), "application/json", cancellationToken);

    public static byte[] Serialise(IReadOnlyList<DigestEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(entries, Json);

    public static IReadOnlyList<DigestEntry> Deserialise(ReadOnlySpan<byte> snapshot) => JsonSerializer.Deserialize<List<DigestEntry>>(snapshot, Json)!;

    public async Task<IReadOnlyList<DigestEntry>> LoadItemsAsync(Edition edition, CancellationToken cancellationToken) =>
        Deserialise((await LoadAsync($"{edition.Folder}/items.json", cancellationToken)).ToMemory().Span);

    /// <returns>Empty where they are no longer kept: then nobody can say what readers were told.</returns>
    public async Task<IReadOnlyList<DigestEntry>> FindItemsAsync(Edition edition, CancellationToken cancellationToken)
    {
        try
        {
            return await LoadItemsAsync(edition, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return [];
        }
    }

    /// <summary>The page for everyone: <c>{id}/{content}/web/{language}.html</c>.</summary>
    public Task SaveWebAsync(Edition edition, string language, string html, CancellationToken cancellationToken) =>
        SaveAsync($"{edition.Folder}/web/{language}.html", BinaryData.FromString(html), "text/html; charset=utf-8", cancellationToken);

    /// <returns>Null where there is none in this language.</returns>
    public async Task<string?> FindWebAsync(Edition edition, string language, CancellationToken cancellationToken)
    {
        try
        {
            return (await LoadAsync($"{edition.Folder}/web/{language}.html", cancellationToken)).ToString();
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    /// <summary>The ledger of a batch: <c>{id}/ledger/{batch}</c>.</summary>
    public AppendBlobClient Ledger(string edition, string batch) => container.GetAppendBlobClient($"{edition}/ledger/{batch}");

    /// <summary>Deletes the ledgers of an edition.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> RemoveLedgersAsync(string edition, CancellationToken cancellationToken)
    {
        var gone = 0;
        await foreach (var blob in container.GetBlobsAsync(prefix: $"{edition}/ledger/", cancellationToken: cancellationToken))
            if (await container.GetBlobClient(blob.Name).DeleteIfExistsAsync(cancellationToken: cancellationToken)) gone++;
        return gone;
    }

    private Task SaveAsync(string name, BinaryData content, string type, CancellationToken cancellationToken) => container.GetBlobClient(name)
        .UploadAsync(content, new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = type } }, cancellationToken);

    private async Task<BinaryData> LoadAsync(string name, CancellationToken cancellationToken) =>
        (await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content;
}
