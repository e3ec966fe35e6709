using Azure.Core;
using Azure.Storage.Queues;

namespace Publisher.App.Local;

/// <summary>A function's queue and the one where messages go that cannot be worked on, both with the host's encoding.</summary>
internal sealed class QueueEnds
{
    /// <summary>The driver repeats whatever fails, at its own pace; the client need not persevere.</summary>
    private const int ClientRetries = 1;

    /// <summary>Poison is kept until a person has looked at it.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private readonly QueueClient poison;

    /// <param name="undecodable">Told of each received message whose text is not base64, after it was moved away.</param>
    public QueueEnds(string connectionString, string queueName, Action<string> undecodable)
    {
        var options = Options();
        options.MessageDecodingFailed += async raised =>
        {
            if (raised.ReceivedMessage is not { } garbage) return;
            await PoisonAsync(garbage.MessageId, garbage.PopReceipt, garbage.Body, raised.CancellationToken);
            undecodable(garbage.MessageId);
        };
        Queue = new QueueClient(connectionString, queueName, options);
        poison = new QueueClient(connectionString, queueName + "-poison", Options());
    }

    /// <summary>The queue that triggers the function.</summary>
    public QueueClient Queue { get; }

    /// <summary>Puts a message into the poison queue, made if need be, and only then takes it out of its own.</summary>
    public async Task PoisonAsync(string messageId, string popReceipt, BinaryData body, CancellationToken cancellationToken)
    {
        await poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await poison.SendMessageAsync(body, visibilityTimeout: null, timeToLive: Forever, cancellationToken);
        await Queue.DeleteMessageAsync(messageId, popReceipt, cancellationToken);
    }

    private static QueueClientOptions Options() => new()
    {
        MessageEncoding = QueueMessageEncoding.Base64,
        Retry = { MaxRetries = ClientRetries, Mode = RetryMode.Fixed, Delay = TimeSpan.FromMilliseconds(200) },
        Diagnostics = { IsLoggingEnabled = false, IsTelemetryEnabled = false, IsDistributedTracingEnabled = false },
    };
}
