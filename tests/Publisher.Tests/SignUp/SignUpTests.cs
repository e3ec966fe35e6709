using Publisher.Content;
using Publisher.Notices;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.Tests.SignUp;

public sealed class SignUpTests : IClassFixture<AzuriteFixture>
{
    private const string Jan = "jan@example.org";

    [Fact]
    public async Task Whoever_signs_up_and_confirms_gets_what_they_chose_until_they_leave()
    {
        await using var product = await TestProduct.StartAsync();
        await product.PublishAsync(Some.Call("of-rubinkowo") with { Districts = ["rubinkowo"] });
        await product.PublishAsync(Some.Call("of-stawki") with { Districts = ["stawki"] });
        await product.PublishAsync(Some.News("city-news"));

        Assert.Equal(SignUpOutcome.Asked, await product.AskAsync(Jan, new Interests([ItemKind.Call], ["rubinkowo"], [])));
        Assert.Equal(SubscriptionStatus.Unconfirmed, (await product.FindAsync(Jan))!.Status);
        await product.DrainAsync();

        var notice = Assert.Single(product.Mail.Sent);
        Assert.Equal((Jan, "notices"), (notice.To, notice.Edition));
        Assert.Contains("Auto-Submitted: auto-generated", notice.Header, StringComparison.Ordinal);
        Assert.DoesNotContain("List-Unsubscribe", notice.Header, StringComparison.Ordinal);
        Assert.DoesNotContain("Ala", notice.Message.Text + notice.Message.Html + notice.Header, StringComparison.Ordinal);
        var link = product.Get<LinkTokens>().Read(LinkPurpose.Confirm, notice.Token("confirm"), product.Now)!.Value;
        Assert.Equal(SignUps.KeyOf(Jan), link.Subscriber);

        // Until it is confirmed, no edition knows the address.
        Assert.Empty(await ConfirmedAsync(product));
        Assert.NotNull(await product.ConfirmAsync(Jan));
        var edition = await product.SendNowAsync();
        await product.DrainAsync();

        var digest = Assert.Single(product.Mail.Sent, mail => mail.Edition == edition.Id);
        Assert.Contains("Call of-rubinkowo", digest.Message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("of-stawki", digest.Message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("city-news", digest.Message.Text, StringComparison.Ordinal);
        Assert.Contains(", Ala!", digest.Message.Text, StringComparison.Ordinal);

        Assert.True(await product.Get<SubscriberList>().UnsubscribeAsync(product.Get<LinkTokens>().Read(LinkPurpose.Unsubscribe, digest.Token("unsubscribe"))!.Value, default));
        await product.PublishAsync(Some.Call("next") with { Districts = ["rubinkowo"] });
        await product.SendNowAsync();
        await product.DrainAsync();
        Assert.Equal(2, product.Mail.Sent.Count);
        // The link in the old mail brings nobody back.
        Assert.Null(await product.ConfirmAsync(Jan));
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await product.FindAsync(Jan))!.Status);
    }

    [Fact]
    public async Task The_history_proves_who_agreed_to_which_words_when_and_from_where()
    {
        await using var product = await TestProduct.StartAsync();
        await product.Get<AskToSubscribe>().RunAsync(SignUps.Request(Jan, new Interests([ItemKind.Call], ["stawki"], []), role: ReaderRole.Ngo), "form", SignUps.Home, default);
        await product.DrainAsync();
        product.Pass(Duration.FromHours(1));
        await product.ConfirmAsync(Jan);
        await product.ConfirmAsync(Jan);

        var history = await product.HistoryAsync(Jan);
        Assert.Equal([HistoryEvent.SignedUp, HistoryEvent.ConfirmationSent, HistoryEvent.Confirmed], history.Select(entry => entry.Event));
        Assert.Equal(("form", "subscribeConsent pl-0123: I agree.", SignUps.Home.Text), (history[0].Channel, history[0].Wording, history[0].Network));
        Assert.Equal("kinds: call; districts: stawki; topics: all; language: pl; role: ngo; rhythm: weekly", history[0].Detail);
        Assert.Equal(("mail", "accepted"), (history[1].Channel, history[1].Detail));
        Assert.Equal(product.Now, history[2].At);
        var stored = (await product.FindAsync(Jan))!;
        Assert.Equal((ReaderRole.Ngo, SubscriptionStatus.Confirmed, product.Now, "form"), (stored.Role!.Value, stored.Status, stored.Since, stored.Source));
    }

