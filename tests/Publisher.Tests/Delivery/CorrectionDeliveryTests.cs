using Publisher.Archive;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class CorrectionDeliveryTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_changed_deadline_goes_old_and_new_to_those_only_who_were_told_the_old_one()
    {
        await AddAsync(Some.Subscriber("told@example.org"), Some.Subscriber("events@example.org", new Interests([ItemKind.Event], [], [])));
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        await product.PublishAsync(Some.Event("walk", "2023-05-20T12:00"));
        await SendDigestAsync();
        await AddAsync(Some.Subscriber("later@example.org"));
        await product.PublishAsync(Some.Call("a", "2023-05-23"));

        var correction = await CorrectAsync(Some.Call("a").Ref);

        var mail = Assert.Single(Of(correction));
        Assert.Equal("told@example.org", mail.To);
        Assert.StartsWith("Zmiana: ", mail.Message.Subject, StringComparison.Ordinal);
        Assert.Contains("20 maja 2023", mail.Message.Text, StringComparison.Ordinal);
        Assert.Contains("23 maja 2023", mail.Message.Text, StringComparison.Ordinal);
        Assert.Equal(EditionState.Sent, (await product.FindEditionAsync(correction.Id)).State);
    }

    [Fact]
    public async Task What_one_was_told_last_counts_for_each_reader()
    {
        await AddAsync(Some.Subscriber("first@example.org"));
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        await SendDigestAsync();
        await AddAsync(Some.Subscriber("second@example.org", new Interests([], ["rubinkowo"], [])));
        await product.PublishAsync(Some.Call("a", "2023-05-23"));
        await AnnounceAsync(Some.Call("a").Ref, new Audience([], ["rubinkowo"], [], []));
        await AddAsync(Some.Subscriber("third@example.org", new Interests([], ["stawki"], [])));
        await product.PublishAsync(Some.Call("a", "2023-05-25"));

        var correction = await CorrectAsync(Some.Call("a").Ref);

        var told = Of(correction).ToDictionary(mail => mail.To, mail => mail.Message.Text, StringComparer.Ordinal);
        Assert.Equal(["first@example.org", "second@example.org"], told.Keys.Order(StringComparer.Ordinal));
        Assert.All(told.Values, text => Assert.Contains("25 maja 2023", text, StringComparison.Ordinal));
        // Both have read the announcement, which everyone gets who chose no place.
        Assert.All(told.Values, text => Assert.Contains("23 maja 2023", text, StringComparison.Ordinal));
        Assert.All(told.Values, text => Assert.DoesNotContain("20 maja 2023", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readers_of_different_versions_each_see_their_own_old_one()
    {
        await AddAsync(Some.Subscriber("first@example.org", new Interests([], ["stawki"], [])));
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        await SendDigestAsync();
        await AddAsync(Some.Subscriber("second@example.org", new Interests([], ["rubinkowo"], [])));
        await product.PublishAsync(Some.Call("a", "2023-05-23"));
        await AnnounceAsync(Some.Call("a").Ref, new Audience([], ["rubinkowo"], [], []));
        await product.PublishAsync(Some.Call("a", "2023-05-25"));

        var correction = await CorrectAsync(Some.Call("a").Ref);

        var told = Of(correction).ToDictionary(mail => mail.To, mail => mail.Message.Text, StringComparer.Ordinal);
        Assert.Contains("20 maja 2023", told["first@example.org"], StringComparison.Ordinal);
        Assert.DoesNotContain("23 maja 2023", told["first@example.org"], StringComparison.Ordinal);
        Assert.Contains("23 maja 2023", told["second@example.org"], StringComparison.Ordinal);
        Assert.DoesNotContain("20 maja 2023", told["second@example.org"], StringComparison.Ordinal);
        var page = await product.Get<ArchivePages>().FindAsync(correction.Id, ["pl"], CancellationToken.None);
        Assert.Single(page!.Split("id=\"call-a\""), part => part.Contains("25 maja 2023", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_was_refused_the_old_version_is_not_told_of_a_change()
    {
        await AddAsync(Some.Subscriber("told@example.org"), Some.Subscriber("full@example.org"));
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        product.Mail.Answer = mail => mail.To == "full@example.org" ? RecordingMail.Rejected : RecordingMail.Accepted;
        await SendDigestAsync();
        product.Mail.Answer = _ => RecordingMail.Accepted;
        await product.PublishAsync(Some.Call("a", "2023-05-23"));

        Assert.Equal(["told@example.org"], Of(await CorrectAsync(Some.Call("a").Ref)).Select(mail => mail.To));
    }

    [Fact]
    public async Task A_withdrawal_is_told_and_its_return_too()
    {
        await AddAsync(Some.Subscriber("told@example.org"));
        await product.PublishAsync(Some.Event("walk", "2023-05-20T12:00"));
        await SendDigestAsync();
        await product.PublishAsync(Some.Event("walk", "2023-05-20T12:00") with { Status = ItemStatus.Withdrawn });

        var mail = Assert.Single(Of(await CorrectAsync(Some.Event("walk", "2023-05-20T12:00").Ref)));
        await product.PublishAsync(Some.Event("walk", "2023-05-20T12:00"));
        var again = await SendDigestAsync();

        Assert.StartsWith("Odwołane: ", mail.Message.Subject, StringComparison.Ordinal);
        Assert.Contains("wydarzenie odwołane", mail.Message.Text, StringComparison.Ordinal);
        Assert.Equal("event/walk@3:changed", Assert.Single(again.Items).ToString());
    }

    [Fact]
    public async Task A_digest_does_not_tell_again_what_a_correction_told_nor_lose_what_it_has_not_brought_yet()
    {
        await AddAsync(Some.Subscriber("weekly@example.org"));
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        await SendDigestAsync();
        await product.PublishAsync(Some.Call("a", "2023-05-23"));
        await CorrectAsync(Some.Call("a").Ref);
        await product.PublishAsync(Some.Call("b", "2023-05-24"));
        await AnnounceAsync(Some.Call("b").Ref, new Audience([], ["rubinkowo"], [], []));
        await product.PublishAsync(Some.Call("b", "2023-05-26"));
        await CorrectAsync(Some.Call("b").Ref);

        // The announcement was for some only, so its correction brings the digest's readers nothing.
        Assert.Equal("call/b@2:calls", Assert.Single((await SendDigestAsync()).Items).ToString());
    }

    [Fact]
    public async Task It_waits_for_an_edition_that_still_tells_the_old_version_and_goes_out_as_the_item_is_then()
    {
        await product.SubscribeAsync(2);
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        var digest = await product.SendNowAsync();
        await product.Get<SteerEdition>().PauseAsync(digest, CancellationToken.None);
        await product.PublishAsync(Some.Call("a", "2023-05-23"));
        var correction = await product.Get<CorrectItem>().RunAsync(Some.Call("a").Ref, CancellationToken.None);

        var waiting = await product.Get<DispatchEditions>().SendAsync(correction, CancellationToken.None);
        Assert.Equal((EditionState.Scheduled, $"it waits for the end of {digest.Id}, which still brings what it sets right"), (waiting.State, waiting.Note));
        await product.PublishAsync(Some.Call("a", "2023-05-25"));
        await product.Get<SteerEdition>().ResumeAsync(await product.FindEditionAsync(digest.Id), CancellationToken.None);
        await product.DrainAsync();
        await product.TickAsync();
        await product.DrainAsync();

        var told = Of(correction);
        Assert.Equal(2, told.Count);
        Assert.All(told, mail => Assert.Contains("25 maja 2023", mail.Message.Text, StringComparison.Ordinal));
        Assert.All(told, mail => Assert.DoesNotContain("23 maja 2023", mail.Message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whom_a_slow_edition_told_the_old_version_after_all_others_is_told()
    {
        await product.SubscribeAsync(2);
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        var digest = await product.SendNowAsync();
        await product.Get<SteerEdition>().PauseAsync(digest, CancellationToken.None);
        await product.PublishAsync(Some.Call("a", "2023-05-23"));
        await AnnounceAsync(Some.Call("a").Ref, Audience.Everyone);
        await product.Get<SteerEdition>().ResumeAsync(await product.FindEditionAsync(digest.Id), CancellationToken.None);
        await product.DrainAsync();
        Assert.Equal(EditionState.Sent, (await product.FindEditionAsync(digest.Id)).State);

        Assert.Equal(2, Of(await CorrectAsync(Some.Call("a").Ref)).Count);
    }

    [Fact]
    public async Task Asked_for_twice_it_goes_out_once()
    {
        await product.SubscribeAsync(3);
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        await SendDigestAsync();
        await product.PublishAsync(Some.Call("a", "2023-05-23"));

        var first = await CorrectAsync(Some.Call("a").Ref);
        var second = await CorrectAsync(Some.Call("a").Ref);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(3, Of(first).Count);
    }

    [Fact]
    public async Task Who_has_changed_their_address_is_told_at_the_new_one()
    {
        await product.SubscribeAsync(0);
        await AddAsync(Some.Subscriber("old@example.org"));
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        await SendDigestAsync();
        await AddAsync(Some.Subscriber("new@example.org") with { MovedFrom = [Some.Subscriber("old@example.org").Key] });
        await product.Get<SubscriberList>().UnsubscribeAsync(Some.Subscriber("old@example.org").Key, "test", CancellationToken.None);
        await product.PublishAsync(Some.Call("a", "2023-05-23"));

        Assert.Equal(["new@example.org"], Of(await CorrectAsync(Some.Call("a").Ref)).Select(mail => mail.To));
    }

    [Fact]
    public async Task What_is_still_true_or_was_told_to_nobody_is_not_corrected()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        var untold = await Assert.ThrowsAsync<RefusedException>(() => CorrectAsync(Some.Call("a").Ref));
        await SendDigestAsync();
        await product.PublishAsync(Some.Call("a", "2023-05-20") with { Body = "Więcej słów." });

        var same = await Assert.ThrowsAsync<RefusedException>(() => CorrectAsync(Some.Call("a").Ref));
        var none = await Assert.ThrowsAsync<RefusedException>(() => CorrectAsync(Some.Call("none").Ref));

        Assert.Equal("no edition has told anybody of call/a, or what it told is no longer kept", untold.Faults[0].Text);
        Assert.Equal("what readers were told of call/a is still true: its dates, place and amounts are the same", same.Faults[0].Text);
        Assert.Equal("there is no call/none", none.Faults[0].Text);
    }

    private async Task<Edition> CorrectAsync(ItemRef item)
    {
        var edition = await product.Get<CorrectItem>().RunAsync(item, CancellationToken.None);
        edition = await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        await product.DrainAsync();
        return edition;
    }

    private async Task AnnounceAsync(ItemRef item, Audience audience)
    {
        var edition = await product.Get<AnnounceItem>().RunAsync(AnnouncementWish.Of(item) with { Audience = audience }, CancellationToken.None);
        await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        await product.DrainAsync();
        product.Pass(Duration.FromMinutes(1));
    }

    private async Task<Edition> SendDigestAsync()
    {
        var edition = await product.SendNowAsync();
        await product.DrainAsync();
        product.Pass(Duration.FromMinutes(1));
        return edition;
    }

    private List<SentMail> Of(Edition edition) => [.. product.Mail.Sent.Where(mail => mail.Edition == edition.Id)];

    private Task AddAsync(params Subscriber[] readers) =>
        product.Get<SubscriberList>().AddMissingAsync(readers, null, CancellationToken.None);
}
