using System.Net;
using Azure.Storage.Blobs;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Tests.Staff;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class AssetTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Fact]
    public async Task Every_logo_of_the_sample_is_a_picture_kept_for_a_day_and_not_sent_twice()
    {
        var logos = product.Get<PublisherSettings>().Programmes.All.SelectMany(programme => programme.Logos).Select(logo => new Uri(logo.Url).PathAndQuery).Distinct().ToList();
        Assert.Equal(2, logos.Count);
        foreach (var logo in logos)
        {
            using var answer = await product.Client.GetAsync(logo);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("image/png", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal((true, TimeSpan.FromDays(1)), (answer.Headers.CacheControl!.Public, answer.Headers.CacheControl.MaxAge));
            Assert.Equal(await File.ReadAllBytesAsync(Checkout.At("samples", "torun", "assets", Path.GetFileName(logo))), await answer.Content.ReadAsByteArrayAsync());

            using var again = new HttpRequestMessage(HttpMethod.Get, logo);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            using var unchanged = await product.Client.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
            Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task What_staff_put_into_the_container_comes_first_and_is_called_a_picture_by_its_name()
    {
        var container = product.Get<BlobServiceClient>().GetBlobContainerClient("assets");
        await container.UploadBlobAsync("Zima_2023.JPEG", BinaryData.FromString("<script>alert(1)</script>"));
        await container.UploadBlobAsync("index.html", BinaryData.FromString("<script>alert(1)</script>"));

        using var answer = await product.Client.GetAsync("/assets/Zima_2023.JPEG");
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        using var page = await product.Client.GetAsync("/assets/index.html");
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);

        await container.UploadBlobAsync("unia-europejska.png", BinaryData.FromString("ours"));
        Assert.Equal("ours", await product.Client.GetStringAsync("/assets/unia-europejska.png"));
        await container.DeleteBlobAsync("unia-europejska.png");
    }

    [Fact]
    public async Task A_blob_too_large_for_a_picture_is_not_served()
    {
        await product.Get<BlobServiceClient>().GetBlobContainerClient("assets").UploadBlobAsync("large.png", BinaryData.FromBytes(new byte[(5 * 1024 * 1024) + 1]));

        using var answer = await product.Client.GetAsync("/assets/large.png");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/assets/nothing.png")]
    [InlineData("/assets/..%2funia-europejska.png")]
    [InlineData("/assets/..%5csettings.png")]
    [InlineData("/assets/%2e%2e%2fcontent.json")]
    [InlineData("/assets/.png")]
    [InlineData("/assets/")]
    [InlineData("/assets")]
    public async Task What_is_no_picture_of_ours_is_the_page_that_says_so(string path)
    {
        using var answer = await product.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("<h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("logo.png", "image/png")]
    [InlineData("a.b-c_1.webp", "image/webp")]
    [InlineData("x.GIF", "image/gif")]
    [InlineData("logo.svg", null)]
    [InlineData("logo", null)]
    [InlineData("png", null)]
    [InlineData("", null)]
    [InlineData(".png", null)]
    [InlineData("-a.png", null)]
    [InlineData("a/b.png", null)]
    [InlineData("a..png", null)]
    [InlineData("zdjęcie.png", null)]
    [InlineData("logo.png ", null)]
    public void A_safe_name_of_a_picture_says_its_type(string name, string? type) => Assert.Equal(type, AssetName.ContentType(name));
}
