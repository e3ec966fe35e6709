using Azure.Data.Tables;
using Publisher.Subscribers;
using Publisher.Tests.SignUp;

namespace Publisher.Tests.Subscribers;

/// <summary>What becomes of a change of address that broke off, and of the ways that it leaves behind.</summary>
public sealed class MoveEndTests : IAsyncLifetime
{
    private const string A = "a@example.org";
    private const string B = "b@example.org";
    private const string C = "c@example.org";

    private TestProduct product = null!;

    private MoveAddress Moves => product.Get<MoveAddress>();

    private SubscriberList Subscribers => product.Get<SubscriberList>();

    private TableClient Rows => product.Get<TableServiceClient>().GetTableClient("subscribers");

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber(A)], null, default);
        product.Pass(Duration.FromHours(1));
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_is_erased_at_the_new_address_after_a_move_broke_off_is_brought_back_by_no_daily_round(bool whole)
    {
        await BrokenOffAsync();
        product.Pass(Duration.FromHours(1));
        if (whole) await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf(B), default);
        else await product.Get<Erasures>().AddAsync(SignUps.KeyOf(B), default);

        for (var day = 0; day < 2; day++) await product.Get<ApplyRetention>().RunAsync(default);

        Assert.Equal((null, null), (await product.FindAsync(A), await product.FindAsync(B)));
        Assert.Equal(2, (await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber(A), Some.Subscriber(B)], null, default)).Suppressed);
    }

    [Fact]
    public async Task Who_was_erased_at_the_new_address_and_agrees_there_later_is_moved()
    {
        await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber(B)], null, default);
        await Moves.AskAsync(SignUps.KeyOf(A), To(B), "", default);
        product.Pass(Duration.FromMinutes(1));
        await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf(B), default);
        product.Pass(Duration.FromMinutes(1));
        await AgreeAsync(A, B);

        Assert.Equal(SubscriptionStatus.Confirmed, (await product.FindAsync(B))!.Status);
        Assert.Null(await product.Get<Erasures>().FindAsync(SignUps.KeyOf(B), default));
    }

    [Fact]
    public async Task After_two_moves_an_old_link_opens_their_subscription_and_never_that_of_who_signs_up_at_an_address_between()
    {
        await MoveAsync(A, B);
        await MoveAsync(B, C);
        product.Pass(Duration.FromDays(1));
        await product.AskAsync(B);
        await product.ConfirmAsync(B);

        Assert.Equal(C, (await Moves.CurrentAsync(SignUps.KeyOf(A), default))!.Address);
        Assert.Equal(B, (await Moves.CurrentAsync(SignUps.KeyOf(B), default))!.Address);
        Assert.Equal(MoveState.Over, await Moves.LookAsync(Link(B, C, MoveSide.Old), default));

        // As it was left by a move that did not yet set the ways of before right.
        await Rows.UpdateEntityAsync(Way(A, B), Azure.ETag.All, TableUpdateMode.Merge);
        Assert.Null(await Moves.CurrentAsync(SignUps.KeyOf(A), default));
        await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf(C), default);
        Assert.Equal(SubscriptionStatus.Confirmed, (await product.FindAsync(B))!.Status);
        await product.Get<ApplyRetention>().RunAsync(default);
        Assert.Null(await product.FindAsync(A));
        Assert.Equal(SubscriptionStatus.Confirmed, (await product.FindAsync(B))!.Status);
    }

    [Fact]
    public async Task Who_signs_up_anew_at_a_former_address_keeps_that_wish_when_the_way_is_set_right()
    {
        await MoveAsync(A, B);
        product.Pass(Duration.FromDays(1));
        await product.AskAsync(A);
        await MoveAsync(B, C);

        Assert.NotNull((await product.FindAsync(A))!.Asked);
        Assert.Equal(C, (await Moves.CurrentAsync(SignUps.KeyOf(A), default))!.Address);
    }

    [Fact]
    public async Task An_edition_in_the_middle_of_a_move_is_mailed_to_one_of_the_two_addresses()
    {
        await BrokenOffAsync();
        await product.PublishAsync(Some.News("news"));
        await product.SendNowAsync();
        await product.DrainAsync();

        Assert.Equal([B], product.Mail.Sent.Select(mail => mail.To));
    }

    [Fact]
    public async Task Each_mailboxs_word_and_the_end_of_a_move_are_in_the_history_with_their_side_and_network()
    {
        await Moves.AskAsync(SignUps.KeyOf(A), To(B), "192.0.2.0/24", default);
        for (var press = 0; press < 2; press++) await Moves.AgreeAsync(Link(A, B, MoveSide.New), "203.0.113.0/24", default);
        product.Pass(Duration.FromMinutes(1));
        await Moves.CancelAsync(Link(A, B, MoveSide.Old), "198.51.100.0/24", default);
        product.Pass(Duration.FromMinutes(1));
        await Moves.AskAsync(SignUps.KeyOf(A), To(C), "", default);
        product.Pass(Duration.FromDays(LinkTokens.MoveDays + 1));
        await product.Get<ApplyRetention>().RunAsync(default);

        Assert.Equal(
            [
                (HistoryEvent.AddressChangeAgreed, ChoiceDetail.NewMailbox, "203.0.113.0/24", HistoryChannel.Link),
                (HistoryEvent.AddressChangeCancelled, ChoiceDetail.OldMailbox, "198.51.100.0/24", HistoryChannel.Link),
                (HistoryEvent.AddressChangeExpired, "", "", HistoryChannel.Time),
            ],
            (await product.HistoryAsync(A)).Where(entry => entry.Event is not (HistoryEvent.Imported or HistoryEvent.AddressChangeAsked)).Select(entry => (entry.Event, entry.Detail, entry.Network, entry.Channel)));
    }

    /// <summary>The new row is written, and the process was killed before the old one ended.</summary>
    private async Task BrokenOffAsync()
    {
        var (key, there) = (SignUps.KeyOf(A), SignUps.KeyOf(B));
        await Moves.AskAsync(key, To(B), "", default);
        await Moves.AgreeAsync(Link(A, B, MoveSide.New), "", default);
        var row = (await Rows.GetEntityAsync<TableEntity>(key.PartitionKey, key.RowKey)).Value;
        await Moves.AgreeAsync(Link(A, B, MoveSide.Old), "", default);
        row["Move"] = row.GetString("Move")!.Replace("\"\"", "\"yes\"", StringComparison.Ordinal);
        await Rows.UpsertEntityAsync(row, TableUpdateMode.Replace);
        Assert.True((await product.FindAsync(A))!.Move!.IsAgreed);
        Assert.Equal([key], (await Subscribers.FindAsync(there, default))!.MovedFrom);
    }

    private async Task MoveAsync(string from, string to)
    {
        await Moves.AskAsync(SignUps.KeyOf(from), To(to), "", default);
        await AgreeAsync(from, to);
    }

    private async Task AgreeAsync(string from, string to)
    {
        foreach (var side in Enum.GetValues<MoveSide>()) await Moves.AgreeAsync(Link(from, to, side), "", default);
    }

    private static Address To(string address) => Address.Parse(address, out _)!;

    private static MoveLink Link(string from, string to, MoveSide side) => new(SignUps.KeyOf(from), SignUps.KeyOf(to), side, false);

    private static TableEntity Way(string from, string to) => new(SignUps.KeyOf(from).PartitionKey, SignUps.KeyOf(from).RowKey) { ["MovedTo"] = SignUps.KeyOf(to).Hex };
}
