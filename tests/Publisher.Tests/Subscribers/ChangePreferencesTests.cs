using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class ChangePreferencesTests : IAsyncLifetime
{
    private static readonly Subscriber Ala = Some.Subscriber("ala@example.org", new Interests([ItemKind.Call], ["stawki"], ["sport", "zdrowie"]), "Ala");

    private TestProduct product = null!;
    private ChangePreferences preferences = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        preferences = new ChangePreferences(product.Get<SubscriberList>(), TestProduct.Settings.Districts, ["en", "pl"], Rhythms.All, Some.Zone, product.Clock);
        await product.Get<ImportSubscribers>().AddAsync([Ala], null, CancellationToken.None);
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task What_is_not_asked_for_stays_and_the_proof_of_consent_does()
    {
        await ChangeAsync(new PreferenceChange(Language: "en"));
        await ChangeAsync(new PreferenceChange(Name: " Alicja\n"));
        await ChangeAsync(PreferenceChange.None);

        AssertSame(Ala with { Language = "en", Name = "Alicja" }, await StoredAsync());
    }

    [Theory]
    [InlineData("call,event,news", "")]
    [InlineData("", "")]
    [InlineData("news,call", "call,news")]
    public async Task None_or_all_kinds_are_everything(string asked, string stored)
    {
        await ChangeAsync(new PreferenceChange(Kinds: Words(asked)));

        AssertSame(Ala with { Interests = Ala.Interests with { Kinds = [.. Words(stored).Select(Kind)] } }, await StoredAsync());
    }

    [Fact]
    public async Task Districts_are_kept_in_the_lists_order_and_all_of_them_are_the_whole_city()
    {
        await ChangeAsync(new PreferenceChange(Districts: ["stawki", "rubinkowo", "rubinkowo"]));
        Assert.Equal(["rubinkowo", "stawki"], (await StoredAsync()).Interests.Districts);

        await ChangeAsync(new PreferenceChange(Districts: [.. TestProduct.Settings.Districts.All.Select(district => district.Slug)]));
        Assert.Empty((await StoredAsync()).Interests.Districts);
    }

    [Fact]
    public async Task Topics_and_districts_of_old_can_be_kept_and_given_up()
    {
        var old = Some.Subscriber("old@example.org", new Interests([], ["gone", "also-gone"], ["sport", "zdrowie"]));
        await product.Get<ImportSubscribers>().AddAsync([old], null, CancellationToken.None);

        var outcome = await preferences.RunAsync(old.Key, new PreferenceChange(Districts: ["gone", "stawki"], Topics: ["zdrowie"]), CancellationToken.None);

        Assert.Equal(["stawki", "gone"], outcome.Subscriber!.Interests.Districts);
        Assert.Equal(["zdrowie"], outcome.Subscriber.Interests.Topics);
        Assert.Equal([PreferenceField.Topics], (await preferences.RunAsync(old.Key, new PreferenceChange(Topics: ["sport"]), CancellationToken.None)).Refused);
    }

    [Fact]
    public async Task What_cannot_be_had_is_named_field_by_field_and_nothing_is_changed()
    {
        var refused = (await ChangeAsync(new PreferenceChange(["call", "Call"], ["atlantis"], ["kultura"], "xx", new string('a', PersonName.MaxLength + 1))
            { Role = "king", RhythmCalls = "hourly", RhythmRest = "WEEKLY", Pause = "yesterday", Followed = ["nabor"], Left = ["nabor"] })).Refused;

        Assert.Equal(Enum.GetValues<PreferenceField>(), refused);
        Assert.Equal([PreferenceField.Districts], (await ChangeAsync(new PreferenceChange(Districts: ["Stawki"], Name: "Ola"))).Refused);
        AssertSame(Ala, await StoredAsync());
    }

    [Fact]
    public async Task Who_left_or_was_never_there_changes_nothing_and_does_not_come_back()
    {
        Assert.Null((await preferences.RunAsync(Some.Subscriber("nobody@example.org").Key, new PreferenceChange(Name: "Jan"), CancellationToken.None)).Subscriber);
        await product.Get<SubscriberList>().UnsubscribeAsync(Ala.Key, CancellationToken.None);

        Assert.Null((await ChangeAsync(new PreferenceChange(Name: "Jan"))).Subscriber);
        Assert.Equal(([], (Subscriber?)null), ((await ChangeAsync(new PreferenceChange(Kinds: ["x"]))).Refused, await preferences.FindAsync(Ala.Key, CancellationToken.None)));
        AssertSame(Ala with { Status = SubscriptionStatus.Unsubscribed }, await StoredAsync());
    }

    [Fact]
    public async Task Changes_of_different_fields_at_once_are_all_kept()
    {
        PreferenceChange[] changes =
            [new(Kinds: ["news"]), new(Districts: ["rubinkowo"]), new(Topics: ["sport"]), new(Language: "en"), new(Name: "Alicja")];

        await Task.WhenAll(changes.Select(ChangeAsync));

        AssertSame(Ala with { Name = "Alicja", Language = "en", Interests = new Interests([ItemKind.News], ["rubinkowo"], ["sport"]) }, await StoredAsync());
    }

    [Fact]
    public async Task Who_leaves_while_a_change_is_being_saved_has_left()
    {
        for (var round = 0; round < 10; round++)
        {
            var person = Some.Subscriber($"leaving{round}@example.org");
            await product.Get<ImportSubscribers>().AddAsync([person], null, CancellationToken.None);
            await Task.WhenAll(
                preferences.RunAsync(person.Key, new PreferenceChange(Name: "Jan"), CancellationToken.None),
                product.Get<SubscriberList>().UnsubscribeAsync(person.Key, CancellationToken.None),
                preferences.RunAsync(person.Key, new PreferenceChange(Kinds: ["news"]), CancellationToken.None));

            Assert.Equal(SubscriptionStatus.Unsubscribed, (await product.Get<SubscriberList>().FindAsync(person.Key, CancellationToken.None))!.Status);
        }
    }

    [Fact]
    public async Task A_change_between_two_batches_of_an_edition_counts_for_the_later()
    {
        var people = await product.SubscribeAsync(30);
        await product.PublishAsync(Some.News("a"));
        await product.PublishAsync(Some.Call("b"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(edition.To(EditionState.Sending) with { Plan = "00 80" }, CancellationToken.None);
        await product.TickAsync();
        var late = people.First(person => Convert.ToInt32(person.Key.PartitionKey, 16) >= 0x80);

        await product.SendBatchAsync(edition.Id, 1);
        await preferences.RunAsync(late.Key, new PreferenceChange(Kinds: ["news"], Name: "Ewa"), CancellationToken.None);
        await product.SendBatchAsync(edition.Id, 2);

        var mail = Assert.Single(product.Mail.Sent, mail => mail.To.Contains(late.Address, StringComparison.Ordinal));
        Assert.Contains("News a", mail.Message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Call b", mail.Message.Text, StringComparison.Ordinal);
        Assert.Contains("Ewa", mail.Message.Text, StringComparison.Ordinal);
    }

    private Task<ChangedPreferences> ChangeAsync(PreferenceChange change) => preferences.RunAsync(Ala.Key, change, CancellationToken.None);

    private async Task<Subscriber> StoredAsync() => (await product.Get<SubscriberList>().FindAsync(Ala.Key, CancellationToken.None))!;

    private static void AssertSame(Subscriber wanted, Subscriber stored)
    {
        Assert.Equal(wanted with { Interests = Interests.Everything }, stored with { Interests = Interests.Everything });
        Assert.Equal(wanted.Interests.Kinds, stored.Interests.Kinds);
        Assert.Equal(wanted.Interests.Districts, stored.Interests.Districts);
        Assert.Equal(wanted.Interests.Topics, stored.Interests.Topics);
    }

    private static ItemKind Kind(string key) => ItemKinds.TryParse(key, out var kind) ? kind : throw new ArgumentException(key, nameof(key));

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