    [Fact]
    public async Task Who_was_erased_or_left_another_list_comes_back_by_confirming_and_by_nothing_less()
    {
        await using var product = await TestProduct.StartAsync();
        var key = SignUps.KeyOf(Jan);
        await product.AskAsync(Jan);
        await product.DrainAsync();
        await product.Get<EraseSubscriber>().RunAsync(key, default);
        await product.Get<Suppressions>().AddAsync(key, Suppressions.LeftElsewhere, default);
        product.Pass(Duration.FromDays(1));

        await product.AskAsync(Jan);
        await product.DrainAsync();
        Assert.Equal(2, product.Mail.Sent.Count);
        Assert.True(await product.Get<Erasures>().HasAsync(key, default));
        Assert.Single(await product.Get<Suppressions>().InAsync(KeyRange.Everything, default));

        Assert.NotNull(await product.ConfirmAsync(Jan));
        Assert.False(await product.Get<Erasures>().HasAsync(key, default));
        Assert.Empty(await product.Get<Suppressions>().InAsync(KeyRange.Everything, default));
    }

    [Fact]
    public async Task An_address_gets_one_mail_a_day_however_often_and_with_whatever_plus_it_is_typed()
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var address in (string[])[Jan, "JAN@Example.org", "jan+shop@example.org", "jan+a+b@example.org", Jan])
            Assert.Equal(SignUpOutcome.Asked, await product.AskAsync(address, network: SignUps.Of(address.Length)));
        await product.DrainAsync();
        Assert.Single(product.Mail.Sent);

        product.PassTo("2023-05-01T00:00:00Z");
        await product.AskAsync("jan+new@example.org");
        await product.DrainAsync();
        Assert.Equal("jan+new@example.org", product.Mail.Sent[^1].To);
        Assert.Equal(2, product.Mail.Sent.Count);
    }

    [Fact]
    public async Task A_subscriber_is_told_that_they_are_one_and_nobody_else_can_change_what_they_chose()
    {
        await using var product = await TestProduct.StartAsync();
        var before = Assert.Single(await product.SubscribeAsync(1, new Interests([ItemKind.News], [], [])));

        await product.AskAsync(before.Address, new Interests([ItemKind.Call], ["stawki"], []));
        await product.AskAsync(before.Address);
        await product.DrainAsync();

        var notice = Assert.Single(product.Mail.Sent);
        Assert.Equal(before.Key, product.Get<LinkTokens>().Read(LinkPurpose.Preferences, notice.Token("preferences")));
        Assert.Equal(before.Key, product.Get<LinkTokens>().Read(LinkPurpose.Unsubscribe, notice.Token("unsubscribe")));
        Assert.DoesNotContain("/confirm/", notice.Message.Text + notice.Message.Html, StringComparison.Ordinal);
        var after = (await product.FindAsync(before.Address))!;
        Assert.Equal((SubscriptionStatus.Confirmed, before.Since, before.Name, before.Source), (after.Status, after.Since, after.Name, after.Source));
        Assert.Equal([ItemKind.News], after.Interests.Kinds);
        Assert.Empty(after.Interests.Districts);
    }

    [Fact]
    public async Task Who_left_comes_back_only_by_confirming_again_and_with_what_they_choose_now()
    {
        await using var product = await TestProduct.StartAsync();
        var before = Assert.Single(await product.SubscribeAsync(1, new Interests([ItemKind.News], [], [])));
        await product.Get<SubscriberList>().UnsubscribeAsync(before.Key, default);

        await product.AskAsync(before.Address, new Interests([ItemKind.Call], [], []));
        Assert.Equal(SubscriptionStatus.Unsubscribed, (await product.FindAsync(before.Address))!.Status);
        Assert.Equal(SubscriptionStatus.Confirmed, (await product.ConfirmAsync(before.Address))!.Status);
        var after = (await product.FindAsync(before.Address))!;
        Assert.Equal((SubscriptionStatus.Confirmed, "form", product.Now), (after.Status, after.Source, after.Since));
        Assert.Equal([ItemKind.Call], after.Interests.Kinds);
        Assert.Null(after.Asked);
    }

    [Fact]
    public async Task Nobody_confirms_what_was_not_asked_for()
    {
        await using var product = await TestProduct.StartAsync();

        Assert.Null(await product.ConfirmAsync(Jan));
        Assert.Null(await product.FindAsync(Jan));
    }

    [Fact]
    public async Task Thousands_of_addresses_from_everywhere_end_in_a_bounded_number_of_mails_and_one_line_an_hour()
    {
        const int Limit = 15;
        await using var product = await TestProduct.StartAsync(signUp: new SignUpRules(Limit, 3));
        await using var other = product.AnotherInstance();
        var told = new List<string>();
        var floods = ((TestProduct[])[product, other]).Select(instance => new AskToSubscribe(
            Limits(instance, told), instance.Get<SubscriberList>(), instance.Get<Publisher.Storage.WorkQueues>(), product.Clock)).ToArray();

        var outcomes = await FloodAsync(floods, 0, 400);
        await product.DrainAsync();
        Assert.Equal(Limit, outcomes.Count(outcome => outcome == SignUpOutcome.Asked));
        Assert.Equal(Limit, product.Mail.Sent.Count);
        Assert.Equal(Limit, product.Mail.Sent.Select(mail => mail.To).Distinct().Count());
        Assert.Contains("2023-04-30T10", Assert.Single(told), StringComparison.Ordinal);

        product.Pass(Duration.FromHours(1));
        await FloodAsync(floods, 400, 100);
        await product.DrainAsync();
        Assert.Equal((2 * Limit, 2), (product.Mail.Sent.Count, told.Count));
    }

    [Fact]
    public async Task A_network_has_its_share_of_an_hour()
    {
        await using var product = await TestProduct.StartAsync(signUp: new SignUpRules(100, 3));
        var outcomes = new List<SignUpOutcome>();
        for (var number = 0; number < 5; number++) outcomes.Add(await product.AskAsync($"a{number}@example.org"));

        Assert.Equal([SignUpOutcome.Asked, SignUpOutcome.Asked, SignUpOutcome.Asked, SignUpOutcome.Busy, SignUpOutcome.Busy], outcomes);
        Assert.Equal(SignUpOutcome.Asked, await product.AskAsync("b@example.org", network: SignUps.Of(2)));
        Assert.Equal(SignUpOutcome.Asked, await product.AskAsync("c@example.org", network: Network.Unknown));
        product.Pass(Duration.FromHours(1));
        // Who was turned away was not used up for the day.
        Assert.Equal(SignUpOutcome.Asked, await product.AskAsync("a4@example.org"));
        await product.DrainAsync();
        Assert.Equal(6, product.Mail.Sent.Count);
    }

    [Fact]
    public async Task Counts_are_forgotten_after_two_days()
    {
        await using var product = await TestProduct.StartAsync();
        await product.AskAsync(Jan);
        product.Pass(Duration.FromDays(3));
        // A process looks once a day.
        await using var next = product.AnotherInstance();
        await next.AskAsync(Jan);

        var days = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in product.Get<Azure.Data.Tables.TableServiceClient>().GetTableClient("signups").QueryAsync<Azure.Data.Tables.TableEntity>()) days.Add(row.PartitionKey[..10]);
        Assert.Equal(["2023-05-03"], days);
    }

    private static SignUpLimits Limits(TestProduct instance, List<string> told) => new(
        instance.Get<Azure.Data.Tables.TableServiceClient>(), instance.Get<LinkSecrets>(), instance.Get<SignUpRules>(), instance.Clock, sentence => { lock (told) told.Add(sentence); });

    private static async Task<IReadOnlyList<SignUpOutcome>> FloodAsync(AskToSubscribe[] floods, int from, int count)
    {
        var outcomes = new SignUpOutcome[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (number, cancellationToken) =>
            outcomes[number] = await floods[number % floods.Length].RunAsync(
                SignUps.Request($"victim{from + number}@example.org"), "form", SignUps.Of(from + number), cancellationToken));
        return outcomes;
    }

    private static async Task<IReadOnlyList<Subscriber>> ConfirmedAsync(TestProduct product)
    {
        var confirmed = new List<Subscriber>();
        await foreach (var subscriber in product.Get<SubscriberList>().ConfirmedAsync(KeyRange.Everything, default)) confirmed.Add(subscriber);
        return confirmed;
    }
}
