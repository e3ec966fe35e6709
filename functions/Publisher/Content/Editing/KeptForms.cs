using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Content.Editing;

/// <summary>The form of an item as somebody left it, so that they can look at it, decide, and come back to it.</summary>
/// <param name="Item">Null for one that is new.</param>
/// <param name="ETag">Of the item as it was when the form was opened; empty for one that is new.</param>
/// <param name="Base">As <see cref="ItemEdit.BaseOf"/> made it; empty where the form does not say.</param>
/// <param name="Fields">What was typed, by field.</param>
public sealed record KeptForm(ItemKind Kind, string? Item, string ETag, string Base, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields)
{
    /// <summary>Null for one that is new.</summary>
    public ItemRef? Ref => Item is { } id ? new ItemRef(Kind, id) : null;
}

/// <summary>Forms in the container <c>forms</c>, under names made of their content: what a preview or a question shows stays what it was.</summary>
public sealed class KeptForms(BlobServiceClient blobs, TimeProvider clock)
{
    /// <summary>Longer than anybody leaves a page open and still knows what they meant.</summary>
    private static readonly Duration Life = Duration.FromDays(3);

    private const int HashOctets = 16;

    private const int DayLength = 8;

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient("forms");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <returns>Its name: digits, letters and a hyphen.</returns>
    public async Task<string> KeepAsync(KeptForm form, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(form);
        var name = $"{Day.Format(clock.Now().InUtc().Date)}-{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, HashOctets))}";
        try
        {
            await container.GetBlobClient(name).UploadAsync(
                BinaryData.FromBytes(content),
                new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = "application/json" }, Conditions = new BlobRequestConditions { IfNoneMatch = Azure.ETag.All } },
                cancellationToken);
        }
        catch (RequestFailedException already) when (already.Status is 409 or 412)
        {
            // Its name is its content: what is there is the same.
        }

        return name;
    }

    /// <returns>Null where there is none any more, and for whatever is no name of one.</returns>
    public async Task<KeptForm?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!IsName(name)) return null;
        try
        {
            return (await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content.ToObjectFromJson<KeptForm>();
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Takes away what nobody comes back to; how many went.</summary>
    public async Task<int> ForgetAsync(Instant now, CancellationToken cancellationToken)
    {
        var (gone, first) = (0, Day.Format((now - Life).InUtc().Date));
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (string.CompareOrdinal(blob.Name[..Math.Min(DayLength, blob.Name.Length)], first) >= 0) break;
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            gone++;
        }

        return gone;
    }

    private static bool IsName(string name) => name.Length == DayLength + 1 + (HashOctets * 2)
        && name[DayLength] == '-'
        && name.AsSpan(0, DayLength).IndexOfAnyExceptInRange('0', '9') < 0
        && name[(DayLength + 1)..].All(char.IsAsciiHexDigitLower);
}
