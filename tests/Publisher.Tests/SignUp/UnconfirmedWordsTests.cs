using Azure.Data.Tables;
using Publisher.Content;
using Publisher.Notices;
using Publisher.Subscribers;

namespace Publisher.Tests.SignUp;

/// <summary>A sign-up that nobody has confirmed is a stranger's word: it changes nothing of an owner's, and is not kept for ever.</summary>
public sealed class UnconfirmedWordsTests : IAsyncLifetime
{
    private const string Jan = "jan@example.org";
    private const string New = "nowy@example.org";

    private static readonly string[] Own =
        ["Address", "Name", "Language", "Kinds", "Districts", "Topics", "Role", "Deadlines", "Rhythm", "RhythmPast", "PausedUntil", "FollowedCalls", "LeftCalls", "Source", "Status", "Since", "MovedTo"];

    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        var jan = Some.Subscriber(Jan, new Interests([ItemKind.Call], ["stawki"], []), "Jan") with
        {
            Language = "uk", Role = ReaderRole.Ngo, Calls = new(["nabor"], ["inny"]), PausedUntil = new LocalDate(2023, 8, 1), Rhythm = new RhythmChoice(Rhythm.Monthly, Rhythm.Monthly),
        };
        await product.Get<ImportSubscribers>().AddAsync([jan], null, default);
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_strangers_words_change_nothing_of_who_left_until_the_mailbox_confirms_them()
    {
        await product.Get<SubscriberList>().UnsubscribeAsync(SignUps.KeyOf(Jan), HistoryChannel.Link, default);
        var before = await OwnAsync();

        await product.AskAsync(Jan, new Interests([ItemKind.News], [], []));
        await product.DrainAsync();
        Assert.Equal(before, await OwnAsync());
        Assert.Equal(Jan, Assert.Single(product.Mail.Sent).To);

        product.Pass(Duration.FromHours(1));
        var confirmed = (await product.ConfirmAsync(Jan))!;
        Assert.Equal(
            ("Ala", "pl", "form", (ReaderRole?)null, SubscriptionStatus.Confirmed, product.Now, (Instant?)null),
            (confirmed.Name, confirmed.Language, confirmed.Source, confirmed.Role, confirmed.Status, confirmed.Since, confirmed.Asked));
        var stored = (await product.FindAsync(Jan))!;
        Assert.Equal([ItemKind.News], stored.Interests.Kinds);
        Assert.Equal((confirmed.Name, confirmed.Rhythm, confirmed.Calls, Jan), (stored.Name, stored.Rhythm, stored.Calls, stored.Address));
        Assert.Contains("news", (await product.HistoryAsync(Jan))[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_back_by_a_link_of_their_own_gets_their_own_choices_and_not_a_strangers()
    {
        var key = SignUps.KeyOf(Jan);
        await product.Get<SubscriberList>().UnsubscribeAsync(key, HistoryChannel.Link, default);
        await product.AskAsync(Jan);

        await product.Get<SubscriberList>().ReturnAsync(key, product.Now, before => new HistoryEntry(product.Now, HistoryEvent.Returned, "link", Detail: before.Name), default);

        var back = (await product.FindAsync(Jan))!;
        Assert.Equal(("Jan", "uk", null), (back.Name, back.Language, back.Asked));
        Assert.Null(await product.ConfirmAsync(Jan) is { Name: "Ala" } stranger ? stranger : null);
    }

    [Fact]
    public async Task What_nobody_confirmed_is_forgotten_in_time_and_nothing_else_with_it()
    {
        await product.Get<SubscriberList>().UnsubscribeAsync(SignUps.KeyOf(Jan), HistoryChannel.Link, default);
        var before = await OwnAsync();
        await product.AskAsync(Jan);
        var history = (await product.HistoryAsync(Jan)).Count;

        product.Pass(Duration.FromDays(29));
        await RetainAsync();
        Assert.NotNull((await product.FindAsync(Jan))!.Asked);
        product.Pass(Duration.FromDays(1));
        Assert.Contains("sign-ups of known addresses forgotten: 1", await RetainAsync(), StringComparison.Ordinal);

        Assert.Null((await product.FindAsync(Jan))!.Asked);
        Assert.Equal(before, await OwnAsync());
        Assert.Null(await product.ConfirmAsync(Jan));
        Assert.Equal(history, (await product.HistoryAsync(Jan)).Count);
        Assert.DoesNotContain("forgotten: ", await RetainAsync(), StringComparison.Ordinal);
        Assert.All((await RowAsync()).Select(column => column.Value).OfType<string>(), text => Assert.DoesNotContain("Ala", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_was_moved_away_comes_back_only_with_its_confirmation()
    {
        var key = SignUps.KeyOf(Jan);
        await product.Get<MoveAddress>().AskAsync(key, Address.Parse(New, out _)!, "", default);
        await product.Get<SubscriberList>().ChangeMoveAsync(key, stored => (stored.Move!.With(MoveSide.Old, product.Now).With(MoveSide.New, product.Now), null), default);
        await product.Get<MoveAddress>().CurrentAsync(key, default);
        var before = await OwnAsync();
        Assert.Equal("", (await product.FindAsync(Jan))!.Address);

        await product.AskAsync(Jan);
        await product.DrainAsync();
        Assert.Equal(before, await OwnAsync());
        Assert.Equal(Jan, Assert.Single(product.Mail.Sent).To);
        product.Pass(Duration.FromDays(30));
        await RetainAsync();
        Assert.DoesNotContain((await RowAsync()).Select(column => column.Value).OfType<string>(), text => text.Contains(Jan, StringComparison.Ordinal));

        await product.AskAsync(Jan);
        await product.ConfirmAsync(Jan);
        Assert.Equal((Jan, SubscriptionStatus.Confirmed, null), ((await product.FindAsync(Jan))!.Address, (await product.FindAsync(Jan))!.Status, (await product.FindAsync(Jan))!.MovedTo));
    }

    [Fact]
    public async Task A_stale_link_to_leave_ends_a_sign_up_and_the_row_goes_as_if_nobody_had_confirmed_it()
    {
        await product.AskAsync("stale@example.org");
        for (var press = 0; press < 2; press++) Assert.True(await product.Get<SubscriberList>().UnsubscribeAsync(SignUps.KeyOf("stale@example.org"), HistoryChannel.Link, default));

        Assert.Equal([HistoryEvent.SignedUp, HistoryEvent.Unsubscribed], (await product.HistoryAsync("stale@example.org")).Select(entry => entry.Event));
        Assert.Null(await product.ConfirmAsync("stale@example.org"));
        await product.DrainAsync();
        Assert.Empty(product.Mail.Sent);
        product.Pass(Duration.FromDays(30));
        await RetainAsync();
        Assert.Null(await product.FindAsync("stale@example.org"));
        Assert.Empty(await product.HistoryAsync("stale@example.org"));
    }

    private async Task<string> RetainAsync() => (await product.Get<ApplyRetention>().RunAsync(default))[0];

    private async Task<TableEntity> RowAsync()
    {
        var key = SignUps.KeyOf(Jan);
        return (await product.Get<TableServiceClient>().GetTableClient("subscribers").GetEntityAsync<TableEntity>(key.PartitionKey, key.RowKey)).Value;
    }

    private async Task<string> OwnAsync()
    {
        var row = await RowAsync();
        return string.Join('\n', Own.Select(column => $"{column}: {(row.TryGetValue(column, out var value) ? value : null)}"));
    }
}
