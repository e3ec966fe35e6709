using Azure.Storage.Blobs;
using Publisher.App.Tests.Staff;
using Publisher.Rendering;

namespace Publisher.App.Tests.Public;

public sealed class OverriddenPageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Fact]
    public async Task A_page_that_staff_uploaded_is_what_people_see()
    {
        await product.Get<BlobServiceClient>().GetBlobContainerClient(TemplateOverrides.ContainerName)
            .UploadBlobAsync("web/message.html.hbs", BinaryData.FromString("<p class=\"ours\">{{text}}</p>"));
        await product.Get<TemplateOverrides>().TakeAsync(CancellationToken.None);

        var page = await (await product.Client.GetAsync("/nothing/here")).Content.ReadAsStringAsync();

        Assert.Contains("<p class=\"ours\">Sprawdź adres", page, StringComparison.Ordinal);
    }
}
