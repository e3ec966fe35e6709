using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class RetentionTests : IAsyncLifetime
{
    private const string Nothing = "Retention: 0 unconfirmed removed, 0 networks forgotten, 0 histories of nobody removed, 0 erasures finished, 0 entries moved to the history";

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task What_is_kept_too_long_goes_what_is_not_stays_and_a_second_run_does_nothing()
    {
        var old = await AddAsync("old@example.org", SubscriptionStatus.Unconfirmed, "192.0.2.0/24");
        var confirmed = await AddAsync("confirmed@example.org", SubscriptionStatus.Confirmed, "192.0.2.0/24");
        var left = await AddAsync("left@example.org", SubscriptionStatus.Unsubscribed, "");
        var nobody = Some.Subscriber("nobody@example.org").Key;
        await SignedUpAsync(nobody, "");
        product.Pass(Duration.FromDays(29));
        var again = await AddAsync("again@example.org", SubscriptionStatus.Unconfirmed, "198.51.100.0/24", Duration.FromDays(60));
        var young = Some.Subscriber("young-nobody@example.org").Key;
        product.Pass(Duration.FromDays(1));
        await SignedUpAsync(young, "");

        Assert.Equal("Retention: 1 unconfirmed removed, 0 networks forgotten, 1 histories of nobody removed, 0 erasures finished, 0 entries moved to the history", Assert.Single(await RunAsync()));
        Assert.Equal(Nothing, Assert.Single(await RunAsync()));
        Assert.Null(await FindAsync(old));
        Assert.Empty(await NetworksAsync(old));
        Assert.Empty(await NetworksAsync(nobody));
        Assert.Single(await NetworksAsync(young));
        foreach (var kept in (SubscriberKey[])[confirmed, left, again]) Assert.NotNull(await FindAsync(kept));

        product.Pass(Duration.FromDays(60));
        Assert.Equal("Retention: 1 unconfirmed removed, 1 networks forgotten, 1 histories of nobody removed, 0 erasures finished, 0 entries moved to the history", Assert.Single(await RunAsync()));
        Assert.Equal(Nothing, Assert.Single(await RunAsync()));
        Assert.Equal([""], await NetworksAsync(confirmed));
    }

    [Fact]
    public async Task A_run_that_stopped_goes_on_where_it_stopped()
    {
        for (var number = 0; number < 40; number++) await AddAsync($"u{number}@example.org", SubscriptionStatus.Unconfirmed, "");
        product.Pass(Duration.FromDays(40));
        await product.Get<Watermarks>().WritePlaceAsync("retention", "80", CancellationToken.None);

        await RunAsync();
        var left = await CountAsync();
        Assert.InRange(left.Low, 1, 40);
        Assert.Equal(0, left.High);

        await RunAsync();
        Assert.Equal((0, 0), await CountAsync());
    }

    [Fact]
    public async Task Who_was_erased_and_signs_up_again_is_not_erased_again()
    {
        var key = await AddAsync("jan@example.org", SubscriptionStatus.Confirmed, "");
        await product.Get<EraseSubscriber>().RunAsync(key, CancellationToken.None);
        await product.Get<SubscriberList>().AddMissingAsync([Some.Subscriber("jan@example.org") with { Status = SubscriptionStatus.Unconfirmed, Since = product.Now }], null, CancellationToken.None);

        Assert.Equal(Nothing, Assert.Single(await RunAsync()));
        Assert.NotNull(await FindAsync(key));
    }

    private async Task<SubscriberKey> AddAsync(string address, SubscriptionStatus status, string network, Duration before = default)
    {
        var person = Some.Subscriber(address) with { Status = status, Since = product.Now - before };
        await product.Get<SubscriberList>().AddMissingAsync([person], null, CancellationToken.None);
        await SignedUpAsync(person.Key, network);
        return person.Key;
    }

    private Task SignedUpAsync(SubscriberKey key, string network) =>
        product.Get<SubscriberHistory>().AddAsync(key, new HistoryEntry(product.Now, HistoryEvent.SignedUp, "form", Network: network), CancellationToken.None);

    private Task<IReadOnlyList<string>> RunAsync() => product.Get<ApplyRetention>().RunAsync(CancellationToken.None);

    private Task<Subscriber?> FindAsync(SubscriberKey key) => product.Get<SubscriberList>().FindAsync(key, CancellationToken.None);

    private async Task<IReadOnlyList<string>> NetworksAsync(SubscriberKey key)
    {
        var networks = new List<string>();
        await foreach (var entry in product.Get<SubscriberHistory>().OfAsync(key, CancellationToken.None))
            if (entry.Event == HistoryEvent.SignedUp) networks.Add(entry.Network);
        return networks;
    }

    private async Task<(int Low, int High)> CountAsync()
    {
        var (low, high) = (0, 0);
        for (var number = 0; number < 40; number++)
        {
            var key = Some.Subscriber($"u{number}@example.org").Key;
            if (await FindAsync(key) is null) continue;
            if (Convert.ToInt32(key.PartitionKey, 16) < 0x80) low++;
            else high++;
        }

        return (low, high);
    }
}
