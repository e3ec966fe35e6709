using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Publisher.Content;
using Publisher.Social;
using Publisher.Social.Preflight;
using Publisher.Social.Texts;

namespace Publisher.Tests.Social;

/// <summary>An item is on a wall once whatever staff, its later versions and lost replies do to it in between.</summary>
public sealed class OnceTests : IAsyncLifetime
{
    private static readonly ItemRef A = new(ItemKind.News, "a");

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_new_version_that_meets_staff_s_own_words_on_their_way_still_changes_the_one_post()
    {
        await PostedAsync("First");
        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A, Text: "Po swojemu."), default);
        await ChangeAsync("Second");

        await RunForAsync(Duration.FromHours(1));

        Assert.Contains("Second", Assert.Single(product.Network.Posted).Text, StringComparison.Ordinal);
        Assert.Equal(["edit post-news-a"], product.Network.Calls);
    }

    [Fact]
    public async Task What_staff_decide_is_decided_of_the_version_that_is_in_doubt_not_of_the_one_that_waits_for_it()
    {
        await UndecidedAsync();
        await ChangeAsync("Second");
        await RunForAsync(Duration.FromMinutes(30));
        Assert.Equal(PostState.Undecided, (await CurrentAsync()).State);
        await Assert.ThrowsAsync<RefusedException>(() => product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A), default));

        await DecideAsync(PostDecision.Posted, "https://facebook.example/posts/77");
        await RunForAsync(Duration.FromMinutes(30));

        Assert.Equal((2, PostState.Posted, "77"), await CurrentAsync() is var post ? (post.Version, post.State, post.PostId) : default);
        Assert.Equal(["edit 77"], product.Network.Calls);
    }

    [Fact]
    public async Task What_somebody_deleted_stays_away_however_often_its_item_is_changed_until_staff_want_it_again()
    {
        await PostedAsync("First");
        product.Network.Edited = new NetworkAnswer(NetworkOutcome.Gone);
        await ChangeAsync("Second");
        await RunForAsync(Duration.FromHours(1));
        await ChangeAsync("Third");
        await RunForAsync(Duration.FromHours(1));
        Assert.Single(product.Network.Posted);
        Assert.Equal((3, PostState.Withdrawn), await CurrentAsync() is var gone ? (gone.Version, gone.State) : default);

        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A), default);
        await RunForAsync(Duration.FromHours(1));

        Assert.Equal(2, product.Network.Posted.Count);
        Assert.Equal(PostState.Posted, (await CurrentAsync()).State);
    }

    [Fact]
    public async Task A_deleted_post_is_made_again_where_staff_say_so()
    {
        await PostedAsync("First");
        product.Network.Edited = new NetworkAnswer(NetworkOutcome.Gone);
        await ChangeAsync("Second");
        await RunForAsync(Duration.FromHours(1));

        await DecideAsync(PostDecision.Again);
        await RunForAsync(Duration.FromHours(1));

        Assert.Equal(2, product.Network.Posted.Count);
        Assert.Equal((PostState.Posted, "post-news-a"), await CurrentAsync() is var post ? (post.State, post.PostId) : default);
    }

    [Fact]
    public async Task What_staff_dropped_stays_dropped_when_the_item_is_changed()
    {
        await product.PublishAsync(Some.News("a"));
        await CollectAsync();
        await DecideAsync(PostDecision.Drop);
        await ChangeAsync("Second");
        await RunForAsync(Duration.FromHours(1));
        Assert.Empty(product.Network.Posted);

        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A), default);
        await RunForAsync(Duration.FromHours(1));

        Assert.Single(product.Network.Posted);
    }

    [Fact]
    public async Task A_change_that_staff_drop_leaves_the_post_and_the_next_change_reaches_it()
    {
        await PostedAsync("First");
        product.Network.Edited = new NetworkAnswer(NetworkOutcome.Refused, Note: "no");
        await ChangeAsync("Second");
        await RunForAsync(Duration.FromMinutes(10));
        await DecideAsync(PostDecision.Drop);
        product.Network.Edited = new NetworkAnswer(NetworkOutcome.Done);

        await ChangeAsync("Third");
        await RunForAsync(Duration.FromHours(1));

        Assert.Contains("Third", Assert.Single(product.Network.Posted).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_is_there_without_a_known_address_is_not_made_a_second_time()
    {
        await UndecidedAsync();
        var there = product.Network.Posted.Count;
        await DecideAsync(PostDecision.Posted);

        await ChangeAsync("Second");
        await RunForAsync(Duration.FromHours(1));

        Assert.Equal(there, product.Network.Posted.Count);
        Assert.Equal((PostState.Posted, "its address is not known here: change it there yourselves, if it needs to"), await CurrentAsync() is var post ? (post.State, post.Note) : default);
    }

    [Fact]
    public async Task Staff_s_words_that_come_too_late_leave_a_post_of_which_it_is_known_that_it_is_there()
    {
        await product.PublishAsync(Some.Call("b", "2023-05-01T15:00"));
        await CollectAsync();
        await RunAsync();
        var call = new ItemRef(ItemKind.Call, "b");
        product.Network.Edited = new NetworkAnswer(NetworkOutcome.Wait, Until: product.Now + Duration.FromDays(2));
        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", call, Text: "Po swojemu."), default);
        await RunForAsync(Duration.FromMinutes(10));

        product.PassTo("2023-05-03T15:00:00Z");
        await RunForAsync(Duration.FromMinutes(10));

        var post = (await product.Get<Posts>().OfItemAsync("facebook", call, default)).Single(each => each.Occasion == Occasion.First);
        Assert.Equal((PostState.Posted, "post-call-b"), (post.State, post.PostId));
    }

    [Fact]
    public async Task A_post_that_appears_after_its_grace_time_is_found_before_it_is_made_again()
    {
        await product.PublishAsync(Some.News("a"));
        await CollectAsync();
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Unknown));
        await RunAsync();
        var again = 0;
        product.Network.Reply = post =>
        {
            again++;
            return Task.FromResult(product.Network.Arrive(post));
        };
        product.Pass(SocialRules.CallTime + SocialRules.Grace);
        await product.Get<NetworkStates>().ChangeAsync("facebook", state => state with { NextAt = product.Now + Duration.FromMinutes(20) }, default);
        await RunAsync();
        Assert.Equal((PostState.Planned, 1), await CurrentAsync() is var lost ? (lost.State, lost.Lost) : default);
        product.Network.Arrive(await CurrentAsync());

        await RunForAsync(Duration.FromHours(1));

        Assert.Equal((0, 1), (again, product.Network.Posted.Count));
        Assert.Equal((PostState.Posted, "post-news-a"), await CurrentAsync() is var post ? (post.State, post.PostId) : default);
    }

    [Fact]
    public async Task A_link_that_never_loads_is_given_to_staff_after_a_day()
    {
        var nowhere = new FetchRules((_, _) => throw new SocketException((int)SocketError.HostNotFound), _ => true);
        await using var looking = await TestProduct.StartAsync(more: services => services.AddSingleton(new LinkCheck(new SafeFetch("tests/1.0", TimeProvider.System, nowhere))));
        await looking.PublishAsync(Some.News("a"));
        await looking.Get<CollectContent>().RunAsync(default);
        for (var hour = 0; hour < 36; hour++)
        {
            looking.Pass(Duration.FromHours(1));
            await looking.Get<PublishPost>().RunAsync(new PublishPostWork("facebook"), default);
        }

        var post = (await looking.Get<Posts>().CurrentAsync(default)).Single();
        Assert.Equal(PostState.Failed, post.State);
        Assert.EndsWith("does not answer, and has not for a day: mend it in the item, or send the post again", post.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "the item was withdrawn and its post deleted")]
    [InlineData(false, "it would have come out after its item's end, and was taken back")]
    public async Task What_a_network_keeps_for_later_never_comes_out_withdrawn_or_after_its_end(bool withdrawn, string note)
    {
        product.Network.KeepsForLater = true;
        await product.PublishAsync(Some.Call("b", "2023-05-20T15:00"));
        var call = new ItemRef(ItemKind.Call, "b");
        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", call, At: Instant.FromUtc(2023, 5, 15, 8, 0)), default);
        await RunAsync();
        Assert.Single(product.Network.Posted);

        await product.PublishAsync(Some.Call("b", withdrawn ? "2023-05-20T15:00" : "2023-05-10T15:00") with { Status = withdrawn ? ItemStatus.Withdrawn : ItemStatus.Published });
        await CollectAsync();
        await RunForAsync(Duration.FromHours(1));

        Assert.Empty(product.Network.Posted);
        Assert.Equal((PostState.Withdrawn, note), (await product.Get<Posts>().CurrentAsync(default)).Single() is var post ? (post.State, post.Note) : default);
    }

    [Fact]
    public async Task An_hour_that_the_network_keeps_is_not_changed_in_silence_and_outlives_a_change_of_words()
    {
        product.Network.KeepsForLater = true;
        var at = product.Now + Duration.FromDays(2);
        await product.PublishAsync(Some.News("a"));
        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A, At: at), default);
        await RunAsync();

        await Assert.ThrowsAsync<RefusedException>(() => product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A, At: at + Duration.FromDays(1)), default));
        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A, Text: "Po swojemu."), default);
        await RunAsync();
        await ChangeAsync("Second");
        await RunAsync();

        Assert.Equal((2, PostState.Posted, (Instant?)at), await CurrentAsync() is var post ? (post.Version, post.State, post.At) : default);
        Assert.Equal(["edit post-news-a", "edit post-news-a"], product.Network.Calls);
    }

    [Theory]
    [InlineData("facebook", "https://www.facebook.com/104512345678901/posts/77", "77")]
    [InlineData("facebook", "https://www.facebook.com/104512345678901_77", "104512345678901_77")]
    [InlineData("facebook", "https://www.facebook.com/permalink.php?story_fbid=77&id=104512345678901", "77")]
    [InlineData("facebook", "https://www.facebook.com/lgd/posts/pfbid02abcDEF", "")]
    [InlineData("linkedin", "https://www.linkedin.com/feed/update/urn:li:share:7012345/", "urn:li:share:7012345")]
    [InlineData("linkedin", "https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7012345", "urn:li:ugcPost:7012345")]
    [InlineData("linkedin", "https://www.linkedin.com/feed/update/urn:li:activity:7012345/", "")]
    [InlineData("linkedin", "urn:li:share:7012345", "urn:li:share:7012345")]
    [InlineData("mastodon", "https://social.example/@lgd/110123451001", "110123451001")]
    [InlineData("mastodon", "https://social.example/@lgd", "")]
    public void A_post_s_address_tells_the_name_that_the_network_changes_it_by_or_none(string network, string address, string name) =>
        Assert.Equal(name, PostAddress.NameIn(network, address));

    [Fact]
    public async Task A_post_that_cannot_be_written_does_not_stop_the_posts_behind_it()
    {
        var texts = new PostText(TestProduct.Templates, TestProduct.Settings.Organisation, TestProduct.Settings.Programmes, publicUrl: "", Some.Zone);
        await using var broken = await TestProduct.StartAsync(more: services => services.AddSingleton(texts));
        await broken.PublishAsync(Some.Call("a", "2023-05-02T15:00") with { Links = [] });
        await broken.PublishAsync(Some.News("b") with { Links = [new ItemLink("https://example.org/b", "B")] });
        await broken.Get<CollectContent>().RunAsync(default);

        await Assert.ThrowsAsync<ArgumentException>(() => broken.Get<PublishPost>().RunAsync(new PublishPostWork("facebook"), default));
        await broken.Get<PublishPost>().RunAsync(new PublishPostWork("facebook"), default);

        Assert.Equal("news-b", Assert.Single(broken.Network.Posted).Marker);
        Assert.Contains("look at its item", (await broken.Get<Posts>().CurrentAsync(default)).Single(post => post.State == PostState.Failed).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wall_whose_reading_fails_in_an_unforeseen_way_does_not_stop_the_posts_behind_it()
    {
        await product.PublishAsync(Some.News("a"));
        await CollectAsync();
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Unknown));
        await RunAsync();
        product.Network.Reply = null;
        product.Network.Finding = _ => throw new InvalidOperationException("token-0123");
        await product.PublishAsync(Some.News("b"));
        await CollectAsync();

        await RunForAsync(Duration.FromHours(1));

        Assert.Equal("news-b", Assert.Single(product.Network.Posted).Marker);
        Assert.DoesNotContain("token-0123", (await CurrentAsync()).Note, StringComparison.Ordinal);
    }

    private async Task PostedAsync(string title)
    {
        await product.PublishAsync(Some.News("a", title));
        await CollectAsync();
        await RunAsync();
        Assert.Single(product.Network.Posted);
    }

    /// <summary>It is on the wall, and nobody here can know.</summary>
    private async Task UndecidedAsync()
    {
        await product.PublishAsync(Some.News("a"));
        await CollectAsync();
        product.Network.Reply = post =>
        {
            product.Network.Arrive(post);
            return Task.FromResult(new NetworkAnswer(NetworkOutcome.Unknown));
        };
        product.Network.Found = new NetworkAnswer(NetworkOutcome.Refused, Note: "no right to read");
        await RunAsync();
        await RunForAsync(Duration.FromMinutes(10));
        product.Network.Reply = null;
        Assert.Equal(PostState.Undecided, (await CurrentAsync()).State);
    }

    private async Task ChangeAsync(string title)
    {
        await product.PublishAsync(Some.News("a", title));
        await CollectAsync();
    }

    private Task<Post> DecideAsync(PostDecision decision, string address = "") => product.Get<StaffPosts>().DecideAsync("facebook", A, Occasion.First, decision, address, default);

    private Task<string> CollectAsync() => product.Get<CollectContent>().RunAsync(default);

    private Task<string> RunAsync() => product.Get<PublishPost>().RunAsync(new PublishPostWork("facebook"), default);

    private async Task RunForAsync(Duration time)
    {
        for (var left = time; left > Duration.Zero; left -= Duration.FromMinutes(5))
        {
            product.Pass(Duration.Min(left, Duration.FromMinutes(5)));
            await RunAsync();
        }
    }

    private async Task<Post> CurrentAsync() => (await product.Get<Posts>().CurrentAsync(default)).Single(post => post.Item == A);
}
