using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Publisher.App.Settings;

/// <summary>The storage account, reached as the Functions host reaches it: by connection string, or by name and managed identity.</summary>
public sealed record StorageAccount(BlobServiceClient Blobs, QueueServiceClient Queues, TableServiceClient Tables)
{
    public const string Setting = "AzureWebJobsStorage";

    public const string Development = "UseDevelopmentStorage=true";

    // What the Functions host's queue triggers expect.
    private static QueueClientOptions QueueOptions => new() { MessageEncoding = QueueMessageEncoding.Base64 };

    /// <exception cref="SettingsException">It names no account.</exception>
    public static StorageAccount Read(IConfiguration configuration)
    {
        if (configuration[$"{Setting}:accountName"] is { Length: > 0 } name) return Open(name, new DefaultAzureCredential());
        return Open(configuration[Setting] is { Length: > 0 } text ? text : Development);
    }

    /// <param name="shape">Changes how its clients reach it; null for their own way.</param>
    public static StorageAccount Open(string connectionString, Action<ClientOptions>? shape = null)
    {
        try
        {
            var (blobs, queues, tables) = (new BlobClientOptions(), QueueOptions, new TableClientOptions());
            foreach (var options in (ClientOptions[])[blobs, queues, tables]) shape?.Invoke(options);
            return new StorageAccount(
                new BlobServiceClient(connectionString, blobs), new QueueServiceClient(connectionString, queues), new TableServiceClient(connectionString, tables));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            // The fault's own message may quote the string, and with it the key.
            throw new SettingsException([$"{Setting} is not a storage connection string; copy it whole from the storage account's page “Access keys”"]);
        }
    }

    private static StorageAccount Open(string name, TokenCredential credential) => new(
        new BlobServiceClient(new Uri($"https://{name}.blob.core.windows.net"), credential),
        new QueueServiceClient(new Uri($"https://{name}.queue.core.windows.net"), credential, QueueOptions),
        new TableServiceClient(new Uri($"https://{name}.table.core.windows.net"), credential));
}
