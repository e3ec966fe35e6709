using System.Buffers;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>Reads every reply whole, but never more than a limit; a body that breaks off or stalls is a lost reply and is retried.</summary>
/// <param name="timeLimit">For one body, from its headers to its end.</param>
internal sealed class BoundedBodyPolicy(TimeSpan timeLimit) : AsyncOnlyPolicy
{
    /// <summary>Bytes. The service sends pages of at most 1,000 rows and 4 MiB; the emulator keeps only the first limit.</summary>
    public const int AnswerLimit = 32 * 1024 * 1024;

    /// <summary>Bytes. An error is a code and a sentence; a longer one is dropped, its header still names the code.</summary>
    public const int ErrorLimit = 64 * 1024;

    private const int ChunkSize = 16 * 1024;

    /// <summary>Bytes. Source: "Query timeout and pagination", Azure Storage REST reference.</summary>
    private const int LargestPage = 4 * 1024 * 1024;

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Response.ContentStream is not { } stream) return;
        var isError = message.Response.Status >= 400;
        // The pipeline limits each read; a body that drips would keep the call for ever.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(message.CancellationToken);
        limit.CancelAfter(timeLimit);
        MemoryStream? body;
        await using (stream) body = await ReadAsync(stream, message.Response.Headers.ContentLength, isError ? ErrorLimit : AnswerLimit, limit.Token);
        message.Response.ContentStream = body ?? (isError ? new MemoryStream() : throw TooLarge(message.Response));
    }

    /// <summary>The body, or null when it is longer than the limit.</summary>
    // A length that the service announces spares a page the growing; it is believed as far as a page can be long.
    private static async Task<MemoryStream?> ReadAsync(Stream stream, long? told, int limit, CancellationToken cancellationToken)
    {
        if (told > limit) return null;
        var body = new MemoryStream((int)Math.Min(told ?? 0, LargestPage));
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            int read;
            while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (body.Length + read > limit) return null;
                body.Write(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        body.Position = 0;
        return body;
    }

    private static RequestFailedException TooLarge(Response response) =>
        new(response.Status, $"The table service's answer is longer than {AnswerLimit / (1024 * 1024)} MiB; it was not read.");
}
