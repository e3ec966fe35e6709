using System.Globalization;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.Storage;

namespace Publisher.App.Doctor;

/// <summary>Writes, reads and takes away in each kind of storage.</summary>
public sealed class StorageCheck(StorageSetup setup, BlobServiceClient blobs, QueueServiceClient queues, Watermarks watermarks, TimeProvider clock) : IDoctorCheck
{
    private const string Own = "doctor";

    public string Name => "storage";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        try
        {
            await setup.EnsureAsync().WaitAsync(cancellationToken);
            var word = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            var blob = blobs.GetBlobContainerClient("reports").GetBlobClient($"{Own}-{word}");
            await blob.UploadAsync(BinaryData.FromString(word), cancellationToken);
            var read = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToString();
            await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
            var at = clock.Now();
            await watermarks.WriteAsync(Own, at, cancellationToken);
            // A service rounds times to its own ticks.
            var kept = await watermarks.ReadAsync(Own, cancellationToken) is { } there && there - at < Duration.FromSeconds(1) && at - there < Duration.FromSeconds(1);
            var queue = queues.GetQueueClient(Own);
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            // It stays, and its message goes by itself: a queue that was deleted cannot be made again for half a minute.
            await queue.SendMessageAsync(word, timeToLive: TimeSpan.FromMinutes(1), cancellationToken: cancellationToken);
            var seen = (await queue.PeekMessagesAsync(32, cancellationToken)).Value.Any(message => message.Body.ToString() == word);
            return read == word && kept && seen
                ? [new DoctorFinding(Name, DoctorState.Good, "doctorStorageGood", ("ms", clock.GetElapsedTime(begun).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)))]
                : [new DoctorFinding(Name, DoctorState.Todo, "doctorStorageForgets")];
        }
        catch (Exception fault) when (AccountFault.Is(fault))
        {
            return [new DoctorFinding(Name, DoctorState.Todo, "doctorStorageAway")];
        }
    }
}
