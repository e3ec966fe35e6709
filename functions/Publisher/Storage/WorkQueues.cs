using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;

namespace Publisher.Storage;

/// <summary>A queue message: what to do, in which version of its wording. Progress lives in table rows, never in messages.</summary>
/// <remarks>No member may be called id, dequeueCount, insertionTime, expirationTime, nextVisibleTime or popReceipt: the Functions host
/// merges a message's top level over its own fields of those names. That is why the data lies one level down.</remarks>
public interface IWorkMessage<TSelf>
    where TSelf : IWorkMessage<TSelf>
{
    /// <summary>The function that does it, in its own name: <c>SendBatch</c>, whose queue is then <c>send-batch</c>.</summary>
    static abstract string Name { get; }

    static abstract int Version { get; }
}

/// <summary>Puts work into the queues that trigger functions.</summary>
public sealed class WorkQueues(QueueServiceClient queues)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<string, QueueClient> clients = new(StringComparer.Ordinal);

    /// <summary>The queue of a function: <c>SendBatch</c> → <c>send-batch</c>.</summary>
    public static string QueueName(string function)
    {
        var name = new StringBuilder(function.Length + 4);
        foreach (var c in function)
        {
            if (char.IsAsciiLetterUpper(c) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(c));
        }

        return name.ToString();
    }

    public async Task CreateStorageAsync(IEnumerable<string> functions, CancellationToken cancellationToken)
    {
        foreach (var function in functions)
            await Client(function).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    /// <param name="delay">How long it stays invisible; null is seen at once.</param>
    public Task SendAsync<T>(T message, CancellationToken cancellationToken, TimeSpan? delay = null)
        where T : IWorkMessage<T>
        => Client(T.Name).SendMessageAsync(Encode(message), visibilityTimeout: delay, cancellationToken: cancellationToken);

    public static string Encode<T>(T message)
        where T : IWorkMessage<T>
        => JsonSerializer.Serialize(new Wire<T>(T.Name, T.Version, message), Json);

    /// <summary>Reads a message back.</summary>
    /// <exception cref="UnknownWorkException">It is not this work, or in a version this program does not know.</exception>
    public static T Decode<T>(string text)
        where T : IWorkMessage<T>
    {
        try
        {
            var wire = JsonSerializer.Deserialize<Wire<T>>(text, Json);
            if (wire is { Data: not null } && wire.Name == T.Name && wire.Version == T.Version) return wire.Data;
            throw new UnknownWorkException($"The message is not {T.Name} version {T.Version}.");
        }
        catch (JsonException fault)
        {
            throw new UnknownWorkException($"The message is not one of ours: {fault.Message}");
        }
    }

    // The Functions host and its SDKs expect base64 on the wire.
    private QueueClient Client(string function) => clients.GetOrAdd(function, static (name, service) => service.GetQueueClient(QueueName(name)), queues);

    private sealed record Wire<T>(string Name, int Version, T Data);
}

/// <summary>A queue message that nobody here can do; after its last try it lies in the poison queue.</summary>
public sealed class UnknownWorkException(string message) : Exception(message);
