using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.Tests.Subscribers;

public sealed class ImportSubscribersTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Importing_twice_adds_nothing()
    {
        const string File = "address\na@example.org\nb@example.org\n";

        Assert.Equal(new SubscriberImport(2, 0, 0), await ImportAsync(File));
        Assert.Equal(new SubscriberImport(0, 2, 0), await ImportAsync(File));
        Assert.Equal(2, (await ConfirmedAsync()).Count);
    }

    [Fact]
    public async Task A_file_with_a_fault_adds_nobody()
    {
        await Assert.ThrowsAsync<RefusedException>(() => ImportAsync("address\na@example.org\nnobody\n"));

        Assert.Empty(await ConfirmedAsync());
    }

    [Fact]
    public async Task Who_left_stays_gone_and_who_is_suppressed_is_left_out()
    {
        await ImportAsync("address\nleft@example.org\nstays@example.org\n");
        Assert.True(await product.Get<SubscriberList>().UnsubscribeAsync(Some.Subscriber("left@example.org").Key, CancellationToken.None));
        await product.Get<Suppressions>().AddAsync(Some.Subscriber("never@example.org").Key, "complained", CancellationToken.None);

        var report = await ImportAsync("address\nLEFT@example.org\nstays@example.org\nnever@example.org\nnew@example.org\n");

        Assert.Equal(new SubscriberImport(1, 2, 1), report);
        Assert.Equal(["new@example.org", "stays@example.org"], (await ConfirmedAsync()).Select(person => person.Address).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Leaving_twice_is_leaving_and_nobody_cannot_leave()
    {
        await ImportAsync("address,name\na@example.org,Ala\n");
        var (list, key) = (product.Get<SubscriberList>(), Some.Subscriber("a@example.org").Key);

        Assert.True(await list.UnsubscribeAsync(key, CancellationToken.None));
        Assert.True(await list.UnsubscribeAsync(key, CancellationToken.None));
        Assert.False(await list.UnsubscribeAsync(Some.Subscriber("b@example.org").Key, CancellationToken.None));
        var left = (await list.FindAsync(key, CancellationToken.None))!;
        Assert.Equal((SubscriptionStatus.Unsubscribed, "Ala", "fair"), (left.Status, left.Name, left.Source));
        Assert.Null(await list.FindAsync(Some.Subscriber("b@example.org").Key, CancellationToken.None));
    }

    [Fact]
    public async Task A_partition_takes_more_than_one_transaction_holds()
    {
        var crowd = Enumerable.Range(0, 250).Select(number => Crowded("00", number)).ToList();

        Assert.Equal(250, await product.Get<SubscriberList>().AddMissingAsync(crowd, null, CancellationToken.None));

        var counts = await product.Get<SubscriberList>().CountConfirmedAsync(CancellationToken.None);
        Assert.Equal((250, 250), (counts[0], counts.Sum()));
    }

    [Fact]
    public async Task Everything_of_a_subscriber_comes_back_from_storage()
    {
        await ImportAsync("address,name,language,kinds,districts,topics\n\"a@example.org\",Łucja,uk,call,Rubinkowo|Stawki,\"sport, zdrowie|kultura\"\n");

        var person = (await product.Get<SubscriberList>().FindAsync(Some.Subscriber("a@example.org").Key, CancellationToken.None))!;

        Assert.Equal(("Łucja", "uk", product.Now), (person.Name, person.Language, person.Since));
        Assert.Equal([Publisher.Content.ItemKind.Call], person.Interests.Kinds);
        Assert.Equal(["rubinkowo", "stawki"], person.Interests.Districts);
        Assert.Equal(["sport, zdrowie", "kultura"], person.Interests.Topics);
    }

    private static Subscriber Crowded(string partition, int number) =>
        Some.Subscriber($"a{number}@example.org") with { Key = SubscriberKey.FromRow(partition, Some.Subscriber($"a{number}@example.org").Key.RowKey) };

    private Task<SubscriberImport> ImportAsync(string file) => product.Get<ImportSubscribers>().TextAsync(file, "fair");

    private async Task<IReadOnlyList<Subscriber>> ConfirmedAsync()
    {
        var all = new List<Subscriber>();
        await foreach (var person in product.Get<SubscriberList>().ConfirmedAsync(KeyRange.Everything, CancellationToken.None)) all.Add(person);
        return all;
    }
}
