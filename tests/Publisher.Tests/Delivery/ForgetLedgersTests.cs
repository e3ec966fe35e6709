using Azure.Storage.Blobs;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

/// <summary>A ledger names readers by a plain hash of their address: it is no list for ever.</summary>
public sealed class ForgetLedgersTests : IAsyncLifetime
{
    private const string First = "biuletyn-0001";

    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        var people = await product.SubscribeAsync(3);
        await product.Get<Suppressions>().AddAsync(people[0].Key, "bounced", default);
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();
        await product.DrainAsync();
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Ledgers_go_so_long_after_the_edition_was_closed_and_the_counts_stay()
    {
        var (before, ledgers) = (await StatusAsync(), await LedgersAsync());
        Assert.Equal((EditionState.Sent, 2, 1), (before.Edition.State, before.Tally.Accepted, before.Tally.Suppressed));
        Assert.NotEqual(0, ledgers);

        product.Pass(Duration.FromDays(89));
        Assert.DoesNotContain("ledgers", await RetainAsync(), StringComparison.Ordinal);
        Assert.Single((await product.Get<MissedReaders>().ReadAsync(First, "", default)).Readers);

        product.Pass(Duration.FromDays(1));
        Assert.Contains($"ledgers of editions forgotten: {ledgers}", await RetainAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await LedgersAsync());
        var after = await StatusAsync();
        Assert.Equal((before.Tally, before.BatchesDone, Forgotten.All), (after.Tally, after.BatchesDone, after.Edition.Forgotten));
        Assert.DoesNotContain("ledgers", await RetainAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_tried_again_by_a_list_that_is_gone_even_in_part()
    {
        var edition = await product.FindEditionAsync(First);
        await product.Get<EditionList>().SaveAsync(edition with { Forgotten = Forgotten.Some }, default);

        await Assert.ThrowsAsync<RefusedException>(async () => await product.Get<SteerEdition>().RetryAsync(await product.FindEditionAsync(First), rejected: true, default));
        Assert.Equal(EditionState.Sent, (await product.FindEditionAsync(First)).State);
    }

    [Fact]
    public async Task A_round_that_broke_off_after_its_mark_is_gone_on_with()
    {
        await product.Get<EditionList>().SaveAsync(await product.FindEditionAsync(First) with { Forgotten = Forgotten.Some }, default);
        product.Pass(Duration.FromDays(90));

        await RetainAsync();

        Assert.Equal((0, Forgotten.All), (await LedgersAsync(), (await product.FindEditionAsync(First)).Forgotten));
    }

    private async Task<string> RetainAsync() => (await product.Get<ApplyRetention>().RunAsync(default))[0];

    private async Task<EditionStatus> StatusAsync() => await EditionStatus.ReadAsync(await product.FindEditionAsync(First), product.Get<Batches>(), default);

    private async Task<int> LedgersAsync()
    {
        var count = 0;
        await foreach (var _ in product.Get<BlobServiceClient>().GetBlobContainerClient(EditionBlobs.Container).GetBlobsAsync(prefix: $"{First}/ledger/")) count++;
        return count;
    }
}
