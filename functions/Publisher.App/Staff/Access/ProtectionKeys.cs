using System.Xml.Linq;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Publisher.App.Staff.Access;

/// <summary>Keys of ASP.NET's data protection in the container <c>protection</c>, a blob each, so that all instances agree. Its interface is not asynchronous.</summary>
public sealed class ProtectionKeys(BlobServiceClient blobs) : IXmlRepository
{
    private const string Ending = ".xml";

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient("protection");

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var elements = new List<XElement>();
        foreach (var blob in container.GetBlobs())
            if (blob.Name.EndsWith(Ending, StringComparison.Ordinal) && Read(blob.Name) is { } element) elements.Add(element);
        return elements;
    }

    public void StoreElement(XElement element, string friendlyName) =>
        container.GetBlobClient(friendlyName + Ending).Upload(BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting)), overwrite: false);

    private XElement? Read(string name)
    {
        try
        {
            return XElement.Parse(container.GetBlobClient(name).DownloadContent().Value.Content.ToString());
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
    }
}
