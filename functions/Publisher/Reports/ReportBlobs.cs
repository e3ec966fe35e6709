using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using NodaTime;
using NodaTime.Text;
using Publisher.Subscribers;

namespace Publisher.Reports;

/// <summary>The container <c>reports</c>: what takes long to find out, kept so that a page need not. Sums only.</summary>
public sealed class ReportBlobs(BlobServiceClient blobs)
{
    /// <summary>Daily rounds that are kept.</summary>
    public const int MostRounds = 90;

    private const string Audience = "audience.json";
    private const string Asked = "audience-asked.txt";
    private const string Reaches = "reach/";
    private const string Rounds = "retention.json";

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient("reports");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <returns>Null before the first count.</returns>
    public async Task<AudienceCount?> ReadAudienceAsync(CancellationToken cancellationToken) =>
        await ReadAsync(Audience, cancellationToken) is { } json ? AudienceCount.FromJson(json.ToMemory().Span) : null;

    public Task WriteAudienceAsync(AudienceCount count, CancellationToken cancellationToken) => WriteAsync(Audience, BinaryData.FromBytes(count.ToJson()), cancellationToken);

    /// <summary>When somebody last asked for a new count; null where nobody did.</summary>
    public async Task<Instant?> ReadAskedAsync(CancellationToken cancellationToken) =>
        await ReadAsync(Asked, cancellationToken) is { } text && InstantPattern.ExtendedIso.Parse(text.ToString()) is { Success: true } parsed ? parsed.Value : null;

    public Task WriteAskedAsync(Instant at, CancellationToken cancellationToken) => WriteAsync(Asked, BinaryData.FromString(InstantPattern.ExtendedIso.Format(at)), cancellationToken);

    /// <summary>What the daily rounds took away, the newest first.</summary>
    public async Task<IReadOnlyList<RetentionRound>> ReadRoundsAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(Rounds, cancellationToken) is not { } json) return [];
        try
        {
            return [.. (JsonSerializer.Deserialize<List<KeptRound>>(json) ?? []).Select(round => new RetentionRound(Instant.FromUnixTimeTicks(round.At), round.Counts, round.PartitionsLeft, round.Lost) { Elsewhere = round.Elsewhere ?? [] })];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Adds a round. There is one a day; of two at once one may be lost, which takes nothing from what they did.</summary>
    public async Task AddRoundAsync(RetentionRound round, CancellationToken cancellationToken)
    {
        var all = (await ReadRoundsAsync(cancellationToken)).Prepend(round).Take(MostRounds).Select(each => new KeptRound(each.At.ToUnixTimeTicks(), each.Counts, each.PartitionsLeft, each.Lost, each.Elsewhere));
        await WriteAsync(Rounds, BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(all.ToList())), cancellationToken);
    }

    /// <returns>Null where nobody has asked, or it is kept no more.</returns>
    public async Task<Reach?> ReadReachAsync(string key, CancellationToken cancellationToken) =>
        await ReadAsync(Reaches + key, cancellationToken) is { } json ? Reach.FromJson(json.ToMemory().Span) : null;

    public Task WriteReachAsync(string key, Reach reach, CancellationToken cancellationToken) => WriteAsync(Reaches + key, BinaryData.FromBytes(reach.ToJson()), cancellationToken);

    /// <summary>Takes away what nobody asks for any more.</summary>
    /// <param name="before">What was written before that.</param>
    public async Task ForgetReachesAsync(Instant before, CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(prefix: Reaches, cancellationToken: cancellationToken))
            if (blob.Properties.LastModified < before.ToDateTimeOffset()) await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    }

    private async Task<BinaryData?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    private Task WriteAsync(string name, BinaryData content, CancellationToken cancellationToken) => container.GetBlobClient(name).UploadAsync(content, overwrite: true, cancellationToken);

    private sealed record KeptRound(long At, IReadOnlyDictionary<string, int> Counts, int PartitionsLeft, int Lost, IReadOnlyList<ElsewhereForgotten>? Elsewhere);
}
