using Azure.Data.Tables;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Reports;

namespace Publisher.Tests.Reports;

/// <summary>Counting openings of links, on real storage.</summary>
public sealed class ClicksTests : IAsyncLifetime
{
    private static readonly ItemRef Item = new(ItemKind.News, "a");

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_burst_on_two_instances_loses_nothing_and_costs_a_few_rows()
    {
        await using var other = product.AnotherInstance();
        var count = product.Get<Clicks>().Of("weekly-0001", product.Now, Item, product.Now);

        await Task.WhenAll(Enumerable.Range(0, 400).Select(at => (at % 2 == 0 ? product : other).Get<CountClicks>().AddAsync(count, 1)));

        Assert.Equal(400, (await SumsAsync("weekly-0001"))[("weekly-0001", Item)]);
        Assert.InRange(await RowsAsync(), 1, 2);
    }

    [Fact]
    public async Task Two_who_write_one_row_at_once_both_count()
    {
        var clicks = product.Get<Clicks>();
        var count = clicks.Of("weekly-0001", product.Now, Item, product.Now);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => clicks.AddAsync(count, 1, default)));

        Assert.Equal(6, (await SumsAsync("weekly-0001"))[("weekly-0001", Item)]);
    }

    [Fact]
    public async Task Each_edition_item_and_day_is_a_count_of_its_own_and_what_was_taken_back_never_makes_less_than_none()
    {
        var (clicks, count) = (product.Get<Clicks>(), product.Get<CountClicks>());
        await count.AddAsync(clicks.Of("weekly-0001", product.Now, Item, product.Now), 1);
        await count.AddAsync(clicks.Of("weekly-0001", product.Now, Item, product.Now + Duration.FromDays(1)), 2);
        await count.AddAsync(clicks.Of("weekly-0001", product.Now, new ItemRef(ItemKind.Event, "a"), product.Now), 1);
        await count.AddAsync(clicks.Of("weekly-0001", product.Now, new ItemRef(ItemKind.Event, "a"), product.Now), -2);
        await count.AddAsync(clicks.Of("weekly-0002", product.Now, Item, product.Now), 7);

        var sums = await SumsAsync("weekly-0001");

        Assert.Equal((3, 0, 2), (sums[("weekly-0001", Item)], sums[("weekly-0001", new ItemRef(ItemKind.Event, "a"))], sums.Count));
        Assert.Equal(4, await RowsAsync());
    }

    [Fact]
    public async Task What_storage_does_not_take_fails_for_nobody_and_is_counted_with_the_next()
    {
        var table = product.Get<TableServiceClient>().GetTableClient("clicks");
        await table.DeleteAsync();
        var count = product.Get<Clicks>().Of("weekly-0001", product.Now, Item, product.Now);

        await product.Get<CountClicks>().AddAsync(count, 1);
        await product.Get<CountClicks>().AddAsync(count, 1);
        await table.CreateIfNotExistsAsync();
        await product.Get<CountClicks>().AddAsync(count, 1);

        Assert.Equal(3, (await SumsAsync("weekly-0001"))[("weekly-0001", Item)]);
    }

    [Fact]
    public async Task A_row_holds_a_number_and_nothing_of_anybody()
    {
        await product.Get<CountClicks>().AddAsync(product.Get<Clicks>().Of("weekly-0001", product.Now, Item, product.Now), 1);

        await foreach (var row in product.Get<TableServiceClient>().GetTableClient("clicks").QueryAsync<TableEntity>((string?)null))
        {
            Assert.Equal(["Count"], row.Keys.Except(["PartitionKey", "RowKey", "Timestamp", "odata.etag"]));
            Assert.Matches(@"^weekly-0001\|news\|a\|2023-04-30\|\d\d$", row.RowKey);
            Assert.Equal("2023-04", row.PartitionKey);
        }
    }

    private Task<IReadOnlyDictionary<(string Edition, ItemRef Item), int>> SumsAsync(string edition) =>
        product.Get<Clicks>().OfAsync([new Edition(edition, "weekly", 1, EditionState.Sent, product.Now, [], Started: product.Now)], default);

    private async Task<int> RowsAsync()
    {
        var rows = 0;
        await foreach (var _ in product.Get<TableServiceClient>().GetTableClient("clicks").QueryAsync<TableEntity>((string?)null)) rows++;
        return rows;
    }
}
