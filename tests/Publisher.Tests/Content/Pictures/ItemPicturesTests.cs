using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Content.Pictures;

namespace Publisher.Tests.Content.Pictures;

public sealed class ItemPicturesTests : IAsyncLifetime
{
    private TestProduct product = null!;

    private ItemPictures Pictures => product.Get<ItemPictures>();

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_picture_uploaded_twice_is_there_once_and_found_by_its_name()
    {
        var one = (await Pictures.UploadAsync(Files.Jpeg(orientation: 6), CancellationToken.None)).Uploaded!;
        var before = Assert.Single(await BlobsAsync());
        var two = (await Pictures.UploadAsync(Files.Jpeg(orientation: 6), CancellationToken.None)).Uploaded!;

        Assert.Equal(one, two);
        Assert.Equal((one.Name, "image/jpeg", before.Properties.ETag), Assert.Single(await BlobsAsync()) is var blob ? (blob.Name, blob.Properties.ContentType, blob.Properties.ETag) : default);
        Assert.Equal(($"{TestProduct.Settings.PublicUrl}/pictures/{one.Name}", 2, 3), (one.Url, one.Width, one.Height));
        Assert.Equal(PictureFile.Read(Files.Jpeg(orientation: 6)).Picture!.Content.ToArray(), (await Pictures.FindAsync(one.Name, CancellationToken.None))!.ToArray());
    }

    [Fact]
    public async Task Many_who_upload_one_picture_at_once_all_have_it()
    {
        var uploads = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Pictures.UploadAsync(Files.Png(), CancellationToken.None)));

        Assert.Single(uploads.Select(upload => upload.Uploaded!).Distinct());
        Assert.Single(await BlobsAsync());
    }

    [Fact]
    public async Task What_is_no_picture_leaves_nothing_behind()
    {
        foreach (var file in (byte[][])[[], Encoding.ASCII.GetBytes("<svg onload=alert(1)>"), [.. Files.Png()[..40]], Files.Png(10_000, 10_000), new byte[PictureFile.MaxSize + 1]])
            Assert.Equal("image.file", (await Pictures.UploadAsync(file, CancellationToken.None)).Fault!.Field);

        Assert.Empty(await BlobsAsync());
    }

    [Theory]
    [InlineData("../editions/x")]
    [InlineData("..%2feditions%2fx")]
    [InlineData("note.txt")]
    [InlineData("0123456789abcdef0123456789abcdef.html")]
    [InlineData("0123456789abcdef0123456789abcdef.png")]
    public async Task A_name_that_is_not_of_our_making_finds_nothing_even_where_something_has_it(string name)
    {
        if (Picture.TypeOf(name) is null) await product.Get<BlobServiceClient>().GetBlobContainerClient("pictures").GetBlobClient(name.Replace("..", "up", StringComparison.Ordinal)).UploadAsync(BinaryData.FromString("x"));

        Assert.Null(await Pictures.FindAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task An_uploaded_picture_can_be_an_item_s_picture_in_local_mode_too()
    {
        var uploaded = (await Pictures.UploadAsync(Files.Png(), CancellationToken.None)).Uploaded!;
        Assert.StartsWith("http://localhost", uploaded.Url, StringComparison.Ordinal);

        var draft = product.Get<ItemForm>().Read(ItemKind.News, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["title"] = ["A"], ["image.url"] = [uploaded.Url], ["image.alt"] = ["Ludzie przy stole"] });

        Assert.Empty(draft.Faults);
        Assert.Equal(FaultCode.NotASecureAddress, Assert.Single(ItemRules.Check(draft.Item with { Image = new("http://example.org/a.png", "x") }, Some.Zone)).Code);
    }

    private async Task<List<BlobItem>> BlobsAsync()
    {
        var found = new List<BlobItem>();
        await foreach (var blob in product.Get<BlobServiceClient>().GetBlobContainerClient("pictures").GetBlobsAsync()) found.Add(blob);
        return found;
    }
}
