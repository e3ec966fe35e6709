using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Publisher.Content.Pictures;

/// <summary>A picture that was taken in.</summary>
/// <param name="Url">For <see cref="ItemImage.Url"/>.</param>
public sealed record UploadedPicture(string Name, string Url, int Width, int Height);

/// <summary>
/// Pictures that staff uploaded for items, in the container <c>pictures</c>, under names made of their content: the same picture is there once, and one
/// that is there never changes, so that what a mail showed stays what it was.
/// </summary>
/// <param name="publicUrl">Of this installation, without a slash at its end.</param>
public sealed class ItemPictures(BlobServiceClient blobs, string publicUrl)
{
    /// <summary>Where they are, below the public address.</summary>
    public const string Path = "/pictures/";

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient("pictures");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Takes a file in, if it is a picture; uploaded again, it changes nothing.</summary>
    public async Task<(UploadedPicture? Uploaded, ItemFault? Fault)> UploadAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var (picture, fault) = PictureFile.Read(file.Span);
        if (picture is null) return (null, fault);
        try
        {
            await container.GetBlobClient(picture.Name).UploadAsync(
                BinaryData.FromBytes(picture.Content),
                new BlobUploadOptions
                {
                    HttpHeaders = new BlobHttpHeaders { ContentType = Picture.TypeOf(picture.Name) },
                    Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
                },
                cancellationToken);
        }
        catch (RequestFailedException already) when (already.Status is 409 or 412)
        {
            // Its name is its content: what is there is the same.
        }

        return (new UploadedPicture(picture.Name, $"{publicUrl}{Path}{picture.Name}", picture.Width, picture.Height), null);
    }

    /// <returns>Null where there is none, and for whatever is no name of one.</returns>
    public async Task<BinaryData?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (Picture.TypeOf(name) is null) return null;
        try
        {
            return (await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
    }
}
