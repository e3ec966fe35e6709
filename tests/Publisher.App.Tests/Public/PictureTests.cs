using System.Net;
using Azure.Storage.Blobs;
using Publisher.App.Tests.Staff;
using Publisher.Content.Pictures;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class PictureTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static readonly byte[] Logo = File.ReadAllBytes(Checkout.At("samples", "torun", "assets", "unia-europejska.png"));

    [Fact]
    public async Task An_uploaded_picture_is_served_for_ever_by_its_type_and_not_sent_twice()
    {
        var (uploaded, fault) = await product.Get<ItemPictures>().UploadAsync(Logo, CancellationToken.None);
        Assert.Null(fault);

        using var answer = await product.Client.GetAsync("/pictures/" + uploaded!.Name);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.StartsWith("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.CacheControl!.ToString());
        Assert.Equal(PictureFile.Read(Logo).Picture!.Content.ToArray(), await answer.Content.ReadAsByteArrayAsync());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/pictures/" + uploaded.Name);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await product.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task What_lies_in_the_container_under_another_name_is_not_served()
    {
        await product.Get<BlobServiceClient>().GetBlobContainerClient("pictures").UploadBlobAsync("index.html", BinaryData.FromString("<script>alert(1)</script>"));

        using var answer = await product.Client.GetAsync("/pictures/index.html");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/pictures/")]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef.png")]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef.svg")]
    [InlineData("/pictures/..%2f..%2fsettings.json")]
    [InlineData("/pictures/..%5csettings.json")]
    [InlineData("/pictures/%2e%2e%2f0123456789abcdef0123456789abcd.png")]
    [InlineData("/pictures/0123456789abcdef0123456789abcdef.png%0a.html")]
    public async Task What_is_no_picture_of_ours_is_the_page_that_says_so(string path)
    {
        using var answer = await product.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
