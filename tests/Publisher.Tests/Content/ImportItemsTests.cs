using System.Text;
using Publisher.Content;

namespace Publisher.Tests.Content;

public sealed class ImportItemsTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Importing_twice_changes_nothing()
    {
        var sample = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json"));
        var first = await product.Get<ImportItems>().RunAsync(sample, CancellationToken.None);
        var before = await AllAsync();
        product.Pass(Duration.FromHours(5));

        var second = await product.Get<ImportItems>().RunAsync(sample, CancellationToken.None);

        Assert.Equal(new ImportReport(first.Total, 0, 0), first);
        Assert.Equal(new ImportReport(0, 0, first.Total), second);
        Assert.Equal(before, await AllAsync());
    }

    [Fact]
    public async Task A_file_with_one_fault_imports_nothing_of_the_rest()
    {
        await Assert.ThrowsAsync<RefusedException>(() => ImportAsync("""
            {"items": [{"kind": "news", "id": "good", "title": "A", "summary": "s"}, {"kind": "news", "id": "bad", "title": "A"}]}
            """));

        Assert.Empty(await AllAsync());
    }

    [Fact]
    public async Task An_edited_item_gets_a_new_version_and_keeps_its_first_publishing()
    {
        await product.PublishAsync(Some.News("a"));
        var first = product.Now;
        product.Pass(Duration.FromDays(3));

        Assert.Equal(Saved.Updated, await product.PublishAsync(Some.News("a", "Mended")));

        var stored = await product.Get<Items>().FindAsync(new ItemRef(ItemKind.News, "a"), CancellationToken.None);
        Assert.Equal((2, first, product.Now, "Mended"), (stored!.Version, stored.Published, stored.Changed, stored.Item.Title));
    }

    [Fact]
    public async Task A_draft_counts_as_published_only_from_its_publishing_on()
    {
        await product.PublishAsync(Some.News("a") with { Status = ItemStatus.Draft });
        Assert.Empty(await AllAsync());
        product.Pass(Duration.FromDays(3));
        await product.PublishAsync(Some.News("a"));

        Assert.Equal([("news/a", 2, (Instant?)product.Now)], await AllAsync());
    }

    [Fact]
    public async Task Everything_of_an_item_comes_back_from_storage()
    {
        var call = new Call
        {
            Id = "all", Title = "Tytuł „z” <b>", Summary = "Zażółć\nгрейд 😀", Body = "# x", Image = new ItemImage("https://example.org/a.png", "alt"), Links = [new ItemLink("https://example.org", "t")],
            Districts = ["rubinkowo"], Topics = ["sport, zdrowie"], Language = "uk", Note = "n", Number = "1/23", Programme = "p", Priority = "q", ProjectTypes = ["a", "b"], WhoMayApply = "w",
            Budget = 1200000.50m, Opens = Some.Moment("2023-05-01"), Closes = Some.Moment("2023-05-31T15:00"), Contact = "c",
        };
        await product.PublishAsync(call);

        var stored = (await product.Get<Items>().FindAsync(call.Ref, CancellationToken.None))!;

        Assert.Equal(Saved.Unchanged, await product.PublishAsync(call));
        Assert.Equivalent(call, stored.Item, strict: true);
    }

    private Task<ImportReport> ImportAsync(string text) => product.Get<ImportItems>().RunAsync(Encoding.UTF8.GetBytes(text), CancellationToken.None);

    private async Task<IReadOnlyList<(string, int, Instant?)>> AllAsync()
    {
        var all = new List<(string, int, Instant?)>();
        await foreach (var stored in product.Get<Items>().PublishedSinceAsync(null, CancellationToken.None)) all.Add((stored.Ref.ToString(), stored.Version, stored.Published));
        return [.. all.Order()];
    }
}
