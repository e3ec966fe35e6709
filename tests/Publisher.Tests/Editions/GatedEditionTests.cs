using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.Tests.Editions;

public sealed class GatedEditionTests : IAsyncLifetime
{
    private const string Monday = "2023-05-01T06:00:00Z";

    private static readonly ItemImage WithoutWords = new("https://example.org/a.png", "");

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task An_edition_with_a_fault_waits_and_says_which_item_which_field_and_what_to_do()
    {
        await product.SubscribeAsync(2);
        await product.TickAsync();
        await product.PublishAsync(Some.News("a") with { Image = WithoutWords });
        product.PassTo(Monday);

        var said = await product.TickAsync();
        await product.TickAsync();
        await product.DrainAsync();

        Assert.Contains(said, sentence => sentence.StartsWith("Edition biuletyn-0001 waits until this is mended: news/a, image.alt: ", StringComparison.Ordinal));
        Assert.Equal(EditionState.Draft, (await product.FindEditionAsync("biuletyn-0001")).State);
        Assert.Empty(product.Mail.Sent);
    }

    [Fact]
    public async Task An_edition_whose_fault_was_mended_goes_out_by_itself_with_the_mended_item()
    {
        await product.SubscribeAsync(2);
        await product.TickAsync();
        await product.PublishAsync(Some.News("a") with { Image = WithoutWords });
        product.PassTo(Monday);
        await product.TickAsync();
        await product.PublishAsync(Some.News("a") with { Image = new ItemImage(WithoutWords.Url, "Ludzie przy stole") });

        await product.TickAsync();
        await product.DrainAsync();

        Assert.Equal(2, product.Mail.Sent.Count);
        Assert.All(product.Mail.Sent, mail => Assert.Contains("alt=\"Ludzie przy stole\"", mail.Message.Html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_programme_without_its_strip_keeps_an_edition_and_one_with_it_shows_the_strip_once()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a") with { Programme = "Fundusz Bez Logo" });
        var waiting = await product.SendNowAsync();
        await product.PublishAsync(Some.Call("a") with { Programme = "FEdKP 2021-2027" });
        await product.PublishAsync(Some.Call("b") with { Programme = "Fundusze Europejskie dla Kujaw i Pomorza 2021–2027" });
        await product.SendNowAsync();
        await product.DrainAsync();

        Assert.Contains("call/a, programme: ", waiting.Note, StringComparison.Ordinal);
        var strip = Assert.Single(TestProduct.Settings.Programmes.All, programme => programme.Name.StartsWith("FEdKP", StringComparison.Ordinal));
        Assert.Equal(2, Assert.Single(product.Mail.Sent).Message.Html.Split(strip.Sentence).Length);
    }

    [Fact]
    public async Task An_announcement_with_a_fault_is_refused_and_does_not_go_out_later()
    {
        await product.SubscribeAsync(1);
        var news = Some.News("a") with { Image = WithoutWords };
        await product.PublishAsync(news);

        var refused = await Assert.ThrowsAsync<Publisher.Editions.Gates.GateException>(() => product.Get<AnnounceItem>().RunAsync(news.Ref, CancellationToken.None));
        await product.TickAsync();
        await product.DrainAsync();

        Assert.Equal("image.alt", Assert.Single(refused.Faults).Field);
        Assert.Empty(product.Mail.Sent);
    }

    [Fact]
    public async Task Who_was_not_reached_before_an_edition_was_useless_gets_no_mail_and_is_counted()
    {
        await product.SubscribeAsync(5);
        var call = Some.Call("a", "2023-05-02T12:00");
        await product.PublishAsync(call);
        var edition = await product.Get<AnnounceItem>().RunAsync(call.Ref, CancellationToken.None);
        await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        product.PassTo("2023-05-02T10:00:00Z");

        await product.DrainAsync();

        Assert.Empty(product.Mail.Sent);
        Assert.Equal(5, (await product.Get<Batches>().FindAsync(edition.Id, 1, CancellationToken.None))!.Tally.Late);
        Assert.Equal(EditionState.Sent, (await product.FindEditionAsync(edition.Id)).State);
    }

    [Fact]
    public async Task A_moved_deadline_is_told_as_what_it_was_and_is_and_once()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-06-01T12:00"));
        await product.SendNowAsync();
        await product.DrainAsync();
        await product.PublishAsync(Some.Call("a", "2023-06-15T15:00"));
        await product.SendNowAsync();
        await product.DrainAsync();
        var third = await product.SendNowAsync();

        var mail = product.Mail.Sent[^1].Message;
        Assert.Equal((2, EditionState.Skipped), (product.Mail.Sent.Count, third.State));
        Assert.Contains("== Zmiany ==", mail.Text, StringComparison.Ordinal);
        Assert.Matches("było: do 1 czerwca 2023 r. \\(czwartek\\), godz.\u00A012:00\\s+jest: do 15 czerwca 2023 r. \\(czwartek\\), godz.\u00A015:00", mail.Text);
    }

    [Fact]
    public async Task Days_left_are_counted_from_the_day_a_mail_leaves()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-05-05T15:00"));
        await product.PublishAsync(Some.News("b"));
        await product.SendNowAsync();
        product.PassTo("2023-05-03T22:30:00Z");

        await product.DrainAsync();

        // In Warsaw it is the fourth by then.
        var mail = Assert.Single(product.Mail.Sent).Message;
        Assert.Equal("Nabór kończy się jutro i 1 aktualność", mail.Subject);
        Assert.Contains("Został 1 dzień", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_waited_is_made_anew_so_that_nothing_in_it_is_stale()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.News("a") with { Image = WithoutWords });
        await product.PublishAsync(Some.Call("call", "2023-05-04T15:00"));
        await product.PublishAsync(Some.Event("event", "2023-05-02"));
        await product.SendNowAsync();
        product.PassTo("2023-05-03T10:00:00Z");
        await product.PublishAsync(Some.Call("call", "2023-06-15T15:00"));
        await product.PublishAsync(Some.News("a"));
        await product.SendNowAsync();

        await product.DrainAsync();

        Assert.Equal("1 nowy nabór i 1 aktualność", Assert.Single(product.Mail.Sent).Message.Subject);
    }

