using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.Tests.Editions;

public sealed class PrepareEditionTests : IAsyncLifetime
{
    private const string Monday = "2023-05-01T06:00:00Z";
    private const string NextMonday = "2023-05-08T06:00:00Z";
    private const string ThirdMonday = "2023-05-15T06:00:00Z";

    private TestProduct product = null!;

    private PrepareEdition Prepare => product.Get<PrepareEdition>();

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_digest_seen_for_the_first_time_is_due_on_its_next_day_and_not_at_once()
    {
        await product.PublishAsync(Some.News("a"));

        Assert.Empty(await TickAsync());
        product.PassTo("2023-05-01T05:59:59Z");
        Assert.Empty(await TickAsync());
        product.PassTo(Monday);
        Assert.Equal(["Edition biuletyn-0001 is ready with 1 item: News a"], await TickAsync());
    }

    [Fact]
    public async Task An_edition_with_nothing_in_it_is_skipped_and_says_so_and_the_watermark_moves()
    {
        await TickAsync();
        product.PassTo(Monday);

        Assert.Equal(["Edition biuletyn-0001 was skipped: nothing was published since the last edition"], await TickAsync());
        Assert.Empty(await TickAsync());

        var progress = await product.Get<DigestWatermarks>().ReadAsync("biuletyn", CancellationToken.None);
        Assert.Equal((1, product.Now), (progress!.Number, progress.Since));
        product.PassTo(NextMonday);
        Assert.Contains("biuletyn-0002 was skipped", Assert.Single(await TickAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_staff_prepare_waits_for_their_word_whatever_the_timer_does()
    {
        await product.PublishAsync(Some.News("a"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        product.PassTo(NextMonday);

        Assert.Empty(await product.TickAsync());
        Assert.Equal(EditionState.Scheduled, (await product.FindEditionAsync(edition.Id)).State);
        await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        Assert.Equal(EditionState.Sending, (await product.FindEditionAsync(edition.Id)).State);
    }

    [Fact]
    public async Task A_digest_whose_closing_was_cut_short_after_its_edition_was_sent_goes_on()
    {
        await product.PublishAsync(Some.News("a"));
        var edition = await product.SendNowAsync();
        await product.Get<EditionList>().SaveAsync(edition.To(EditionState.Sent), CancellationToken.None);
        product.PassTo(Monday);

        await TickAsync();

        Assert.Equal(1, (await product.Get<DigestWatermarks>().ReadAsync("biuletyn", CancellationToken.None))!.Number);
    }

    [Fact]
    public async Task More_items_than_an_edition_holds_are_in_the_next_one()
    {
        for (var number = 1; number <= SelectItems.MaxItems + 3; number++) await product.PublishAsync(Some.News($"item-{number:000}"));
        var first = await product.SendNowAsync();
        await product.DrainAsync();
        var second = await product.SendNowAsync();

        Assert.Equal((SelectItems.MaxItems, 3), (first.Items.Count, second.Items.Count));
        Assert.Empty(first.Items.Select(item => item.Ref).Intersect(second.Items.Select(item => item.Ref)));
    }

    [Fact]
    public async Task Ticks_at_the_same_time_make_one_edition()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("a"));
        await using var other = product.AnotherInstance();
        product.PassTo(Monday);

        await Task.WhenAll(TickAsync(), other.Get<PrepareEdition>().RunDueAsync(CancellationToken.None), TickAsync());

        Assert.Equal([("biuletyn-0001", EditionState.Scheduled)], await EditionsAsync());
    }

    [Fact]
    public async Task A_draft_left_by_a_killed_run_is_made_anew_and_finished()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("a"));
        product.PassTo(Monday);
        await product.Get<EditionList>().AddAsync(
            new Edition("biuletyn-0001", "biuletyn", 1, EditionState.Draft, product.Now, [new EditionItem(Some.News("a").Ref, 1, Section.News)]), CancellationToken.None);
        await product.PublishAsync(Some.News("late"));

        await TickAsync();

        var edition = await product.FindEditionAsync("biuletyn-0001");
        Assert.Equal((EditionState.Scheduled, "2 aktualności"), (edition.State, edition.Subject));
        Assert.Equal(["news/a@1:news", "news/late@1:news"], Items(edition));
        Assert.Contains("pl", await product.Get<EditionBlobs>().LanguagesAsync(edition, CancellationToken.None));
    }

    [Fact]
    public async Task A_draft_whose_items_were_all_withdrawn_is_skipped_and_the_digest_goes_on()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("a"));
        product.PassTo(Monday);
        await product.Get<EditionList>().AddAsync(
            new Edition("biuletyn-0001", "biuletyn", 1, EditionState.Draft, product.Now, [new EditionItem(Some.News("a").Ref, 1, Section.News)]), CancellationToken.None);
        await product.PublishAsync(Some.News("a") with { Status = ItemStatus.Withdrawn });

