using Publisher.Archive;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class RhythmDeliveryTests : IAsyncLifetime
{
    private const string Monday = "2023-05-01T06:00:00Z";

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync(digests: TestProduct.Settings.Digests);

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Each_gets_calls_and_the_rest_as_often_as_they_chose()
    {
        await SubscribeAsync("usual@example.org", "weekly");
        await SubscribeAsync("both@example.org", "at-once/monthly");
        await SubscribeAsync("monthly@example.org", "monthly");
        await TickAsync();
        await product.PublishAsync(Some.Call("grant"));
        await product.PublishAsync(Some.News("news"));
        await TickAsync();
        Assert.Equal(["both@example.org at-once-0001"], Sent());

        product.PassTo(Monday);
        await TickAsync();

        Assert.Equal(["both@example.org at-once-0001", "both@example.org monthly-0001", "monthly@example.org monthly-0001", "usual@example.org biuletyn-0001"], Sent());
        Assert.Contains("Call grant", TextOf("both@example.org", "at-once-0001"), StringComparison.Ordinal);
        Assert.DoesNotContain("News news", TextOf("both@example.org", "at-once-0001"), StringComparison.Ordinal);
        Assert.DoesNotContain("Call grant", TextOf("both@example.org", "monthly-0001"), StringComparison.Ordinal);
        Assert.Contains("Jak często: nabory i ich terminy od razu, reszta raz w miesiącu.", string.Join(' ', TextOf("both@example.org", "at-once-0001").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_once_makes_no_edition_of_nothing_and_none_at_night()
    {
        await SubscribeAsync("eager@example.org", "at-once");
        await TickAsync();
        await TickAsync();
        product.PassTo("2023-04-30T19:00:00Z");
        await product.PublishAsync(Some.News("late"));
        await TickAsync();
        Assert.Empty(Sent());
        Assert.Null(await product.Get<EditionList>().FindAsync("at-once-0001", CancellationToken.None));

        product.PassTo("2023-05-01T05:00:00Z");
        await TickAsync();

        Assert.Equal(["eager@example.org at-once-0001"], Sent());
    }

    [Fact]
    public async Task What_cannot_be_sent_and_is_mended_at_night_waits_for_the_morning()
    {
        await SubscribeAsync("eager@example.org", "at-once");
        await product.PublishAsync(Some.News("a") with { Summary = "" });
        await TickAsync();
        Assert.Equal(EditionState.Draft, (await product.FindEditionAsync("at-once-0001")).State);

        product.PassTo("2023-04-30T20:00:00Z");
        await product.PublishAsync(Some.News("a"));
        await TickAsync();
        Assert.Empty(Sent());
        product.PassTo("2023-05-01T05:00:00Z");
        await TickAsync();

        Assert.Equal(["eager@example.org at-once-0001"], Sent());
    }

    [Fact]
    public async Task An_announcement_is_everybodys_and_no_edition_repeats_it()
    {
        await SubscribeAsync("eager@example.org", "at-once");
        await SubscribeAsync("slow@example.org", "monthly");
        await TickAsync();
        await product.PublishAsync(Some.News("a"));
        await product.Get<AnnounceItem>().RunAsync(Some.News("a").Ref, CancellationToken.None);
        await TickAsync();
        product.PassTo(Monday);
        await TickAsync();

        Assert.Equal(["eager@example.org announcement-news-a-1", "slow@example.org announcement-news-a-1"], Sent());
    }

    [Fact]
    public async Task An_installation_that_gets_rhythms_does_not_send_its_past_again()
    {
        await using var before = await TestProduct.StartAsync();
        await before.PublishAsync(Some.News("old"));
        await before.SendNowAsync();
        await before.DrainAsync();
        await using var product = before.AnotherInstance(TestProduct.Settings.Digests);
        await product.Get<ImportSubscribers>().AddAsync([Reader("eager@example.org", "at-once")], null, CancellationToken.None);
        await product.TickAsync();
        await product.PublishAsync(Some.News("new"));
        await product.TickAsync();

        Assert.Equal(["news/new@1:news"], (await product.FindEditionAsync("at-once-0001")).Items.Select(item => item.ToString()));
    }

    [Fact]
    public async Task A_rhythm_that_was_turned_off_and_on_again_does_not_send_what_came_meanwhile()
    {
        await SubscribeAsync("eager@example.org", "at-once");
        await TickAsync();
        await using var off = product.AnotherInstance([TestProduct.Settings.Digest, new Digest("at-once", Cadence.Never, Rhythm: Rhythm.AtOnce)]);
        await off.PublishAsync(Some.News("meanwhile"));
        product.PassTo(Monday);
        await off.TickAsync();
        await off.DrainAsync();
        Assert.Equal(["eager@example.org biuletyn-0001"], Sent());

        product.Pass(Duration.FromHours(1));
        await TickAsync();
        await product.PublishAsync(Some.News("new"));
        await TickAsync();

        Assert.Equal(["eager@example.org at-once-0001", "eager@example.org biuletyn-0001"], Sent());
        Assert.DoesNotContain("News meanwhile", TextOf("eager@example.org", "at-once-0001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changes_the_rhythm_gets_each_thing_once()
    {
        var reader = await SubscribeAsync("reader@example.org", "at-once");
        await TickAsync();
        await product.PublishAsync(Some.News("first"));
        await TickAsync();
        product.Pass(Duration.FromSeconds(1));
        await ChangeAsync(reader, "weekly");
        await product.PublishAsync(Some.News("second"));
        product.Pass(Duration.FromMinutes(5));
        await TickAsync();
        product.PassTo(Monday);
        await TickAsync();
        product.Pass(Duration.FromSeconds(1));
        await ChangeAsync(reader, "monthly");
        product.PassTo("2023-06-01T06:00:00Z");
        await TickAsync();

        Assert.Equal(["reader@example.org at-once-0001", "reader@example.org biuletyn-0001"], Sent());
        Assert.DoesNotContain("News first", TextOf("reader@example.org", "biuletyn-0001"), StringComparison.Ordinal);
        Assert.Contains("News second", TextOf("reader@example.org", "biuletyn-0001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changes_the_rhythm_while_an_edition_is_being_sent_gets_it_as_it_was_released()
    {
        var reader = await SubscribeAsync("reader@example.org", "weekly");
        await product.TickAsync();
        await product.PublishAsync(Some.News("a"));
        product.PassTo(Monday);
        await product.TickAsync();
        product.Pass(Duration.FromSeconds(10));
        await ChangeAsync(reader, "monthly");
        await product.DrainAsync();

        Assert.Contains("reader@example.org biuletyn-0001", Sent());
        Assert.Equal(1, Sent().Count(mail => mail.StartsWith("reader@", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_wants_deadlines_only_hears_of_a_call_when_it_closes_or_changes()
    {
        await product.Get<ImportSubscribers>().AddAsync([Reader("busy@example.org", "at-once") with { Interests = Interests.Of([Interests.DeadlinesKey], [], []) }], null, CancellationToken.None);
        await TickAsync();
        await product.PublishAsync(Some.Call("grant", "2023-05-31"));
        await product.PublishAsync(Some.News("a"));
        await TickAsync();
        Assert.Empty(Sent());

        await product.PublishAsync(Some.Call("grant", "2023-05-20"));
        await TickAsync();
        product.PassTo("2023-05-14T08:00:00Z");
        await TickAsync();

        Assert.Equal(["busy@example.org at-once-0002", "busy@example.org at-once-0003"], Sent());
        Assert.Contains("terminy naborów", TextOf("busy@example.org", "at-once-0003"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_archive_lists_each_thing_once_and_shows_every_edition()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("a"));
        await TickAsync();
        product.PassTo(Monday);
        await TickAsync();
        var archive = product.Get<ArchivePages>();

        Assert.Equal(["biuletyn-0001"], (await archive.ListAsync(CancellationToken.None)).Select(edition => edition.Id));
        Assert.Contains("News a", await archive.FindAsync("at-once-0001", ["pl"], CancellationToken.None), StringComparison.Ordinal);
    }

    private static Subscriber Reader(string address, string rhythm) => Some.Subscriber(address) with { Rhythm = RhythmText.Parse(rhythm)! };

    private async Task<Subscriber> SubscribeAsync(string address, string rhythm)
    {
        await product.Get<ImportSubscribers>().AddAsync([Reader(address, rhythm)], null, CancellationToken.None);
        return Reader(address, rhythm);
    }

    private async Task ChangeAsync(Subscriber reader, string rhythm)
    {
        var changed = await product.Get<ChangePreferences>().RunAsync(reader.Key, new PreferenceChange { RhythmCalls = rhythm, RhythmRest = rhythm }, CancellationToken.None);
        Assert.Empty(changed.Refused);
    }

    private async Task TickAsync()
    {
        await product.TickAsync();
        await product.DrainAsync();
    }

    private IEnumerable<string> Sent() => product.Mail.Sent.Select(mail => $"{mail.To} {mail.Edition}").Order(StringComparer.Ordinal);

    private string TextOf(string address, string edition) => Assert.Single(product.Mail.Sent, mail => mail.To == address && mail.Edition == edition).Message.Text;
}
