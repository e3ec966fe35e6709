using Publisher.Content;
using Publisher.Social;
using Publisher.Storage;

namespace Publisher.Tests.Social;

public sealed class PostsTests : IAsyncLifetime
{
    private static readonly ItemRef A = new(ItemKind.News, "a");

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
        await RunForAsync(Duration.FromHours(2));

        Assert.Equal(["call-b", "news-a"], product.Network.Posted.Select(post => post.Marker).Order(StringComparer.Ordinal));
        Assert.Contains("News a", product.Network.Posted.Single(post => post.Item.Id == "a").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_over_gets_no_post()
    {
        await product.PublishAsync(Some.Call("a", "2023-04-30T12:00"));

        Assert.Equal("1 changed item, 0 posts planned", await CollectAsync());
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
            Assert.Equal("Nothing to do on facebook", await other.Get<PublishPost>().RunAsync(new PublishPostWork("facebook"), CancellationToken.None));
            Assert.Contains("in the hands of another instance", await other.Get<PublishPost>().DoAsync(product.Network, await PostAsync(), CancellationToken.None), StringComparison.Ordinal);
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
        await RunAsync();
        Assert.Equal(PostState.Unknown, (await StateAsync()).State);
        product.Network.Reply = null;

        await RunForAsync(Duration.FromMinutes(10));

        Assert.Equal((1, 1), (product.Network.Posted.Count, product.Network.Searches));
        Assert.Equal((PostState.Posted, "post-news-a"), await StateAsync());
        Assert.Equal("the reply was lost; the post was found on the network", (await PostAsync()).Note);
    }

    [Fact]
    public async Task A_lost_reply_is_made_again_only_when_its_time_is_over_and_the_network_has_nothing()
    {
        await PlanAsync();
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Unknown));
        await RunAsync();
        product.Network.Reply = null;
        await RunForAsync(Duration.FromMinutes(9));
        Assert.Empty(product.Network.Posted);
        Assert.InRange(product.Network.Searches, 1, 9);

        await RunForAsync(Duration.FromMinutes(20));