        Assert.Equal(["Edition biuletyn-0001 was skipped: nothing was published since the last edition"], await TickAsync());
        await TickAsync();
        await product.PublishAsync(Some.News("b"));
        product.PassTo(NextMonday);
        await TickAsync();

        Assert.Equal("news/b@1:news", Assert.Single((await product.FindEditionAsync("biuletyn-0002")).Items).ToString());
    }

    [Fact]
    public async Task What_is_published_while_an_edition_is_open_goes_into_the_next()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("first"));
        product.PassTo(Monday);
        var open = await SendAsync();
        await product.PublishAsync(Some.News("meanwhile"));
        product.Pass(Duration.FromHours(3));
        await product.PublishAsync(Some.News("later"));
        await CloseAsync(open);
        await product.PublishAsync(Some.News("first", "Mended"));
        product.PassTo(NextMonday);
        var second = await SendAsync();
        await CloseAsync(second);
        await product.PublishAsync(Some.News("last"));
        product.PassTo(ThirdMonday);
        var third = await SendAsync();

        Assert.Equal([["news/first@1:news"], ["news/meanwhile@1:news", "news/later@1:news"], ["news/last@1:news"]], new[] { open, second, third }.Select(Items));
    }

    [Fact]
    public async Task Staff_get_the_next_edition_where_whoever_closed_the_last_one_died_before_the_watermark_moved()
    {
        await product.PublishAsync(Some.News("first"));
        var last = await Prepare.RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(
            last.To(EditionState.Sending).To(EditionState.Sent) with { Closed = product.Now }, CancellationToken.None);
        await product.PublishAsync(Some.News("second"));

        var next = await Prepare.RunNowAsync("biuletyn", CancellationToken.None);

        Assert.Equal(("biuletyn-0002", EditionState.Scheduled), (next.Id, next.State));
        Assert.Equal(["news/second@1:news"], Items(next));
    }

    [Fact]
    public async Task An_item_that_becomes_visible_after_a_cut_off_it_was_stamped_before_is_in_the_next_once()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("first"));
        product.PassTo(Monday);
        await CloseAsync(await SendAsync());
        // Another instance whose clock is behind saves now what it stamps half an hour before the cut-off.
        var slow = new ManualTime((product.Now - Duration.FromMinutes(30)).ToDateTimeOffset());
        await new Items(product.Get<Azure.Data.Tables.TableServiceClient>(), slow).SaveAsync(Some.News("late"), CancellationToken.None);
        product.PassTo(NextMonday);
        var second = await SendAsync();
        await CloseAsync(second);
        product.PassTo(ThirdMonday);

        Assert.Equal(["news/late@1:news"], Items(second));
        Assert.Equal(["Edition biuletyn-0003 was skipped: nothing was published since the last edition"], await TickAsync());
    }

    [Fact]
    public async Task An_item_that_was_withdrawn_over_a_cut_off_and_is_back_goes_into_the_next()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("a"));
        product.Pass(Duration.FromHours(1));
        await product.PublishAsync(Some.News("a") with { Status = ItemStatus.Withdrawn });
        product.PassTo(Monday);
        await TickAsync();
        product.Pass(Duration.FromHours(5));
        await product.PublishAsync(Some.News("a"));
        product.PassTo(NextMonday);

        Assert.Equal(["news/a@3:news"], Items(await SendAsync()));
    }

    [Fact]
    public async Task A_cancelled_edition_leaves_its_items_to_the_next()
    {
        await TickAsync();
        await product.PublishAsync(Some.News("a"));
        product.PassTo(Monday);
        await TickAsync();
        var list = product.Get<EditionList>();
        await list.SaveAsync((await product.FindEditionAsync("biuletyn-0001")).To(EditionState.Cancelled), CancellationToken.None);
        await TickAsync();
        product.PassTo(NextMonday);

        var next = await SendAsync();

        Assert.Equal(("biuletyn-0002", "news/a@1:news"), (next.Id, Assert.Single(Items(next))));
    }

    [Fact]
    public async Task Whatever_is_published_edited_and_withdrawn_is_in_exactly_one_edition() => await Chance.TimesAsync(6, async random =>
    {
        await using var run = await TestProduct.StartAsync();
        var (prepare, wanted, open) = (run.Get<PrepareEdition>(), new HashSet<string>(StringComparer.Ordinal), (Edition?)null);
        await prepare.RunDueAsync(CancellationToken.None);
        for (var step = 0; step < 40; step++)
        {
            run.Pass(Duration.FromMinutes(random.Next(3) == 0 ? random.Next(1, 90) : random.Next(600, 3000)));
            var item = Some.News($"n{random.Next(step + 1)}", $"Title {step}");
            switch (random.Next(6))
            {
                case 0 or 1:
                    await run.PublishAsync(item);
                    wanted.Add(item.Id);
                    break;
                case 2:
                    await run.PublishAsync(item with { Status = ItemStatus.Withdrawn });
                    wanted.Remove(item.Id);
                    break;
                case 3:
                    await prepare.RunDueAsync(CancellationToken.None);
                    await prepare.RunDueAsync(CancellationToken.None);
                    break;
                case 4:
                    open = await run.SendNowAsync();
                    break;
                default:
                    if (open is { State: EditionState.Sending }) open = await CloseAsync(run, open);
                    break;
            }
        }

        // All that is open is closed, and one more edition takes what is left.
        for (var times = 0; times < 2; times++)
            if (await run.SendNowAsync() is { State: EditionState.Sending } last) await CloseAsync(run, last);
        var brought = await BroughtAsync(run);
        Assert.Equal(brought.Distinct(StringComparer.Ordinal), brought);
        Assert.Subset(brought.ToHashSet(StringComparer.Ordinal), wanted.Select(id => $"news/{id}").ToHashSet(StringComparer.Ordinal));
    });

    private static IEnumerable<string> Items(Edition edition) => edition.Items.Select(item => item.ToString());

    private static async Task<IReadOnlyList<string>> BroughtAsync(TestProduct run)
    {
        var all = new List<string>();
        await foreach (var edition in run.Get<EditionList>().AllAsync(CancellationToken.None))
            if (edition.State == EditionState.Sent) all.AddRange(edition.Items.Select(item => item.Ref.ToString()));
        return all;
    }

    private static async Task<Edition> CloseAsync(TestProduct run, Edition edition)
    {
        foreach (var batch in await run.Get<Batches>().OfAsync(edition.Id, CancellationToken.None))
            await run.SendBatchAsync(edition.Id, batch.Number);
        await run.Get<CloseEdition>().RunAsync(new CloseEditionWork(edition.Id), CancellationToken.None);
        var closed = await run.FindEditionAsync(edition.Id);
        Assert.Equal(EditionState.Sent, closed.State);
        return closed;
    }

    private Task<IReadOnlyList<string>> TickAsync() => Prepare.RunDueAsync(CancellationToken.None);

    private Task<Edition> SendAsync() => product.SendNowAsync();

    private Task<Edition> CloseAsync(Edition edition) => CloseAsync(product, edition);

    private async Task<IReadOnlyList<(string, EditionState)>> EditionsAsync()
    {
        var all = new List<(string, EditionState)>();
        await foreach (var edition in product.Get<EditionList>().AllAsync(CancellationToken.None)) all.Add((edition.Id, edition.State));
        return all;
    }
}
