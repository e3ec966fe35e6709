using Publisher.Archive;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class AnnouncementDeliveryTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Own_words_reach_everyone_whatever_they_chose_and_can_be_read_on_the_web()
    {
        await AddAsync(Some.Subscriber("calls@example.org", new Interests([ItemKind.Call], [], [])), Some.Subscriber("deadlines@example.org", new Interests([], [], [], Deadlines: true)));

        var edition = await SendAsync(Words("Biuro nieczynne", "W piątek **nie pracujemy**.\n\nZapraszamy w poniedziałek."));

        Assert.Equal(["calls@example.org", "deadlines@example.org"], product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(product.Mail.Sent, mail => Assert.Equal("Biuro nieczynne", mail.Message.Subject));
        Assert.Contains("W piątek nie pracujemy.", product.Mail.Sent[0].Message.Text, StringComparison.Ordinal);
        Assert.Equal(edition.Id, Assert.Single(await product.Get<ArchivePages>().ListAsync(CancellationToken.None)).Id);
        Assert.Contains("<strong>nie pracujemy</strong>", await product.Get<ArchivePages>().FindAsync(edition.Id, ["pl"], CancellationToken.None), StringComparison.Ordinal);
        Assert.Empty((await product.SendNowAsync()).Items);
    }

    [Fact]
    public async Task Only_those_of_the_audience_get_it_by_what_they_have_chosen_when_it_is_delivered()
    {
        await AddAsync(
            Some.Subscriber("here@example.org", new Interests([], ["rubinkowo"], [])),
            Some.Subscriber("everywhere@example.org"),
            Some.Subscriber("elsewhere@example.org", new Interests([], ["stawki"], [])),
            Some.Subscriber("english@example.org", new Interests([], ["rubinkowo"], [])) with { Language = "en" },
            Some.Subscriber("calls@example.org", new Interests([ItemKind.Call], ["rubinkowo"], [])));

        await SendAsync(Words("Zebranie", "Przyjdź.") with { Audience = new Audience([ItemKind.Event, ItemKind.News], ["rubinkowo"], [], ["pl"]) });

        Assert.Equal(["everywhere@example.org", "here@example.org"], product.Mail.Sent.Select(mail => mail.To).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_was_announced_to_some_is_still_in_the_digest_for_all()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.News("a"));

        await SendAsync(AnnouncementWish.Of(Some.News("a").Ref) with { Audience = new Audience([], ["rubinkowo"], [], []) });

        Assert.Equal("news/a@1:news", Assert.Single((await product.SendNowAsync()).Items).ToString());
    }

    [Fact]
    public async Task A_scheduled_one_leaves_when_it_is_due_with_the_item_as_it_is_by_then()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        var edition = await product.Get<AnnounceItem>().RunAsync(AnnouncementWish.Of(Some.Call("a").Ref) with { At = product.Now + Duration.FromHours(3) }, CancellationToken.None);
        Assert.Equal(EditionState.Scheduled, edition.State);
        product.Pass(Duration.FromHours(2));
        await product.TickAsync();
        await product.DrainAsync();
        Assert.Empty(product.Mail.Sent);
        await product.PublishAsync(Some.Call("a", "2023-05-23"));

        product.Pass(Duration.FromHours(1));
        await product.TickAsync();
        await product.DrainAsync();

        Assert.Contains("23 maja 2023", Assert.Single(product.Mail.Sent).Message.Text, StringComparison.Ordinal);
        Assert.Equal("call/a@2:calls", Assert.Single((await product.FindEditionAsync(edition.Id)).Items).ToString());
    }

    [Fact]
    public async Task A_digest_before_a_scheduled_one_does_not_tell_of_changes_to_what_nobody_was_told()
    {
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        await product.Get<AnnounceItem>().RunAsync(AnnouncementWish.Of(Some.Call("a").Ref) with { At = product.Now + Duration.FromDays(3) }, CancellationToken.None);
        await product.PublishAsync(Some.Call("a", "2023-05-23"));
        await product.PublishAsync(Some.News("other"));

        Assert.Equal("news/other@1:news", Assert.Single((await product.SendNowAsync()).Items).ToString());
    }

    [Fact]
    public async Task A_preview_says_who_is_not_of_the_audience()
    {
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<AnnounceItem>().RunAsync(AnnouncementWish.Of(Some.News("a").Ref) with { Audience = new Audience([], ["rubinkowo"], [], []) }, CancellationToken.None);

        var preview = await product.Get<PreviewEdition>().OfAsync(edition, Some.Subscriber("x@example.org", new Interests([], ["stawki"], [])), null, CancellationToken.None);

        Assert.Null(preview.Message);
        Assert.Equal("they are not of the audience that it is for", Assert.Single(preview.Reasons).Why);
    }

    [Fact]
    public async Task A_scheduled_one_that_staff_cancel_never_leaves_and_the_digest_brings_its_item()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<AnnounceItem>().RunAsync(AnnouncementWish.Of(Some.News("a").Ref) with { At = product.Now + Duration.FromHours(3) }, CancellationToken.None);

        await product.Get<SteerEdition>().CancelAsync(edition, CancellationToken.None);
        product.Pass(Duration.FromHours(4));
        await product.TickAsync();
        await product.DrainAsync();

        Assert.Empty(product.Mail.Sent);
        Assert.Equal("news/a@1:news", Assert.Single((await product.SendNowAsync()).Items).ToString());
    }

    [Fact]
    public async Task A_forecast_counts_just_those_who_then_get_it_and_stores_nothing()
    {
        await using var slow = await TestProduct.StartAsync(rules: DeliveryRules.Default with { Quota = new RelayQuota(2, null, null), WindowSize = 1 });
        var people = Enumerable.Range(0, 40).Select(number => Some.Subscriber($"r{number}@example.org", new Interests([], [number % 4 == 0 ? "rubinkowo" : "stawki"], []))).ToList();
        await slow.Get<ImportSubscribers>().AddAsync(people, null, CancellationToken.None);
        var wish = Words("Zebranie", "Przyjdź.") with { Audience = new Audience([], ["rubinkowo"], [], []) };

        var draft = await slow.Get<AnnounceItem>().DraftAsync(wish, CancellationToken.None);
        var forecast = await slow.Get<ForecastEdition>().RunAsync(draft.Edition, draft.Entries, CancellationToken.None);

        Assert.Equal(10, forecast.Recipients);
        // 10 at 2 a minute, in batches one behind the other; 40 would take 20 minutes and more.
        Assert.InRange(forecast.Length, Duration.FromMinutes(5), Duration.FromMinutes(10));
        Assert.Null(await slow.Get<EditionList>().FindAsync(draft.Edition.Id, CancellationToken.None));
        Assert.Contains("Przyjdź.", draft.Rendered.Text, StringComparison.Ordinal);

        await slow.Get<DispatchEditions>().SendAsync(await slow.Get<AnnounceItem>().KeepAsync(draft, CancellationToken.None), CancellationToken.None);
        for (var minute = 0; minute < 15; minute++)
        {
            await slow.DrainAsync();
            slow.Pass(Duration.FromMinutes(1));
            await slow.TickAsync();
            foreach (var batch in await slow.Get<Batches>().OfAsync(draft.Edition.Id, CancellationToken.None)) await slow.SendBatchAsync(draft.Edition.Id, batch.Number);
        }

        Assert.Equal(forecast.Recipients, slow.Mail.Sent.Count(mail => mail.Edition == draft.Edition.Id));
    }

    [Theory]
    [InlineData("", "text", "subject")]
    [InlineData("two\nlines", "text", "subject")]
    [InlineData("Subject", " \n ", "text")]
    public async Task Own_words_without_a_subject_or_text_are_refused(string subject, string text, string field)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => product.Get<AnnounceItem>().RunAsync(Words(subject, text), CancellationToken.None));

        Assert.Equal(field, Assert.Single(refused.Faults).Field);
    }

    [Fact]
    public async Task The_gates_of_an_edition_keep_own_words_back_too()
    {
        var refused = await Assert.ThrowsAsync<Publisher.Editions.Gates.GateException>(
            () => product.Get<AnnounceItem>().RunAsync(Words("Zobacz", "![](https://example.org/x.png)"), CancellationToken.None));

        Assert.Equal("body", Assert.Single(refused.Faults).Field);
    }

    private static AnnouncementWish Words(string subject, string text) => new(null, subject, text, "pl", Audience.Everyone);

    private Task AddAsync(params Subscriber[] people) => product.Get<ImportSubscribers>().AddAsync(people, null, CancellationToken.None);

    private async Task<Edition> SendAsync(AnnouncementWish wish)
    {
        var edition = await product.Get<AnnounceItem>().RunAsync(wish, CancellationToken.None);
        Assert.Equal(EditionState.Scheduled, edition.State);
        edition = await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        await product.DrainAsync();
        return edition;
    }
}
