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

        var refused = await Assert.ThrowsAsync<RefusedException>(() => product.Get<AnnounceItem>().RunAsync(news.Ref, CancellationToken.None));
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
        Assert.Matches("było: do 1 czerwca 2023 r. \\(czwartek\\), godz. 12:00\\s+jest: do 15 czerwca 2023 r. \\(czwartek\\), godz. 15:00", mail.Text);
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
}
