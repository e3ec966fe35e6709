using System.Net.Sockets;
using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Mail.Smtp;
using Publisher.Storage;

namespace Publisher.App.Hosting;

/// <summary>
/// Whether this instance can do its work: storage and the relay, looked at anew when the last look is older than <see cref="KeptFor"/>, so that whoever asks
/// all day costs nothing. The answer names the part that is away, and nothing by which one could reach it.
/// </summary>
public sealed class Readiness(
    StorageSetup setup, BlobServiceClient blobs, QueueServiceClient queues, Watermarks watermarks, PublisherSettings settings, TimeProvider clock)
{
    public static readonly Duration KeptFor = Duration.FromSeconds(15);

    private const string Ok = "ok";

    /// <summary>So long one part may take to answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private Task<Parts>? last;
    private Instant looked;

    public async Task<IResult> AnswerAsync()
    {
        var parts = await LookAsync();
        return Results.Json(
            new { status = parts.AreReady ? "ready" : "not ready", storage = parts.Storage, relay = parts.Relay },
            statusCode: parts.AreReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private Task<Parts> LookAsync()
    {
        lock (gate)
        {
            var now = clock.Now();
            // Of many who ask at once, one looks.
            if (last is { IsCompleted: false } || (last is not null && now - looked < KeptFor)) return last;
            looked = now;
            return last = LookAnewAsync();
        }
    }

    private async Task<Parts> LookAnewAsync()
    {
        var (storage, relay) = (StorageAsync(), RelayAsync());
        return new Parts(await storage, await relay);
    }

    private async Task<string> StorageAsync()
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        try
        {
            await setup.EnsureAsync().WaitAsync(limit.Token);
            await watermarks.ReadPlaceAsync("health", limit.Token);
            await queues.GetQueueClient(WorkQueues.QueueName(SendBatchWork.Name)).ExistsAsync(limit.Token);
            await blobs.GetBlobContainerClient(EditionBlobs.Container).ExistsAsync(limit.Token);
            return Ok;
        }
        catch (Exception fault) when (AccountFault.Is(fault) || fault is OperationCanceledException)
        {
            return "does not answer";
        }
    }

    private async Task<string> RelayAsync()
    {
        // Files need no relay.
        if (settings.Mail.Transport != MailTransportKind.Smtp) return Ok;
        using var limit = new CancellationTokenSource(Patience, clock);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(settings.Mail.Host, settings.Mail.Port, limit.Token);
            // Behind TLS from the first octet on, that it listens is all there is to see without a handshake.
            if (settings.Mail.Security == SmtpSecurity.Tls) return Ok;
            var greeting = new byte[4];
            await client.GetStream().ReadExactlyAsync(greeting, limit.Token);
            var code = Encoding.ASCII.GetString(greeting, 0, 3);
            await client.GetStream().WriteAsync("QUIT\r\n"u8.ToArray(), limit.Token);
            return code == "220" ? Ok : code.All(char.IsAsciiDigit) ? $"greets with {code}" : "is no mail server";
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            return "does not answer";
        }
    }

    private sealed record Parts(string Storage, string Relay)
    {
        public bool AreReady => Storage == Ok && Relay == Ok;
    }
}
