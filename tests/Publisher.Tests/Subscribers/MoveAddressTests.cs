using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Publisher.Content;
using Publisher.SignUp;
using Publisher.Subscribers;
using Publisher.Tests.SignUp;

namespace Publisher.Tests.Subscribers;

public sealed class MoveAddressTests : IAsyncLifetime
{
    private const string Old = "jan@example.org";
    private const string New = "nowy@example.org";

    private static readonly Subscriber Jan = Some.Subscriber(Old, new Interests([ItemKind.Call], ["stawki"], []), "Jan") with
    {
        Role = ReaderRole.Ngo,
        PausedUntil = new LocalDate(2023, 8, 1),
        Calls = new(["nabor"], ["inny"]),
    };

    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync();
        await product.Get<ImportSubscribers>().AddAsync([Jan], null, default);
        product.Pass(Duration.FromHours(1));
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Theory]
    [InlineData(MoveSide.Old, MoveSide.New)]
    [InlineData(MoveSide.New, MoveSide.Old)]
    public async Task After_both_have_agreed_in_any_order_choices_and_history_are_at_the_new_address(MoveSide first, MoveSide second)
    {
        var links = await AskAndMailAsync();
        Assert.Equal(MoveState.Open, await Moves.LookAsync(links[first], default));

        for (var press = 0; press < 2; press++) Assert.Equal(MoveState.Agreed, await Moves.AgreeAsync(links[first], "", default));
        Assert.Equal((SubscriptionStatus.Confirmed, null), ((await product.FindAsync(Old))!.Status, await product.FindAsync(New)));
        product.Pass(Duration.FromHours(1));
        for (var press = 0; press < 2; press++) Assert.Equal(MoveState.Done, await Moves.AgreeAsync(links[second], "192.0.2.0/24", default));
        Assert.Equal(MoveState.Done, await Moves.AgreeAsync(links[first], "", default));
        Assert.Equal(MoveState.Done, await Moves.CancelAsync(links[MoveSide.Old], "198.51.100.0/24", default));

        await AssertMovedAsync();
        var entry = Assert.Single(await product.HistoryAsync(New), entry => entry.Event == HistoryEvent.AddressChanged);
        Assert.Equal((product.Now, "192.0.2.0/24"), (entry.At, entry.Network));
    }

    [Fact]
    public async Task Neither_mail_names_the_other_address_and_the_old_mailbox_sees_the_new_one_masked()
    {
        await AskAndMailAsync();

        var (old, @new) = (product.Mail.Sent.Single(mail => mail.To == Old).Message, product.Mail.Sent.Single(mail => mail.To == New).Message);
        foreach (var part in (string[])[old.Text, old.Html, old.Subject])
        {
            Assert.DoesNotContain(New, part, StringComparison.Ordinal);
            Assert.DoesNotContain("Jan", part, StringComparison.Ordinal);
        }

        Assert.Contains("n•••@example.org", old.Text, StringComparison.Ordinal);
        foreach (var part in (string[])[@new.Text, @new.Html, @new.Subject])
            foreach (var secret in (string[])[Old, "j•••", "Jan"]) Assert.DoesNotContain(secret, part, StringComparison.Ordinal);
        Assert.Contains("7 maja", @new.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_good_for_seven_days_and_then_the_new_address_is_forgotten()
    {
        var links = await AskAndMailAsync();
        product.PassTo("2023-05-07T23:59:00Z");
        Assert.Equal(MoveState.Agreed, await Moves.AgreeAsync(links[MoveSide.New], "", default));
        Assert.DoesNotContain("changes of address", await RetainAsync(), StringComparison.Ordinal);
        product.Pass(Duration.FromMinutes(1));

        links = links.ToDictionary(link => link.Key, link => link.Value with { Expired = true });
        Assert.Equal(MoveState.Over, await Moves.AgreeAsync(links[MoveSide.Old], "", default));
        Assert.Contains("1 changes of address", await RetainAsync(), StringComparison.Ordinal);
        Assert.Equal((null, null, SubscriptionStatus.Confirmed), (await product.FindAsync(New), (await product.FindAsync(Old))!.Move, (await product.FindAsync(Old))!.Status));
    }

    [Fact]
    public async Task What_was_called_off_or_replaced_by_another_wish_cannot_be_agreed_to_any_more()
    {
        var links = await AskAndMailAsync();
        await Moves.AgreeAsync(links[MoveSide.New], "", default);
        Assert.Equal(MoveState.Agreed, await Moves.CancelAsync(links[MoveSide.New], "198.51.100.0/24", default));
        Assert.Equal(MoveState.Over, await Moves.CancelAsync(links[MoveSide.Old], "198.51.100.0/24", default));
        Assert.Equal(MoveState.Over, await Moves.AgreeAsync(links[MoveSide.Old], "", default));

        product.Pass(Duration.FromDays(1));
        var again = await AskAndMailAsync("inny@example.org");
        Assert.Equal(MoveState.Over, await Moves.AgreeAsync(links[MoveSide.Old], "", default));
        Assert.Equal(MoveState.Agreed, await Moves.AgreeAsync(again[MoveSide.Old], "", default));
        Assert.Equal(MoveState.Over, await Moves.AgreeAsync(links[MoveSide.New], "", default));
        Assert.Null(await product.FindAsync(New));
    }

    [Fact]
    public async Task Who_leaves_before_both_have_agreed_is_not_moved()
    {
        var links = await AskAndMailAsync();
        await Moves.AgreeAsync(links[MoveSide.New], "", default);
        await product.Get<SubscriberList>().UnsubscribeAsync(Jan.Key, default);

        Assert.Equal(MoveState.Over, await Moves.AgreeAsync(links[MoveSide.Old], "", default));
        Assert.Null(await product.FindAsync(New));
    }

    [Fact]
    public async Task A_crash_at_any_call_of_storage_is_mended_by_the_next_link_or_the_daily_round_and_nobody_is_without_mail_meanwhile()
    {
        for (var calls = 0; ; calls++)
        {
            await using var own = await TestProduct.StartAsync();
            (product, var kept) = (own, product);
            try
            {
                await own.Get<ImportSubscribers>().AddAsync([Jan], null, default);
                own.Pass(Duration.FromHours(1));
                var links = await AskAndMailAsync();
                await Moves.AgreeAsync(links[MoveSide.New], "", default);
                own.Pass(Duration.FromHours(1));
                var ended = await DyingAfterAsync(calls, moves => moves.AgreeAsync(links[MoveSide.Old], "", default));
                var confirmed = 0;
                await foreach (var _ in own.Get<SubscriberList>().ConfirmedAsync(KeyRange.Everything, default)) confirmed++;
                Assert.InRange(confirmed, 1, 2);

                if (calls % 2 == 0) await RetainAsync();
                else await Moves.CurrentAsync(Jan.Key, default);
                if ((await own.FindAsync(Old))!.MovedTo is null) await Moves.AgreeAsync(links[MoveSide.Old], "", default);
                await AssertMovedAsync();
                if (ended) return;
            }
            finally
            {
                product = kept;
            }
        }
    }

    [Fact]
    public async Task What_is_chosen_at_the_new_address_after_a_crash_outlives_its_mending()
    {
        var links = await AskAndMailAsync();
        await Moves.AgreeAsync(links[MoveSide.New], "", default);
        // As far as the new row, not yet as far as the end of the old one.
        var calls = 0;
        while (await product.FindAsync(New) is null) await DyingAfterAsync(++calls, moves => moves.AgreeAsync(links[MoveSide.Old], "", default));
        Assert.Null((await product.FindAsync(Old))!.MovedTo);
        await product.Get<SubscriberList>().ChangeAsync(SignUps.KeyOf(New), stored => stored with { Name = "Janina" }, "test", default);

        await RetainAsync();

        Assert.Equal(("Janina", SignUps.KeyOf(New)), ((await product.FindAsync(New))!.Name, (await product.FindAsync(Old))!.MovedTo));
    }

    [Fact]
    public async Task Two_at_once_move_once()
    {
        var links = await AskAndMailAsync();
        product.Pass(Duration.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(at => Moves.AgreeAsync(links[at % 2 == 0 ? MoveSide.Old : MoveSide.New], "", default)));
        await RetainAsync();

        await AssertMovedAsync();
    }

    [Fact]
    public async Task Whatever_is_known_of_the_new_address_both_mails_leave_and_its_owner_is_who_decides()
    {
        await product.SubscribeAsync(3);
        await product.Get<SubscriberList>().UnsubscribeAsync(SignUps.KeyOf("reader2@example.org"), default);
        await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf("reader3@example.org"), default);
        await product.Get<Suppressions>().AddAsync(SignUps.KeyOf("elsewhere@example.org"), Suppressions.LeftElsewhere, default);
        foreach (var address in (string[])["reader1@example.org", "reader2@example.org", "reader3@example.org", "elsewhere@example.org"])
        {
            var from = Some.Subscriber($"from-{address}");
            await product.Get<ImportSubscribers>().AddAsync([from], null, default);
            var links = await AskAndMailAsync(address, from);
            foreach (var link in links.Values) await Moves.AgreeAsync(link, "", default);

            var moved = (await product.FindAsync(address))!;
            Assert.Equal((SubscriptionStatus.Confirmed, from.Since), (moved.Status, moved.Since));
            Assert.Null(await product.Get<Erasures>().FindAsync(moved.Key, default));
        }

        Assert.Empty(await product.Get<Suppressions>().InAsync(KeyRange.Everything, default));
    }

    [Fact]
    public async Task An_address_that_bounces_or_complained_is_not_mailed_and_so_nobody_moves_to_it()
    {
        await product.Get<Suppressions>().AddAsync(SignUps.KeyOf(New), "bounced", default);
        Assert.Equal(AskedToMove.Asked, await AskAsync(New));
        await product.DrainAsync();

        Assert.Equal([Old], product.Mail.Sent.Select(mail => mail.To));
    }

    [Fact]
    public async Task A_network_that_used_its_share_is_asked_to_come_back_and_so_is_everyone_when_the_hour_is_full()
    {
        await using var own = await TestProduct.StartAsync(signUp: new SignUpRules(3, 2));
        var people = await own.SubscribeAsync(4);
        var ask = own.Get<AskToMove>();
        Task<AskedToMove> Ask(int who, int network) => ask.RunAsync(people[who].Key, Address.Parse($"new{who}@example.org", out _)!, SignUps.Of(network), default);

        Assert.Equal(AskedToMove.Asked, await Ask(0, 1));
        // Two mails each: the second has room for one only, and gives back what it took.
        Assert.Equal(AskedToMove.Busy, await Ask(1, 1));
        Assert.Equal(AskedToMove.Busy, await Ask(1, 1));
        Assert.Equal(AskedToMove.Busy, await Ask(2, 2));
        Assert.Equal(SignUpOutcome.Asked, await own.AskAsync("one-mail@example.org", network: SignUps.Of(3)));
        own.Pass(Duration.FromHours(1));
        Assert.Equal(AskedToMove.Asked, await Ask(1, 1));
    }

    [Fact]
    public async Task Their_own_address_in_another_spelling_is_answered_like_any_other_and_nothing_is_sent()
    {
        Assert.Equal(AskedToMove.Asked, await AskAsync("JAN@Example.org"));
        await product.DrainAsync();

        Assert.Empty(product.Mail.Sent);
        Assert.Null((await product.FindAsync(Old))!.Move);
    }

    [Fact]
    public async Task Keys_of_all_former_addresses_lead_on_and_going_back_makes_no_circle()
    {
        await MoveAsync(Old, New);
        await MoveAsync(New, "trzeci@example.org");
        foreach (var address in (string[])[Old, New, "trzeci@example.org"]) Assert.Equal("trzeci@example.org", (await Moves.CurrentAsync(SignUps.KeyOf(address), default))!.Address);

        await MoveAsync("trzeci@example.org", Old);
        foreach (var address in (string[])[Old, New, "trzeci@example.org"]) Assert.Equal(Old, (await Moves.CurrentAsync(SignUps.KeyOf(address), default))!.Address);
        Assert.Equal(3, (await product.HistoryAsync(Old)).Count(entry => entry.Event == HistoryEvent.AddressChanged));
        Assert.Equal(Jan.Calls, (await product.FindAsync(Old))!.Calls);
    }

    [Fact]
    public async Task An_import_does_not_bring_the_former_address_back_and_an_export_does_not_have_it()
    {
        await MoveAsync(Old, New);

        Assert.Equal(0, (await product.Get<ImportSubscribers>().AddAsync([Jan], null, default)).Added);
        using var file = new MemoryStream();
        Assert.Equal(1, await product.Get<ExportSubscribers>().RunAsync(file, null, default));
    }

    [Fact]
    public async Task Who_owns_the_former_address_can_sign_up_anew_and_is_somebody_of_their_own_then()
    {
        await MoveAsync(Old, New);
        product.Pass(Duration.FromDays(1));
        await product.AskAsync(Old);
        Assert.Equal(New, (await Moves.CurrentAsync(Jan.Key, default))!.Address);
        await RetainAsync();
        await product.ConfirmAsync(Old);

        Assert.Equal((Old, SubscriptionStatus.Confirmed), ((await Moves.CurrentAsync(Jan.Key, default))!.Address, (await product.FindAsync(Old))!.Status));
        Assert.Contains(await product.HistoryAsync(Old), entry => entry.Event == HistoryEvent.SignedUp);
        await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf(New), default);
        Assert.NotNull(await product.FindAsync(Old));
        Assert.Null(await product.Get<Erasures>().FindAsync(Jan.Key, default));
    }

    [Fact]
    public async Task Erasing_takes_the_way_from_the_former_address_along_and_no_import_brings_either_back()
    {
        await MoveAsync(Old, New);
        await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf(New), default);

        Assert.Equal((null, null), (await product.FindAsync(Old), await product.FindAsync(New)));
        Assert.Equal(2, (await product.Get<ImportSubscribers>().AddAsync([Jan, Some.Subscriber(New)], null, default)).Suppressed);
    }

    [Fact]
    public async Task A_way_that_leads_to_nobody_is_removed_by_the_daily_round()
    {
        await MoveAsync(Old, New);
        await product.Get<TableServiceClient>().GetTableClient("subscribers").DeleteEntityAsync(SignUps.KeyOf(New).PartitionKey, SignUps.KeyOf(New).RowKey);

        await RetainAsync();

        Assert.Null(await product.FindAsync(Old));
    }

    private MoveAddress Moves => product.Get<MoveAddress>();

    private Task<AskedToMove> AskAsync(string to, Subscriber? from = null) =>
        product.Get<AskToMove>().RunAsync((from ?? Jan).Key, Address.Parse(to, out _)!, SignUps.Home, default);

    /// <summary>Asks, and reads the links out of both mails.</summary>
    private async Task<IReadOnlyDictionary<MoveSide, MoveLink>> AskAndMailAsync(string to = New, Subscriber? from = null)
    {
        from = (await product.Get<SubscriberList>().FindAsync((from ?? Jan).Key, default))!;
        var before = product.Mail.Sent.Count;
        Assert.Equal(AskedToMove.Asked, await AskAsync(to, from));
        await product.DrainAsync();
        var links = product.Mail.Sent.Skip(before).ToDictionary(mail => mail.To, mail => product.Get<LinkTokens>().ReadMove(mail.Token("move"), product.Now)!.Value);
        Assert.Equal((MoveSide.Old, MoveSide.New, false), (links[from.Address].Side, links[to].Side, links[to].Expired));
        return links.Values.ToDictionary(link => link.Side);
    }

    private async Task MoveAsync(string from, string to)
    {
        product.Pass(Duration.FromDays(1));
        foreach (var link in (await AskAndMailAsync(to, await product.FindAsync(from))).Values) await Moves.AgreeAsync(link, "", default);
    }

    private async Task AssertMovedAsync()
    {
        var (old, moved) = ((await product.FindAsync(Old))!, (await product.FindAsync(New))!);
        Assert.Equal((SignUps.KeyOf(New), "", "", SubscriptionStatus.Unsubscribed), (old.MovedTo, old.Address, old.Name, old.Status));
        Assert.Equal(Jan with { Key = moved.Key, Address = New, Interests = moved.Interests, MovedFrom = moved.MovedFrom }, moved);
        Assert.Equal(Jan.Interests.Kinds, moved.Interests.Kinds);
        Assert.Equal(Jan.Interests.Districts, moved.Interests.Districts);
        Assert.Equal([Jan.Key], moved.MovedFrom);
        Assert.Empty(await product.HistoryAsync(Old));
        Assert.Equal(
            [HistoryEvent.Imported, HistoryEvent.AddressChanged, HistoryEvent.AddressChangeAsked, HistoryEvent.AddressChangeAgreed, HistoryEvent.AddressChangeAgreed],
            (await product.Get<ProveConsent>().RunAsync(Jan.Key, default))!.History.Select(entry => entry.Event).Order());
    }

    private async Task<string> RetainAsync() => (await product.Get<ApplyRetention>().RunAsync(default))[0];

    /// <returns>True where it came to its end before it died.</returns>
    private async Task<bool> DyingAfterAsync(int calls, Func<MoveAddress, Task> act)
    {
        var options = new TableClientOptions();
        options.AddPolicy(new Dying(calls), HttpPipelinePosition.PerCall);
        var tables = new TableServiceClient(product.Connection, options);
        var history = new SubscriberHistory(tables);
        var (list, suppressions, erasures) = (
            new SubscriberList(tables, history, product.Clock), new Suppressions(tables, product.Clock), new Erasures(tables, product.Get<LinkSecrets>(), product.Clock));
        var moves = new MoveAddress(list, history, suppressions, erasures, new EraseSubscriber(list, history, suppressions, new FeedbackLog(tables), erasures, product.Get<ForgetNotices>()), product.Clock);
        try
        {
            await act(moves);
            return true;
        }
        catch (InvalidOperationException death) when (death.Message == Dying.Word)
        {
            return false;
        }
    }

    private sealed class Dying(int calls) : HttpPipelinePolicy
    {
        public const string Word = "killed";

        private int left = calls;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            left-- > 0 ? ProcessNextAsync(message, pipeline) : throw new InvalidOperationException(Word);
    }
}
