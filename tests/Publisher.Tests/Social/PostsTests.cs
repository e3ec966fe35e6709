using Publisher.Content;
using Publisher.Social;

namespace Publisher.Tests.Social;

public sealed class PostsTests : IAsyncLifetime
{
    private static readonly PublishPostWork Work = new("facebook", "news/a");

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Each_published_item_gets_one_post_however_often_content_is_collected()
    {
        await product.PublishAsync(Some.News("a"));
        await product.PublishAsync(Some.Call("b", "2023-05-31"));
        await product.PublishAsync(Some.News("c") with { Status = ItemStatus.Draft });
        await CollectAsync();
        await CollectAsync();
        await product.DrainAsync();
        product.Pass(Duration.FromMinutes(5));
        await product.PublishAsync(Some.News("a", "Mended"));
        await CollectAsync();
        await product.DrainAsync();

        Assert.Equal(["call-b", "news-a"], product.Network.Posted.Select(post => post.Marker).Order(StringComparer.Ordinal));
        Assert.Contains("News a", product.Network.Posted.Single(post => post.Item.Id == "a").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_over_gets_no_post()
    {
        await product.PublishAsync(Some.Call("a", "2023-04-30T12:00"));

        Assert.Equal("1 changed item, 0 posts queued", await CollectAsync());
        Assert.Empty(await product.TakeAsync<PublishPostWork>());
    }

    [Fact]
    public async Task A_message_delivered_twice_posts_once()
    {
        await PlanAsync();
        await RunAsync();
        await RunAsync();

        Assert.Single(product.Network.Posted);
        Assert.Equal((PostState.Posted, "post-news-a"), await StateAsync());
    }

    [Fact]
    public async Task A_message_delivered_to_two_instances_at_once_posts_once()
    {
        await PlanAsync();
        await using var other = product.AnotherInstance();
        product.Network.Reply = async post =>
        {
            product.Network.Reply = null;
            Assert.Contains("another instance", await other.Get<PublishPost>().RunAsync(Work, CancellationToken.None), StringComparison.Ordinal);
            return product.Network.Arrive(post);
        };

        await RunAsync();

        Assert.Single(product.Network.Posted);
        Assert.Equal((PostState.Posted, "post-news-a"), await StateAsync());
    }

    [Fact]
    public async Task A_post_whose_reply_was_lost_is_found_on_the_network_and_adopted()
    {
        await PlanAsync();
        product.Network.Reply = post =>
        {
            product.Network.Arrive(post);
            throw new IOException("gone");
        };
        await Assert.ThrowsAsync<IOException>(RunAsync);
        product.Network.Reply = null;

        await RunAsync();

        Assert.Equal((1, 1), (product.Network.Posted.Count, product.Network.Searches));
        Assert.Equal((PostState.Posted, "post-news-a"), await StateAsync());
    }

    [Fact]
    public async Task A_claim_without_a_result_is_made_again_only_when_its_time_is_over_and_the_network_has_nothing()
    {
        await PlanAsync();
        product.Network.Reply = _ => throw new IOException("never arrived");
        await Assert.ThrowsAsync<IOException>(RunAsync);
        product.Network.Reply = null;
        await RunAsync();
        Assert.Empty(product.Network.Posted);
        await product.TakeAsync<PublishPostWork>();

        product.Pass(Duration.FromMinutes(21));
        await CollectAsync();
        await product.DrainAsync();

        Assert.Single(product.Network.Posted);
        Assert.Equal((PostState.Posted, "post-news-a"), await StateAsync());
    }

    [Theory]
    [InlineData(PostState.Unknown)]
    [InlineData(PostState.Failed)]
    public async Task What_the_network_says_is_kept_for_staff(PostState state)
    {
        await PlanAsync();
        product.Network.Reply = _ => Task.FromResult(new PostResult(state, Note: "the page is locked"));

        Assert.Equal($"news/a on facebook is {(state == PostState.Failed ? "failed" : "unknown")}: the page is locked", await RunAsync());
    }

    [Fact]
    public async Task What_is_withdrawn_or_over_before_its_posting_is_dropped()
    {
        await PlanAsync();
        await product.PublishAsync(Some.News("a") with { Status = ItemStatus.Withdrawn });
        await product.PublishAsync(Some.Call("b", "2023-04-30T14:00"));
        await CollectAsync();
        product.PassTo("2023-04-30T12:00:00Z");
        await product.DrainAsync();

        Assert.Empty(product.Network.Posted);
        Assert.Equal(PostState.Dropped, (await StateAsync()).State);
        Assert.Equal(PostState.Dropped, (await product.Get<Posts>().FindAsync("facebook", new ItemRef(ItemKind.Call, "b"), CancellationToken.None))!.State);
    }

    [Theory]
    [InlineData("mastodon", "news/a", "There is no network mastodon here")]
    [InlineData("facebook", "news/b", "No post of news/b is planned")]
    [InlineData("facebook", "nonsense", "No post of nonsense is planned")]
    public async Task Work_that_names_nothing_is_answered_in_a_sentence(string network, string item, string sentence) =>
        Assert.Equal(sentence, await product.Get<PublishPost>().RunAsync(new PublishPostWork(network, item), CancellationToken.None));

    private async Task PlanAsync()
    {
        await product.PublishAsync(Some.News("a"));
        await CollectAsync();
    }

    private Task<string> CollectAsync() => product.Get<CollectContent>().RunAsync(CancellationToken.None);

    private Task<string> RunAsync() => product.Get<PublishPost>().RunAsync(Work, CancellationToken.None);

    private async Task<(PostState State, string PostId)> StateAsync()
    {
        var post = (await product.Get<Posts>().FindAsync("facebook", new ItemRef(ItemKind.News, "a"), CancellationToken.None))!;
        return (post.State, post.PostId);
    }
}