    [Fact]
    public async Task What_staff_prepare_again_holds_what_they_have_mended_and_is_still_held()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-06-04"));
        var prepare = product.Get<PrepareEdition>();
        await prepare.RunNowAsync("biuletyn", CancellationToken.None);
        await product.PublishAsync(Some.Call("a", "2023-06-15"));

        var edition = await prepare.RunNowAsync("biuletyn", CancellationToken.None);
        await product.TickAsync();
        var held = await product.FindEditionAsync(edition.Id);
        await product.Get<DispatchEditions>().SendAsync(held, CancellationToken.None);
        await product.DrainAsync();

        Assert.Equal((EditionState.Scheduled, true), (held.State, held.Held));
        Assert.Contains("15 czerwca 2023", Assert.Single(product.Mail.Sent).Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_withdrawn_between_making_and_sending_has_reached_nobody_and_comes_as_new()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-06-04"));
        await product.PublishAsync(Some.News("b"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.PublishAsync(Some.Call("a", "2023-06-04") with { Status = ItemStatus.Withdrawn });
        await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        await product.DrainAsync();
        await product.PublishAsync(Some.Call("a", "2023-06-14"));
        await product.SendNowAsync();
        await product.DrainAsync();

        Assert.Equal(["News b", "Call a"], product.Mail.Sent.Select(mail => mail.Message.Subject));
        Assert.DoesNotContain("było:", product.Mail.Sent[1].Message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_mail_may_weigh_waits_for_the_next_edition_instead_of_for_ever()
    {
        await product.SubscribeAsync(1);
        var words = string.Join(' ', Enumerable.Repeat("słowo", 90));
        for (var at = 0; at < 50; at++) await product.PublishAsync(Some.Call($"c{at:00}", "2023-06-04") with { Summary = words, WhoMayApply = words });
        var first = await product.SendNowAsync();
        await product.DrainAsync();
        var second = await product.SendNowAsync();
        await product.DrainAsync();

        Assert.Equal((EditionState.Sending, EditionState.Sending), (first.State, second.State));
        Assert.Contains("did not fit", first.Note, StringComparison.Ordinal);
        Assert.Equal(50, first.Items.Concat(second.Items).Select(item => item.Ref).Distinct().Count());
    }

    [Fact]
    public async Task A_deadline_that_was_moved_away_is_said_to_be_near_when_it_is_near_again()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-05-04"));
        await SendAndDrainAsync();
        await product.PublishAsync(Some.Call("a", "2023-06-15"));
        await SendAndDrainAsync();
        product.PassTo("2023-06-12T06:00:00Z");
        await SendAndDrainAsync();

        Assert.Equal(["closing", "changed", "closing"], await SectionsAsync("biuletyn-0001", "biuletyn-0002", "biuletyn-0003"));
    }

    [Fact]
    public async Task A_snapshot_that_is_gone_stops_nothing()
    {
        await product.SubscribeAsync(1);
        await product.PublishAsync(Some.Call("a", "2023-06-04"));
        var first = await SendAndDrainAsync();
        await product.Get<Azure.Storage.Blobs.BlobServiceClient>().GetBlobContainerClient("editions").GetBlobClient($"{first.Folder}/items.json").DeleteAsync();
        await product.PublishAsync(Some.Call("a", "2023-06-14"));
        await product.PublishAsync(Some.News("b"));

        await SendAndDrainAsync();

        Assert.Equal("News b", product.Mail.Sent[^1].Message.Subject);
    }

    private async Task<Edition> SendAndDrainAsync()
    {
        var edition = await product.SendNowAsync();
        await product.DrainAsync();
        return edition;
    }

    private async Task<IReadOnlyList<string>> SectionsAsync(params string[] editions)
    {
        var sections = new List<string>();
        foreach (var edition in editions) sections.Add(Assert.Single((await product.FindEditionAsync(edition)).Items).Section.ToString().ToLowerInvariant());
        return sections;
    }
}
