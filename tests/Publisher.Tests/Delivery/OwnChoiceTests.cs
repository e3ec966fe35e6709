using Publisher.Content;
using Publisher.Delivery;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

/// <summary>What a reader said of one call, or of a time, counts in every edition that is sent after it.</summary>
public sealed class OwnChoiceTests : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task A_followed_call_comes_whatever_the_interests_and_a_left_one_comes_to_nobody_who_left_it()
    {
        await using var product = await TestProduct.StartAsync();
        var call = Some.Call("nabor", "2023-05-31");
        await product.PublishAsync(call);
        await product.PublishAsync(Some.Call("inny", "2023-05-31"));
        var people = await product.SubscribeAsync(3, new Interests([ItemKind.News], [], []));
        var keen = Some.Subscriber("keen@example.org");
        await product.Get<ImportSubscribers>().AddAsync([keen], null, default);
        await product.Get<ChooseCall>().RunAsync(people[0].Key, call, CallChoice.Followed, default);
        await product.Get<ChooseCall>().RunAsync(keen.Key, call, CallChoice.Left, default);

        await product.SendNowAsync();
        await product.DrainAsync();

        var mails = product.Mail.Sent.ToDictionary(mail => mail.To, mail => mail.Message);
        Assert.Equal([people[0].Address, keen.Address], mails.Keys.Order(StringComparer.Ordinal).Reverse());
        Assert.Contains("Call nabor", mails[people[0].Address].Text, StringComparison.Ordinal);
        Assert.Contains("Przychodzi też wszystko o naborach, które śledzisz.", mails[people[0].Address].Text.Replace("\r\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("Call inny", mails[people[0].Address].Text, StringComparison.Ordinal);
        Assert.Contains("Call inny", mails[keen.Address].Text, StringComparison.Ordinal);
        foreach (var part in (string[])[mails[keen.Address].Text, mails[keen.Address].Html, mails[keen.Address].Subject]) Assert.DoesNotContain("Call nabor", part, StringComparison.Ordinal);
        Assert.DoesNotContain("które śledzisz", mails[keen.Address].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mail_has_a_link_for_each_call_in_both_its_parts_and_none_for_what_is_no_call()
    {
        await using var product = await TestProduct.StartAsync();
        await product.PublishAsync(Some.Call("nabor", "2023-05-31"));
        await product.PublishAsync(Some.News("nowina"));
        var person = (await product.SubscribeAsync(1))[0];

        await product.SendNowAsync();
        await product.DrainAsync();

        var link = $"/preferences/{product.Get<LinkTokens>().Create(LinkPurpose.Preferences, person.Key)}/call/nabor";
        var mail = product.Mail.Sent.Single().Message;
        Assert.Contains($"{link}\r\n", mail.Text.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Contains($"{link}\"", mail.Html, StringComparison.Ordinal);
        Assert.Single(mail.Html.Split("/call/nabor\"").Skip(1));
        Assert.DoesNotContain("/call/nowina", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_paused_is_left_out_and_counted_and_gets_mail_again_from_the_beginning_of_that_day_in_Torun()
    {
        // Midnight in Toruń is at 22:00 UTC in summer.
        await using var product = await TestProduct.StartAsync("2023-06-14T21:59:00Z");
        var people = await product.SubscribeAsync(3);
        await product.Get<SubscriberList>().ChangeAsync(people[1].Key, stored => stored with { PausedUntil = new LocalDate(2023, 6, 15) }, "test", default);
        await product.PublishAsync(Some.News("first"));

        var first = await product.SendNowAsync();
        await product.DrainAsync();

        Assert.Equal([people[0].Address, people[2].Address], product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.Equal(new Tally(2, 0, 0, 0, 0, 0, 0, Paused: 1), await TallyAsync(product, first.Id));

        product.Pass(Duration.FromMinutes(1));
        await product.PublishAsync(Some.News("second"));
        var second = await product.SendNowAsync();
        await product.DrainAsync();

        Assert.Equal(3, product.Mail.Sent.Count(mail => mail.Edition == second.Id));
        Assert.Equal(new Tally(3, 0, 0, 0, 0, 0, 0), await TallyAsync(product, second.Id));
    }

    [Fact]
    public async Task A_pause_that_begins_while_an_edition_is_sent_counts_for_every_batch_after_it()
    {
        await using var product = await TestProduct.StartAsync();
        var people = await product.SubscribeAsync(2);
        await product.PublishAsync(Some.News("nowina"));
        var edition = await product.SendNowAsync();
        foreach (var person in people) await product.Get<SubscriberList>().ChangeAsync(person.Key, stored => stored with { PausedUntil = new LocalDate(2023, 6, 1) }, "test", default);

        await product.DrainAsync();

        Assert.Empty(product.Mail.Sent);
        Assert.Equal(2, (await TallyAsync(product, edition.Id)).Paused);
    }

    private static async Task<Tally> TallyAsync(TestProduct product, string edition) =>
        (await EditionStatus.ReadAsync(await product.FindEditionAsync(edition), product.Get<Batches>(), default)).Tally;
}
