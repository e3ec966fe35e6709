using System.Security.Cryptography;
using Azure.Data.Tables;
using Publisher.Editions;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.Tests.Subscribers;

public sealed class ErasureTests : IAsyncLifetime
{
    private static readonly Subscriber Jan = Some.Subscriber("jan@example.org");

    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        await ImportAsync(Jan);
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Of_who_is_erased_a_keyed_hash_and_a_day_are_left_and_nothing_else()
    {
        await product.Get<Suppressions>().AddAsync(Jan.Key, "bounced", CancellationToken.None);

        Assert.True(await EraseAsync(Jan));
        Assert.False(await EraseAsync(Jan));

        Assert.Null(await product.Get<ProveConsent>().RunAsync(Jan.Key, CancellationToken.None));
        Assert.Empty(await HistoryAsync(Jan));
        Assert.Empty(await product.Get<Suppressions>().InAsync(KeyRange.Everything, CancellationToken.None));
        Assert.Equal(product.Now, await product.Get<Erasures>().FindAsync(Jan.Key, CancellationToken.None));
        var rows = new List<TableEntity>();
        await foreach (var row in product.Get<TableServiceClient>().GetTableClient("erasures").QueryAsync<TableEntity>((string?)null)) rows.Add(row);
        var kept = Assert.Single(rows);
        // Neither the key nor any plain hash of it is there to be tried out.
        Assert.NotEqual(Jan.Key.Hex, kept.PartitionKey + kept.RowKey);
        Assert.NotEqual(Convert.ToHexStringLower(SHA256.HashData(Jan.Key.ToBytes())), kept.PartitionKey + kept.RowKey);
    }

    [Fact]
    public async Task No_import_brings_back_who_was_erased_until_they_come_back_themselves()
    {
        await EraseAsync(Jan);

        Assert.Equal(new SubscriberImport(0, 0, 1), await ImportAsync(Jan));
        Assert.Null(await product.Get<SubscriberList>().FindAsync(Jan.Key, CancellationToken.None));
        Assert.Empty(await HistoryAsync(Jan));

        await product.Get<Erasures>().LiftAsync(Jan.Key, CancellationToken.None);
        Assert.Equal(new SubscriberImport(1, 0, 0), await ImportAsync(Jan));
    }

    [Fact]
    public async Task Who_was_erased_is_known_by_an_old_secret_and_by_no_other()
    {
        byte[][] secrets = [[.. Enumerable.Repeat((byte)1, 32)], [.. Enumerable.Repeat((byte)2, 32)]];
        Erasures With(byte[] current, params byte[][] older) => new(product.Get<TableServiceClient>(), new LinkSecrets(current, older), product.Clock);
        await With(secrets[0]).AddAsync(Jan.Key, CancellationToken.None);

        Assert.True(await With(secrets[1], secrets[0]).HasAsync(Jan.Key, CancellationToken.None));
        Assert.True((await With(secrets[1], secrets[0]).LoadAsync(CancellationToken.None)).Contains(Jan.Key));
        Assert.False(await With(secrets[1]).HasAsync(Jan.Key, CancellationToken.None));
        Assert.Equal(1, (await With(secrets[1]).LoadAsync(CancellationToken.None)).Lost);

        await With(secrets[1], secrets[0]).LiftAsync(Jan.Key, CancellationToken.None);
        Assert.False(await With(secrets[0]).HasAsync(Jan.Key, CancellationToken.None));
    }

    [Fact]
    public async Task An_erasure_that_broke_off_sends_nothing_and_is_finished_by_the_daily_round()
    {
        var others = await product.SubscribeAsync(3);
        await product.Get<Erasures>().AddAsync(Jan.Key, CancellationToken.None);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.SendNowAsync();
        await product.SendBatchAsync(edition.Id);

        Assert.Equal(others.Select(person => person.Address).Order(StringComparer.Ordinal), product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.Contains("1 erasures finished", (await product.Get<ApplyRetention>().RunAsync(CancellationToken.None))[0], StringComparison.Ordinal);
        Assert.Null(await product.Get<SubscriberList>().FindAsync(Jan.Key, CancellationToken.None));
        Assert.Empty(await HistoryAsync(Jan));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_leaves_or_is_erased_while_an_edition_is_sent_gets_nothing_from_a_batch_that_starts_later(bool erase)
    {
        var people = await product.SubscribeAsync(30);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(edition.To(EditionState.Sending) with { Plan = "00 40 80 c0" }, CancellationToken.None);
        await product.TickAsync();
        var gone = new List<Subscriber>();
        for (var batch = 1; batch <= 4; batch++)
        {
            await product.SendBatchAsync(edition.Id, batch);
            foreach (var person in people.Where(person => Convert.ToInt32(person.Key.PartitionKey, 16) / 0x40 == batch).Take(2))
            {
                gone.Add(person);
                if (erase) await EraseAsync(person);
                else await product.Get<SubscriberList>().UnsubscribeAsync(person.Key, HistoryChannel.OneClick, CancellationToken.None);
            }
        }

        await product.DrainAsync();
        Assert.NotEmpty(gone);
        Assert.Equal(
            people.Append(Jan).Except(gone).Select(person => person.Address).Order(StringComparer.Ordinal), product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
    }

    private Task<bool> EraseAsync(Subscriber person) => product.Get<EraseSubscriber>().RunAsync(person.Key, CancellationToken.None);

    private Task<SubscriberImport> ImportAsync(Subscriber person) => product.Get<ImportSubscribers>().AddAsync([person], null, CancellationToken.None);

    private async Task<IReadOnlyList<HistoryEntry>> HistoryAsync(Subscriber person)
    {
        var entries = new List<HistoryEntry>();
        await foreach (var entry in product.Get<SubscriberHistory>().OfAsync(person.Key, CancellationToken.None)) entries.Add(entry);
        return entries;
    }
}
