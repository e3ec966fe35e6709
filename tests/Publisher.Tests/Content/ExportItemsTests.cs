using Publisher.Content;

namespace Publisher.Tests.Content;

public sealed class ExportItemsTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task What_is_exported_is_imported_as_it_was()
    {
        await product.Get<ImportItems>().RunAsync(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json")), CancellationToken.None);
        await product.PublishAsync(Some.Call("full", "2023-05-31T15:00") with
        {
            Title = "„Zażółć” <gęślą> & 'jaźń' 😀", Body = "# A\n\n* b\t\"c\"\u2028d", Budget = 1234567.89m, Status = ItemStatus.Draft, Language = "uk", Districts = ["rubinkowo"],
            Topics = ["=1"], Image = new ItemImage("https://example.org/a.png", "x"), Links = [new ItemLink("https://example.org/", "y")], Note = "n",
            Results = new CallResults("done", ""), Translations = [new ItemText("en", "t", "s", "")],
        });
        await product.PublishAsync(Some.Event("gone", "2023-05-09") with { Status = ItemStatus.Withdrawn });
        var file = await ExportAsync(product);

        Assert.Equal(new ImportReport(0, 0, 7), await product.Get<ImportItems>().RunAsync(file, CancellationToken.None));
        await using var another = await TestProduct.StartAsync();
        Assert.Equal(new ImportReport(7, 0, 0), await another.Get<ImportItems>().RunAsync(file, CancellationToken.None));
        Assert.Equal(file, await ExportAsync(another));
    }

    private static async Task<byte[]> ExportAsync(TestProduct product)
    {
        using var file = new MemoryStream();
        await product.Get<ExportItems>().RunAsync(file, CancellationToken.None);
        return file.ToArray();
    }
}
