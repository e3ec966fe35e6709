using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Publisher.Board;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.Tests.Board;

public sealed class ChannelStatesTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task An_item_that_no_channel_has_is_nowhere_but_in_the_calendar()
    {
        await product.PublishAsync(Some.Call("a", "2023-05-31"));
        await product.PublishAsync(Some.Call("b", "2023-05-31") with { Status = ItemStatus.Draft });

        var (published, draft) = (await OfAsync("call/a"), await OfAsync("call/b"));

        Assert.Equal((0, 0, 0, 0, ""), (published.Digests.Count, published.Announcements.Count, published.Reminders.Count, published.Posts.Count, published.ArchiveUrl));
        Assert.EndsWith("/calendar/call/a.ics", published.CalendarUrl, StringComparison.Ordinal);
        Assert.Equal("", draft.CalendarUrl);
    }

    [Fact]
    public async Task A_digest_is_told_while_it_waits_while_it_goes_out_and_when_it_is_through_with_how_many_it_reached()
    {
        await product.SubscribeAsync(7);
        await product.PublishAsync(Some.Call("a", "2023-05-31"));
        var edition = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        Assert.Equal((edition.Id, EditionState.Scheduled, Section.Calls, 1, null, ""), Assert.Single((await OfAsync("call/a")).Digests) is var waits ? (waits.Edition, waits.State, waits.Section, waits.Version, waits.Reached, waits.Url) : default);

        await product.Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        var begun = product.Now;
        Assert.Equal((EditionState.Sending, 0, begun, null), Assert.Single((await OfAsync("call/a")).Digests) is var goes ? (goes.State, goes.Reached, goes.Started, goes.Closed) : default);
        product.Pass(Duration.FromMinutes(3));
        await product.DrainAsync();

        var stand = await OfAsync("call/a");
        Assert.Equal((EditionState.Sent, 7, begun, product.Now), Assert.Single(stand.Digests) is var sent ? (sent.State, sent.Reached, sent.Started, sent.Closed) : default);
        Assert.EndsWith($"/archive/{edition.Id}#call-a", stand.ArchiveUrl, StringComparison.Ordinal);
        Assert.Equal(7, (await product.FindEditionAsync(edition.Id)).Reached);
    }

    [Fact]
    public async Task An_announcement_a_reminder_and_posts_each_stand_in_their_own_place()
    {
        await using var reminding = await TestProduct.StartAsync(reminders: new LocalTime(8, 0));
        await reminding.SubscribeAsync(2);
        await reminding.PublishAsync(Some.Call("a", "2023-05-04"));
        var announced = await reminding.Get<AnnounceItem>().RunAsync(new ItemRef(ItemKind.Call, "a"), CancellationToken.None);
        await reminding.Get<DispatchEditions>().SendAsync(announced, CancellationToken.None);
        await reminding.Get<CollectContent>().RunAsync(CancellationToken.None);
        await reminding.DrainAsync();
        reminding.PassTo("2023-05-01T06:30:00Z");
        await reminding.TickAsync();
        await reminding.TickAsync();
        await reminding.DrainAsync();

        var stand = await reminding.Get<ChannelStates>().OfAsync((await reminding.Get<Items>().FindAsync(new ItemRef(ItemKind.Call, "a"), CancellationToken.None))!, CancellationToken.None);

        Assert.Equal((announced.Id, 2), Assert.Single(stand.Announcements) is var announcement ? (announcement.Edition, announcement.Reached) : default);
        Assert.Equal("reminder-2023-05-01", Assert.Single(stand.Reminders).Edition);
        Assert.EndsWith($"/archive/{announced.Id}#call-a", stand.ArchiveUrl, StringComparison.Ordinal);
        var post = Assert.Single(stand.Posts, each => each.Occasion == Occasion.First);
        Assert.Equal((reminding.Network.Key, PostState.Posted, 1), (post.Network, post.State, post.Version));
    }

    [Fact]
    public async Task Of_many_items_each_has_its_own_state_and_storage_is_asked_a_few_times()
    {
        for (var n = 0; n < 60; n++) await product.PublishAsync(Some.News($"n{n:000}"));
        await product.SubscribeAsync(3);
        await product.SendNowAsync();
        await product.DrainAsync();
        for (var n = 60; n < 200; n++) await product.PublishAsync(Some.News($"n{n:000}"));
        foreach (var network in (string[])["facebook", "linkedin", "mastodon"])
            for (var n = 0; n < 200; n++)
                await product.Get<Posts>().PlanAsync(new Post(network, new ItemRef(ItemKind.News, $"n{n:000}"), Occasion.First, 1, PostState.Posted, product.Now) { Url = $"https://{network}.example/{n}", Text = "x" }, CancellationToken.None);

        var (calls, options) = (new Calls(), new TableClientOptions());
        options.AddPolicy(calls, HttpPipelinePosition.PerRetry);
        var tables = new TableServiceClient(product.Connection, options);
        var board = new ChannelStates(new EditionList(tables), new Batches(tables), new Posts(tables), product.Get<Sender>());
        var all = new List<StoredItem>();
        await foreach (var stored in new Items(tables, product.Clock).AllAsync(CancellationToken.None)) all.Add(stored);
        var states = await board.OfAsync(all, CancellationToken.None);

        // The items, the editions, the posts.
        Assert.Equal(3, calls.Count);
        Assert.Equal(200, states.Count);
        Assert.Equal(60, states.Values.Count(state => state.Digests is [{ Reached: 3 }]));
        Assert.All(states, state => Assert.Equal(["facebook", "linkedin", "mastodon"], state.Value.Posts.Select(post => post.Network)));
        Assert.All(states.Values.SelectMany(state => state.Posts.Select(post => (state.Item, post))), each => Assert.EndsWith($"/{int.Parse(each.Item.Id[1..], System.Globalization.CultureInfo.InvariantCulture)}", each.post.Url, StringComparison.Ordinal));
        calls.Count = 0;
        Assert.Equal(3, (await board.OfAsync(all[0], CancellationToken.None)).Posts.Count);
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task An_edition_from_before_its_reach_was_kept_is_counted_by_its_batches_and_one_called_off_brought_nothing()
    {
        await product.SubscribeAsync(4);
        await product.PublishAsync(Some.News("a"));
        var edition = await product.SendNowAsync();
        await product.DrainAsync();
        var sent = await product.FindEditionAsync(edition.Id);
        await product.Get<EditionList>().SaveAsync(sent with { Reached = null }, CancellationToken.None);
        await product.PublishAsync(Some.News("b"));
        var next = await product.Get<PrepareEdition>().RunNowAsync("biuletyn", CancellationToken.None);
        await product.Get<EditionList>().SaveAsync(next.To(EditionState.Cancelled), CancellationToken.None);

        Assert.Equal(4, Assert.Single((await OfAsync("news/a")).Digests).Reached);
        Assert.Empty((await OfAsync("news/b")).Digests);
    }

    private async Task<ItemChannels> OfAsync(string item)
    {
        Assert.True(ItemRef.TryParse(item, out var name));
        return await product.Get<ChannelStates>().OfAsync((await product.Get<Items>().FindAsync(name, CancellationToken.None))!, CancellationToken.None);
    }

    /// <summary>Counts what goes to the table service.</summary>
    private sealed class Calls : HttpPipelineSynchronousPolicy
    {
        public int Count { get; set; }

        public override void OnSendingRequest(HttpMessage message) => Count++;
    }
}
