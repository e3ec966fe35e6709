using Azure.Data.Tables;
using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class HistoryWrittenTests : IAsyncLifetime
{
    private static readonly Subscriber Ala = Some.Subscriber("ala@example.org", new Interests([ItemKind.Call], ["stawki"], []), "Ala");

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task An_import_a_change_and_leaving_are_told_in_words_without_address_or_name()
    {
        await ImportAsync();
        product.Pass(Duration.FromHours(1));
        await ChangeAsync(new PreferenceChange(Kinds: ["call", "news"], Districts: [], Language: "en", Name: "Alicja"));
        await ChangeAsync(new PreferenceChange(Name: "Alicja"));
        await ChangeAsync(PreferenceChange.None);
        product.Pass(Duration.FromHours(1));
        foreach (var _ in Enumerable.Range(0, 2)) await product.Get<SubscriberList>().UnsubscribeAsync(Ala.Key, HistoryChannel.OneClick, CancellationToken.None);

        Assert.Equal(
            [
                new HistoryEntry(product.Now - Duration.FromHours(2), HistoryEvent.Imported, "import: a test", Detail: "kinds: call; districts: stawki; topics: all; language: pl; rhythm: weekly"),
                new HistoryEntry(product.Now - Duration.FromHours(1), HistoryEvent.Changed, "link in a mail", Detail: "kinds: call → call, news; districts: stawki → all; language: pl → en; name"),
                new HistoryEntry(product.Now, HistoryEvent.Unsubscribed, "one click"),
            ],
            await HistoryAsync());
    }

    [Fact]
    public async Task Who_is_there_already_is_not_told_to_have_been_imported()
    {
        await ImportAsync();
        await ImportAsync();

        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task Where_the_history_cannot_be_written_the_change_stands_and_its_entry_waits()
    {
        await ImportAsync();
        await WithoutHistoryAsync(() => ChangeAsync(new PreferenceChange(Language: "en")));

        Assert.Equal("en", (await product.Get<SubscriberList>().FindAsync(Ala.Key, CancellationToken.None))!.Language);
        Assert.Empty(await HistoryAsync());
        Assert.Equal("language: pl → en", Assert.Single((await ProofAsync())!.History).Detail);

        // The next change moves it first.
        await ChangeAsync(new PreferenceChange(Language: "pl"));
        Assert.Equal(["language: pl → en", "language: en → pl"], (await HistoryAsync()).Select(entry => entry.Detail));
        Assert.Equal(2, (await ProofAsync())!.History.Count);
    }

    [Fact]
    public async Task While_an_entry_waits_and_cannot_be_moved_nothing_else_is_changed()
    {
        await ImportAsync();
        await WithoutHistoryAsync(async () =>
        {
            await ChangeAsync(new PreferenceChange(Language: "en"));
            await Assert.ThrowsAnyAsync<Azure.RequestFailedException>(() => ChangeAsync(new PreferenceChange(Language: "uk")));
        });

        Assert.Equal("en", (await product.Get<SubscriberList>().FindAsync(Ala.Key, CancellationToken.None))!.Language);
    }

    [Fact]
    public async Task What_waits_comes_to_the_history_with_the_daily_round_once()
    {
        await WithoutHistoryAsync(ImportAsync);

        Assert.Contains("1 entries moved", (await RetainAsync())[0], StringComparison.Ordinal);
        Assert.Contains("0 entries moved", (await RetainAsync())[0], StringComparison.Ordinal);
        Assert.Equal(HistoryEvent.Imported, Assert.Single(await HistoryAsync()).Event);
    }

    [Fact]
    public async Task Of_changes_at_once_none_is_missing_from_the_history()
    {
        await ImportAsync();
        PreferenceChange[] changes = [new(Kinds: ["news"]), new(Districts: ["rubinkowo"]), new(Language: "en"), new(Name: "Alicja")];

        await Task.WhenAll(changes.Select(ChangeAsync));
        await RetainAsync();

        Assert.Equal(4, (await HistoryAsync()).Count(entry => entry.Event == HistoryEvent.Changed));
    }

    private Task ImportAsync() => product.Get<ImportSubscribers>().AddAsync([Ala], null, CancellationToken.None);

    private async Task ChangeAsync(PreferenceChange change) =>
        await new ChangePreferences(product.Get<SubscriberList>(), TestProduct.Settings.Districts, ["en", "pl", "uk"], Rhythms.All, Some.Zone, product.Clock).RunAsync(Ala.Key, change, CancellationToken.None);

    private Task<IReadOnlyList<string>> RetainAsync() => product.Get<ApplyRetention>().RunAsync(CancellationToken.None);

    private Task<SubscriberProof?> ProofAsync() => product.Get<ProveConsent>().RunAsync(Ala.Key, CancellationToken.None);

    /// <summary>Takes the table away and sets it up again: what was in it is lost, what waits is not.</summary>
    private async Task WithoutHistoryAsync(Func<Task> act)
    {
        await product.Get<TableServiceClient>().GetTableClient("history").DeleteAsync();
        await act();
        await product.Get<SubscriberHistory>().CreateStorageAsync(CancellationToken.None);
    }

    private async Task<IReadOnlyList<HistoryEntry>> HistoryAsync()
    {
        var entries = new List<HistoryEntry>();
        await foreach (var entry in product.Get<SubscriberHistory>().OfAsync(Ala.Key, CancellationToken.None)) entries.Add(entry);
        return entries;
    }
}