        Assert.Single(product.Network.Posted);
        Assert.Equal((PostState.Posted, "post-news-a"), await StateAsync());
    }

    [Fact]
    public async Task A_wall_that_cannot_be_read_is_a_question_for_staff_and_their_answer_counts()
    {
        await PlanAsync();
        product.Network.Reply = post =>
        {
            product.Network.Arrive(post);
            return Task.FromResult(new NetworkAnswer(NetworkOutcome.Unknown));
        };
        product.Network.Found = new NetworkAnswer(NetworkOutcome.Refused, Note: "no right to read");
        await RunAsync();
        await RunForAsync(Duration.FromHours(1));

        var asked = await PostAsync();
        Assert.Equal(PostState.Undecided, asked.State);
        Assert.Equal("no right to read. Look on the network whether it is there, then say so: publisher post reconcile facebook news/a --posted ADDRESS, or --again", asked.Note);
        await Assert.ThrowsAsync<RefusedException>(() => product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A), CancellationToken.None));
        await product.Get<StaffPosts>().DecideAsync("facebook", A, Occasion.First, PostDecision.Posted, "https://facebook.example/posts/77", CancellationToken.None);
        Assert.Equal((PostState.Posted, "77"), await StateAsync());
        Assert.Single(product.Network.Posted);
    }

    [Fact]
    public async Task A_reply_lost_again_and_again_becomes_a_question_for_staff()
    {
        await PlanAsync();
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Unknown));

        await RunForAsync(Duration.FromHours(3));

        Assert.Equal(PostState.Undecided, (await StateAsync()).State);
        Assert.Equal(SocialRules.MaxLostReplies, (await PostAsync()).Lost);
    }

    [Fact]
    public async Task What_the_network_refuses_is_kept_for_staff_who_may_send_it_again()
    {
        await PlanAsync();
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Refused, Note: "the page is locked: unlock it"));
        Assert.Equal("news/a on facebook is failed: the page is locked: unlock it", await RunAsync());
        product.Network.Reply = null;
        await RunForAsync(Duration.FromHours(2));
        Assert.Empty(product.Network.Posted);

        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A), CancellationToken.None);
        await RunForAsync(Duration.FromHours(1));

        Assert.Single(product.Network.Posted);
    }

    [Fact]
    public async Task What_is_withdrawn_or_over_before_its_posting_is_dropped()
    {
        await PlanAsync();
        await product.PublishAsync(Some.News("a") with { Status = ItemStatus.Withdrawn });
        await product.PublishAsync(Some.Call("b", "2023-04-30T14:00"));
        await product.PublishAsync(Some.Event("c", "2023-04-30T13:00"));
        await CollectAsync();
        product.PassTo("2023-04-30T12:00:00Z");
        await RunForAsync(Duration.FromHours(1));

        Assert.Empty(product.Network.Posted);
        Assert.All(await product.Get<Posts>().CurrentAsync(CancellationToken.None), post => Assert.Equal(PostState.Dropped, post.State));
    }

    [Fact]
    public async Task A_backlog_goes_out_nearest_deadline_first_with_time_between()
    {
        await product.PublishAsync(Some.News("endless"));
        await product.PublishAsync(Some.Call("late", "2023-06-30"));
        await product.PublishAsync(Some.Call("near", "2023-05-20"));
        await product.PublishAsync(Some.Event("soon", "2023-05-10"));
        await CollectAsync();
        var times = new List<Instant>();
        product.Network.Reply = post =>
        {
            times.Add(product.Now);
            return Task.FromResult(product.Network.Arrive(post));
        };

        await RunForAsync(Duration.FromHours(3));

        Assert.Equal(["soon", "near", "late", "endless"], product.Network.Posted.Select(post => post.Item.Id));
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= SocialRules.Default.Gap, $"{pair.Second - pair.First}"));
    }

    [Fact]
    public async Task A_changed_item_changes_its_post_and_says_what_changed_where_it_matters()
    {
        await product.PublishAsync(Some.Event("e", "2023-05-20T12:00"));
        await CollectAsync();
        await RunAsync();
        await product.PublishAsync(Some.Event("e", "2023-05-21T12:00"));
        await CollectAsync();
        await RunAsync();
        await product.PublishAsync(Some.Event("e", "2023-05-21T12:00") with { Note = "nobody sees this", Body = "nor this in a post" });
        await CollectAsync();
        await RunAsync();

        var post = Assert.Single(product.Network.Posted);
        Assert.Equal(["edit post-event-e", "edit post-event-e"], product.Network.Calls);
        Assert.DoesNotContain("Zmiana", post.Text, StringComparison.Ordinal);
        Assert.Contains("21 maja", post.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_matters_is_said_at_the_head_of_the_post()
    {
        await product.PublishAsync(Some.Event("e", "2023-05-20T12:00"));
        await CollectAsync();
        await RunAsync();
        await product.PublishAsync(Some.Event("e", "2023-05-21T12:00"));
        await CollectAsync();
        await RunAsync();

        Assert.StartsWith("Zmiana: Kiedy – było 20 maja 2023 r. (sobota), godz.\u00A012:00, jest 21 maja 2023 r. (niedziela), godz.\u00A012:00", Assert.Single(product.Network.Posted).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_no_reader_of_the_post_sees_calls_nobody()
    {
        await PlanAsync();
        await RunAsync();
        await product.PublishAsync(Some.News("a") with { Body = "Longer." });
        await CollectAsync();
        await RunAsync();

        Assert.Empty(product.Network.Calls);
        Assert.Equal(2, (await PostAsync()).Version);
        Assert.Equal((PostState.Posted, "post-news-a"), await StateAsync());
    }

    [Fact]
    public async Task A_withdrawn_item_s_post_is_marked()
    {
        await PlanAsync();
        await RunAsync();
        await product.PublishAsync(Some.News("a") with { Status = ItemStatus.Withdrawn });
        await CollectAsync();
        await RunAsync();

        Assert.StartsWith("Uwaga: ta informacja jest już nieaktualna.", Assert.Single(product.Network.Posted).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_somebody_deleted_is_not_made_again_by_itself()
    {
        await PlanAsync();
        await RunAsync();
        product.Network.Edited = new NetworkAnswer(NetworkOutcome.Gone);
        await product.PublishAsync(Some.News("a", "Other"));
        await CollectAsync();
        await RunForAsync(Duration.FromHours(1));

        Assert.Equal((PostState.Withdrawn, ""), await StateAsync());
        Assert.Single(product.Network.Posted);
    }

    [Fact]
    public async Task Two_versions_at_once_make_one_post_of_the_newer()
    {
        await PlanAsync();
        await product.PublishAsync(Some.News("a", "Second"));
        await CollectAsync();
        await RunForAsync(Duration.FromHours(1));

        Assert.Contains("Second", Assert.Single(product.Network.Posted).Text, StringComparison.Ordinal);
        Assert.Equal(PostState.Dropped, (await product.Get<Posts>().FindAsync("facebook", A, Occasion.First, 1, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task A_newer_version_waits_until_it_is_known_what_became_of_the_older()
    {
        await PlanAsync();
        product.Network.Reply = post =>
        {
            product.Network.Arrive(post);
            return Task.FromResult(new NetworkAnswer(NetworkOutcome.Unknown));
        };
        await RunAsync();
        product.Network.Reply = null;
        await product.PublishAsync(Some.News("a", "Second"));
        await CollectAsync();
        var second = (await product.Get<Posts>().FindAsync("facebook", A, Occasion.First, 2, CancellationToken.None))!;
        Assert.Contains("waits for version 1", await product.Get<PublishPost>().DoAsync(product.Network, second, CancellationToken.None), StringComparison.Ordinal);

        await RunForAsync(Duration.FromHours(1));

        Assert.Contains("Second", Assert.Single(product.Network.Posted).Text, StringComparison.Ordinal);
        Assert.Equal(["edit post-news-a"], product.Network.Calls);
    }

    [Fact]
    public async Task What_is_near_is_remembered_once_and_results_are_a_post_of_their_own()
    {
        await product.PublishAsync(Some.Call("b", "2023-05-10T15:00"));
        await CollectAsync();
        await RunAsync();
        product.PassTo("2023-05-08T08:00:00Z");
        for (var tick = 0; tick < 3; tick++)
        {
            await CollectAsync();
            await RunForAsync(Duration.FromHours(2));
        }

        Assert.Equal(["call-b", "call-b.reminder"], product.Network.Posted.Select(post => post.Marker));
        Assert.StartsWith("Zostały 2 dni: Call b", product.Network.Posted[1].Text, StringComparison.Ordinal);
        product.PassTo("2023-05-20T08:00:00Z");
        await product.PublishAsync(Some.Call("b", "2023-05-10T15:00") with { Results = new CallResults("Dwa projekty.", "https://example.org/wyniki") });
        await CollectAsync();
        await RunForAsync(Duration.FromHours(2));
        Assert.Equal(["call-b", "call-b.reminder", "call-b.result"], product.Network.Posted.Select(post => post.Marker));
        Assert.Empty(product.Network.Calls);
    }

    [Fact]
    public async Task A_deadline_at_midnight_is_remembered_by_the_day_that_ends_with_it()
    {
        await product.PublishAsync(Some.Call("b", "2023-05-10T00:00"));
        await CollectAsync();
        await RunAsync();
        product.PassTo("2023-05-06T08:00:00Z");
        await CollectAsync();
        await RunForAsync(Duration.FromHours(2));

        Assert.StartsWith("Zostały 3 dni: Call b", product.Network.Posted[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_makes_the_whole_network_wait_and_no_longer()
    {
        await PlanAsync();
        await product.PublishAsync(Some.News("b"));
        await CollectAsync();
        var calls = 0;
        product.Network.Reply = _ =>
        {
            calls++;
            return Task.FromResult(new NetworkAnswer(NetworkOutcome.Wait, Note: "too much", Until: product.Now + Duration.FromHours(2)));
        };
        await RunForAsync(Duration.FromMinutes(110));
        Assert.Equal(1, calls);
        product.Network.Reply = null;

        await RunForAsync(Duration.FromHours(1));

        Assert.Equal(2, product.Network.Posted.Count);
        Assert.Equal("", (await product.Get<NetworkStates>().ReadAsync("facebook", CancellationToken.None)).Describe(product.Now));
    }

    [Fact]
    public async Task A_token_that_is_not_taken_holds_the_queue_loses_nothing_and_lets_go_by_itself()
    {
        await PlanAsync();
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Hold, Note: "make a new one"));
        product.Network.Token = new TokenHealth(false, Note: "make a new one");
        await RunForAsync(Duration.FromHours(3));
        Assert.Equal(PostState.Planned, (await StateAsync()).State);
        Assert.Equal("facebook is held: make a new one", await RunAsync());
        product.Network.Reply = null;
        product.Network.Token = new TokenHealth(true);

        await RunForAsync(Duration.FromHours(1));

        Assert.Single(product.Network.Posted);
        Assert.Null((await product.Get<NetworkStates>().ReadAsync("facebook", CancellationToken.None)).HeldSince);
    }

    [Theory]
    [InlineData(15, "facebook: the token is taken")]
    [InlineData(14, "facebook: the token ends on 2023-05-14, in 14 days: make a new one now and set Publisher__Social__Facebook__AccessToken; until then all is posted as usual")]
    [InlineData(1, "facebook: the token ends on 2023-05-01, in 1 day: make a new one now and set Publisher__Social__Facebook__AccessToken; until then all is posted as usual")]
    public async Task A_token_s_end_is_said_a_fortnight_ahead(int days, string sentence)
    {
        product.Network.Token = new TokenHealth(true, product.Now + Duration.FromDays(days));

        Assert.Equal(sentence, Assert.Single(await product.Get<ProbeTokens>().RunAsync(CancellationToken.None)));
    }

    [Fact]
    public async Task A_token_s_end_stays_said_while_the_network_cannot_be_asked_and_when_it_is_over()
    {
        product.Network.Token = new TokenHealth(true, product.Now + Duration.FromDays(3));
        await product.Get<ProbeTokens>().RunAsync(CancellationToken.None);
        product.Pass(Duration.FromDays(1));
        product.Network.Token = new TokenHealth(null, Note: "could not be asked");

        Assert.Contains("the token ends on 2023-05-03, in 2 days", Assert.Single(await product.Get<ProbeTokens>().RunAsync(CancellationToken.None)), StringComparison.Ordinal);
        product.Pass(Duration.FromDays(3));
        Assert.Contains("the token ended on 2023-05-03 and may fail at any time", Assert.Single(await product.Get<ProbeTokens>().RunAsync(CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_s_own_words_are_kept_with_the_post_and_get_its_link()
    {
        await PlanAsync();
        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A, Text: "Po swojemu."), CancellationToken.None);
        await RunAsync();
        Assert.Matches("^Po swojemu\\.\n\nhttps?://.*utm_campaign=news-a$", Assert.Single(product.Network.Posted).Text);

        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A, Text: "Inaczej."), CancellationToken.None);
        await RunAsync();

        Assert.StartsWith("Inaczej.", Assert.Single(product.Network.Posted).Text, StringComparison.Ordinal);
        Assert.Equal(["edit post-news-a"], product.Network.Calls);
    }

    [Fact]
    public async Task What_staff_want_for_later_waits_until_then()
    {
        await product.PublishAsync(Some.News("a"));
        await product.Get<StaffPosts>().WishAsync(new PostWish("facebook", A, At: product.Now + Duration.FromHours(5)), CancellationToken.None);
        await RunForAsync(Duration.FromMinutes(290));
        Assert.Empty(product.Network.Posted);

        await RunForAsync(Duration.FromMinutes(30));

        Assert.Single(product.Network.Posted);
    }

    [Fact]
    public async Task Nothing_is_put_off_until_it_is_over()
    {
        await product.PublishAsync(Some.Call("b", "2023-05-10T15:00"));

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => product.Get<StaffPosts>().WishAsync(
            new PostWish("facebook", new ItemRef(ItemKind.Call, "b"), At: Instant.FromUtc(2023, 5, 10, 13, 0)), CancellationToken.None));

        Assert.Equal("call/b will be over by then", Assert.Single(refusal.Faults).Text);
    }

    [Fact]
    public async Task A_network_that_is_none_is_answered_in_a_sentence() =>
        Assert.Equal("There is no network mastodon here", await product.Get<PublishPost>().RunAsync(new PublishPostWork("mastodon"), CancellationToken.None));

    private async Task PlanAsync()
    {
        await product.PublishAsync(Some.News("a"));
        await CollectAsync();
    }

    private Task<string> CollectAsync() => product.Get<CollectContent>().RunAsync(CancellationToken.None);

    private Task<string> RunAsync() => product.Get<PublishPost>().RunAsync(new PublishPostWork("facebook"), CancellationToken.None);

    /// <summary>The timer's ticks.</summary>
    private async Task RunForAsync(Duration time)
    {
        for (var left = time; left > Duration.Zero; left -= Duration.FromMinutes(5))
        {
            product.Pass(Duration.Min(left, Duration.FromMinutes(5)));
            await RunAsync();
        }
    }

    private async Task<Post> PostAsync() => (await product.Get<Posts>().CurrentAsync(CancellationToken.None)).Single(post => post.Item == A);

    private async Task<(PostState State, string PostId)> StateAsync() => await PostAsync() is var post ? (post.State, post.PostId) : default;
}
