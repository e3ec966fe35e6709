using Publisher.Content;
using Publisher.Editions;

namespace Publisher.Tests.Editions;

public sealed class AnnounceItemTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task The_same_version_is_announced_once_and_a_new_one_again()
    {
        await product.PublishAsync(Some.News("a"));
        var first = await AnnounceAsync("a");
        product.Pass(Duration.FromMinutes(1));
        var again = await AnnounceAsync("a");
        await product.PublishAsync(Some.News("a", "Changed"));

        Assert.Equal(("announcement-news-a-1", EditionState.Scheduled, "News a"), (first.Id, first.State, first.Heading));
        Assert.Equal((first.Id, first.CutOff, first.ETag), (again.Id, again.CutOff, again.ETag));
        Assert.Equal("announcement-news-a-2", (await AnnounceAsync("a")).Id);
    }

    [Fact]
    public async Task An_announced_item_is_not_in_the_next_digest()
    {
        await product.TickAsync();
        await product.PublishAsync(Some.News("announced"));
        await product.PublishAsync(Some.News("other"));
        await AnnounceAsync("announced");
        product.PassTo("2023-05-01T06:00:00Z");

        var digest = await product.SendNowAsync();

        Assert.Equal("news/other@1:news", Assert.Single(digest.Items).ToString());
    }

    [Fact]
    public async Task A_draft_left_by_a_killed_announcement_is_finished_by_the_timer()
    {
        await product.PublishAsync(Some.News("a"));
        await product.Get<EditionList>().AddAsync(
            new Edition("announcement-news-a-1", Edition.Announcement, 0, EditionState.Draft, product.Now, [new EditionItem(Some.News("a").Ref, 1, Publisher.Rendering.Section.News)], "News a"), CancellationToken.None);

        await product.Get<PrepareEdition>().RunDueAsync(CancellationToken.None);

        Assert.Equal(EditionState.Scheduled, (await product.FindEditionAsync("announcement-news-a-1")).State);
    }

    [Theory]
    [InlineData("unknown", "there is no news/unknown")]
    [InlineData("draft", "news/draft is not published")]
    [InlineData("gone", "news/gone is not published")]
    public async Task What_cannot_be_announced_is_refused_in_a_sentence(string id, string sentence)
    {
        await product.PublishAsync(Some.News("draft") with { Status = ItemStatus.Draft });
        await product.PublishAsync(Some.News("gone") with { Status = ItemStatus.Withdrawn });

        var refused = await Assert.ThrowsAsync<RefusedException>(() => AnnounceAsync(id));

        Assert.Equal(sentence, Assert.Single(refused.Faults).Text);
    }

    [Fact]
    public async Task What_is_over_is_refused()
    {
        var call = Some.Call("a", "2023-04-30T12:00");
        await product.PublishAsync(call);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => product.Get<AnnounceItem>().RunAsync(call.Ref, CancellationToken.None));

        Assert.Contains("is over", Assert.Single(refused.Faults).Text, StringComparison.Ordinal);
    }

    private Task<Edition> AnnounceAsync(string id) => product.Get<AnnounceItem>().RunAsync(new ItemRef(ItemKind.News, id), CancellationToken.None);
}
