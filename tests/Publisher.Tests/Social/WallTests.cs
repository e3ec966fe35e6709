using System.Globalization;
using System.Text.Json;
using Publisher.Content;
using Publisher.Social;
using Publisher.Testing.Walls;

namespace Publisher.Tests.Social;

/// <summary>What each network's client says to it, and what it makes of the answers.</summary>
public sealed class WallTests : IAsyncLifetime
{
    private static readonly ItemImage Picture = new("https://pictures.example/a.png", "Długi stół na trawie");

    private WallProduct product = null!;

    public async Task InitializeAsync() => product = await WallProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Theory]
    [InlineData(NetworkKeys.Facebook)]
    [InlineData(NetworkKeys.LinkedIn)]
    [InlineData(NetworkKeys.Mastodon)]
    public async Task A_post_is_made_found_changed_and_deleted(string key)
    {
        var (network, wall) = (product.Network(key), product.WallOf(key));
        var post = Post(key);

        var made = await network.PublishAsync(post, default);
        Assert.Equal(NetworkOutcome.Done, made.Outcome);
        Assert.StartsWith("http", made.Url, StringComparison.Ordinal);
        Assert.Equal(wall.Posts.Single().Id, made.PostId);
        Assert.Equal(made.PostId, (await network.FindAsync(post, default)).PostId);

        var live = post with { PostId = made.PostId, Text = post.Text.Replace("Zażółć", "Nowe", StringComparison.Ordinal) };
        Assert.Equal(NetworkOutcome.Done, (await network.EditAsync(live, default)).Outcome);
        Assert.Contains("Nowe", wall.Posts.Single().Text, StringComparison.Ordinal);
        Assert.Equal(NetworkOutcome.Done, (await network.FindAsync(live, default)).Outcome);

        Assert.Equal(NetworkOutcome.Done, (await network.DeleteAsync(live, default)).Outcome);
        Assert.Empty(wall.Posts);
        Assert.Equal(NetworkOutcome.Gone, (await network.DeleteAsync(live, default)).Outcome);
        Assert.Equal(NetworkOutcome.Gone, (await network.EditAsync(live, default)).Outcome);
        Assert.Equal(NetworkOutcome.Gone, (await network.FindAsync(live, default)).Outcome);
    }

    [Theory]
    [InlineData(NetworkKeys.Facebook)]
    [InlineData(NetworkKeys.LinkedIn)]
    [InlineData(NetworkKeys.Mastodon)]
    public async Task What_cannot_be_taken_back_gets_one_attempt_whatever_happens(string key)
    {
        var wall = product.WallOf(key);
        foreach (var fault in (WallFault[])[WallFault.BrokenBefore, WallFault.BrokenAfter, WallFault.ErrorBefore, WallFault.ErrorAfter, WallFault.HangBefore, WallFault.HangAfter, WallFault.HalfAnswer])
        {
            wall.Reset();
            wall.Fault = call => call.Kind == WallCallKind.Create ? fault : WallFault.None;

            var answer = await product.Network(key).PublishAsync(Post(key), default);

            // LinkedIn's answer is whole without its body.
            Assert.True(answer.Outcome == NetworkOutcome.Unknown || (fault == WallFault.HalfAnswer && key == NetworkKeys.LinkedIn), $"{fault}: {answer.Outcome}");
            Assert.Single(wall.Calls, call => call.Kind == WallCallKind.Create);
        }
    }

    [Theory]
    [InlineData(NetworkKeys.Facebook, "Facebook takes no more for now; it goes on by itself at 2023-04-30 10:20 UTC")]
    [InlineData(NetworkKeys.LinkedIn, "LinkedIn takes no more for now; it goes on by itself at 2023-04-30 10:20 UTC")]
    [InlineData(NetworkKeys.Mastodon, "Mastodon takes no more for now; it goes on by itself at 2023-04-30 10:20 UTC")]
    public async Task A_limit_is_kept_as_long_as_the_network_says(string key, string note)
    {
        product.WallOf(key).Fault = call => call.Kind == WallCallKind.Create ? WallFault.Limit : WallFault.None;

        var answer = await product.Network(key).PublishAsync(Post(key), default);

        Assert.Equal((NetworkOutcome.Wait, note, product.Now + Duration.FromMinutes(20)), (answer.Outcome, answer.Note, answer.Until));
    }

    [Theory]
    [InlineData(NetworkKeys.Facebook, "Facebook does not take the token (it has expired): make a new one and set Publisher__Social__Facebook__AccessToken; all posts wait until then")]
    [InlineData(NetworkKeys.LinkedIn, "LinkedIn does not take the token (it has expired): make a new one and set Publisher__Social__LinkedIn__AccessToken; all posts wait until then")]
    [InlineData(NetworkKeys.Mastodon, "Mastodon does not take the token (401): make a new one and set Publisher__Social__Mastodon__AccessToken; all posts wait until then")]
    public async Task A_token_that_is_not_taken_holds_the_queue(string key, string note)
    {
        product.WallOf(key).TokenIsTaken = false;

        Assert.Equal((NetworkOutcome.Hold, note), await product.Network(key).PublishAsync(Post(key), default) is var answer ? (answer.Outcome, answer.Note) : default);
        Assert.False((await product.Network(key).ProbeAsync(default)).Valid);
    }

    [Theory]
    [InlineData(NetworkKeys.Facebook, "pages_manage_posts")]
    [InlineData(NetworkKeys.LinkedIn, "w_organization_social")]
    [InlineData(NetworkKeys.Mastodon, "write:statuses")]
    public async Task A_missing_permission_is_said_with_what_to_give(string key, string permission)
    {
        product.WallOf(key).Fault = call => call.Kind is WallCallKind.Create or WallCallKind.Read ? WallFault.Forbidden : WallFault.None;

        var answer = await product.Network(key).PublishAsync(Post(key), default);

        Assert.Equal(NetworkOutcome.Refused, answer.Outcome);
        Assert.Contains(permission, answer.Note, StringComparison.Ordinal);
        Assert.Equal(NetworkOutcome.Refused, (await product.Network(key).FindAsync(Post(key), default)).Outcome);
    }

    [Theory]
    [InlineData(10, "pages_manage_posts")]
    [InlineData(200, "pages_manage_posts")]
    [InlineData(299, "pages_manage_posts")]
    [InlineData(368, "blocked posting for breach of its rules")]
    [InlineData(324, "choose another in the item")]
    [InlineData(100, "change its text, link or picture")]
    [InlineData(9999, "mend it, then send it again")]
    public async Task Each_of_Facebook_s_refusals_says_what_to_do(int code, string sentence)
    {
        product.Facebook.Refusal = code;

        var answer = await product.Network(NetworkKeys.Facebook).PublishAsync(Post(NetworkKeys.Facebook), default);

        Assert.Equal(NetworkOutcome.Refused, answer.Outcome);
        Assert.Contains(sentence, answer.Note, StringComparison.Ordinal);
        Assert.DoesNotContain(product.Facebook.Token, answer.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(341)]
    [InlineData(613)]
    [InlineData(80001)]
    public async Task Each_of_Facebook_s_limits_makes_it_wait(int code)
    {
        product.Facebook.Refusal = code;

        Assert.Equal(NetworkOutcome.Wait, (await product.Network(NetworkKeys.Facebook).PublishAsync(Post(NetworkKeys.Facebook), default)).Outcome);
    }

    [Fact]
    public async Task Near_Facebook_s_limit_a_post_is_made_and_the_next_one_waits()
    {
        product.Facebook.Usage = 95;

        var answer = await product.Network(NetworkKeys.Facebook).PublishAsync(Post(NetworkKeys.Facebook), default);

        Assert.Equal(NetworkOutcome.Done, answer.Outcome);
        Assert.True(answer.Until > product.Now);
    }

    [Theory]
    [InlineData(NetworkKeys.Facebook)]
    [InlineData(NetworkKeys.LinkedIn)]
    public async Task A_refused_duplicate_that_is_our_own_post_is_adopted(string key)
    {
        var network = product.Network(key);
        var first = await network.PublishAsync(Post(key), default);

        Assert.Equal(first.PostId, (await network.PublishAsync(Post(key), default)).PostId);
        Assert.Single(product.WallOf(key).Posts);
    }

    [Fact]
    public async Task Facebook_knows_a_post_by_the_number_in_its_address()
    {
        var network = product.Network(NetworkKeys.Facebook);
        var made = await network.PublishAsync(Post(NetworkKeys.Facebook), default);

        var edited = await network.EditAsync(Post(NetworkKeys.Facebook) with { PostId = made.PostId.Split('_')[1], Text = "Nowe" }, default);

        Assert.Equal(NetworkOutcome.Done, edited.Outcome);
        Assert.Equal("Nowe", product.Facebook.Posts.Single().Text);
    }

    [Fact]
    public async Task Facebook_looks_at_a_link_before_the_post_shows_it_and_proves_each_call()
    {
        await product.Network(NetworkKeys.Facebook).PublishAsync(Post(NetworkKeys.Facebook), default);

        Assert.Equal([WallCallKind.Prepare, WallCallKind.Create], product.Facebook.Calls.Select(call => call.Kind));
        Assert.Contains("scrape=true", product.Facebook.Calls[0].Text, StringComparison.Ordinal);
        Assert.All(product.Facebook.Calls, call =>
        {
            Assert.Contains("appsecret_proof=", call.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(product.Facebook.Token, call.Path + call.Text, StringComparison.Ordinal);
        });
        Assert.StartsWith("https://example.org/a?", product.Facebook.Posts.Single().Link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Facebook_shows_one_picture_or_several_each_with_its_words()
    {
        var network = product.Network(NetworkKeys.Facebook);
        var one = Post(NetworkKeys.Facebook) with { Images = [Picture] };
        var two = one with { Text = "Two. " + one.Text, Images = [Picture, new ItemImage("https://pictures.example/b.png", "Scena")] };

        var (first, second) = (await network.PublishAsync(one, default), await network.PublishAsync(two, default));

        Assert.Equal([first.PostId, second.PostId], product.Facebook.Posts.Select(post => post.Id));
        Assert.Equal([(Picture.Url, Picture.Alt)], product.Facebook.Posts[0].Pictures);
        Assert.Equal([(Picture.Url, Picture.Alt), ("https://pictures.example/b.png", "Scena")], product.Facebook.Posts[1].Pictures);
    }

    [Fact]
    public async Task Facebook_keeps_a_post_for_later_itself_and_it_is_found_there()
    {
        var network = product.Network(NetworkKeys.Facebook);
        var post = Post(NetworkKeys.Facebook) with { At = product.Now + Duration.FromHours(5) };
        Assert.True(network.Schedules(post.At.Value, product.Now));

        var made = await network.PublishAsync(post, default);

        Assert.Equal(post.At.Value.ToDateTimeOffset(), product.Facebook.Posts.Single().Scheduled);
        Assert.Equal(made.PostId, (await network.FindAsync(post, default)).PostId);
        Assert.False(network.Schedules(product.Now + Duration.FromMinutes(5), product.Now));
        Assert.False(network.Schedules(product.Now + Duration.FromDays(40), product.Now));
    }

    [Fact]
    public async Task A_post_is_found_behind_hundreds_of_others()
    {
        foreach (var key in NetworkKeys.All)
        {
            var network = product.Network(key);
            var first = await network.PublishAsync(Post(key), default);
            for (var number = 0; number < 120; number++) await network.PublishAsync(Post(key, $"b{number.ToString(CultureInfo.InvariantCulture)}"), default);

            Assert.Equal(first.PostId, (await network.FindAsync(Post(key), default)).PostId);
            Assert.Equal(NetworkOutcome.Gone, (await network.FindAsync(Post(key, "b"), default)).Outcome);
        }

        Assert.DoesNotContain(product.Facebook.Calls, call => call.Path.Contains("access_token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LinkedIn_gets_an_article_with_our_own_title_and_escaped_words()
    {
        var post = Post(NetworkKeys.LinkedIn) with { Title = "Nabór (2)", Summary = "Dotacje.", Text = "Nabór (2) #dotacje\n\nhttps://example.org/a?utm_source=linkedin&utm_medium=social&utm_campaign=news-a" };

        await product.Network(NetworkKeys.LinkedIn).PublishAsync(post, default);

        using var body = JsonDocument.Parse(product.LinkedIn.Calls.Single().Body);
        Assert.Equal("Nabór (2)", body.RootElement.GetProperty("content").GetProperty("article").GetProperty("title").GetString());
        Assert.StartsWith(@"Nabór \(2\) {hashtag|\#|dotacje}", product.LinkedIn.Posts.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_version_that_LinkedIn_no_longer_speaks_holds_the_queue()
    {
        product.LinkedIn.IsOldVersion = true;

        var answer = await product.Network(NetworkKeys.LinkedIn).PublishAsync(Post(NetworkKeys.LinkedIn), default);

        Assert.Equal(NetworkOutcome.Hold, answer.Outcome);
        Assert.Contains("Publisher__Social__LinkedIn__Version", answer.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mastodon_gives_the_first_post_back_to_a_repeated_call()
    {
        var network = product.Network(NetworkKeys.Mastodon);
        await network.PublishAsync(Post(NetworkKeys.Mastodon), default);
        await network.PublishAsync(Post(NetworkKeys.Mastodon), default);

        Assert.Single(product.Mastodon.Posts);
    }

    [Fact]
    public async Task A_proof_that_Facebook_does_not_take_holds_the_queue_instead_of_failing_each_post()
    {
        await using var wrong = await WallProduct.StartAsync(new Dictionary<string, string?> { ["Publisher__Social__Facebook__AppSecret"] = "another-secret" });

        var answer = await wrong.Network(NetworkKeys.Facebook).PublishAsync(Post(NetworkKeys.Facebook), default);

        Assert.Equal(NetworkOutcome.Hold, answer.Outcome);
        Assert.Contains("Publisher__Social__Facebook__AppSecret", answer.Note, StringComparison.Ordinal);
        Assert.False((await wrong.Network(NetworkKeys.Facebook).ProbeAsync(default)).Valid);
    }

    [Theory]
    [InlineData(NetworkKeys.Facebook, "Publisher__Social__Facebook__AppId", "550124")]
    [InlineData(NetworkKeys.LinkedIn, "Publisher__Social__LinkedIn__ClientSecret", "another-secret")]
    public async Task An_app_that_may_not_ask_about_the_token_neither_holds_the_queue_nor_keeps_it_held(string key, string setting, string value)
    {
        await using var wrong = await WallProduct.StartAsync(new Dictionary<string, string?> { [setting] = value });
        await wrong.Get<NetworkStates>().ChangeAsync(key, state => state with { HeldSince = wrong.Now, Note = "make a new one" }, default);

        await wrong.Get<ProbeTokens>().RunAsync(default);

        var state = await wrong.Get<NetworkStates>().ReadAsync(key, default);
        Assert.Null(state.HeldSince);
        Assert.Contains("does not say when the token ends", state.Note, StringComparison.Ordinal);
        wrong.WallOf(key).TokenIsTaken = false;
        await wrong.Get<ProbeTokens>().RunAsync(default);
        Assert.NotNull((await wrong.Get<NetworkStates>().ReadAsync(key, default)).HeldSince);
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(-5)]
    public async Task No_limit_silences_a_network_for_longer_than_a_day(int hours)
    {
        product.LinkedIn.LimitTime = TimeSpan.FromHours(hours);
        product.LinkedIn.Fault = call => call.Kind == WallCallKind.Create ? WallFault.Limit : WallFault.None;
        product.Mastodon.LimitTime = TimeSpan.FromHours(hours);
        product.Mastodon.Fault = product.LinkedIn.Fault;

        foreach (var key in (string[])[NetworkKeys.LinkedIn, NetworkKeys.Mastodon])
            Assert.InRange((await product.Network(key).PublishAsync(Post(key), default)).Until!.Value, product.Now, product.Now + Duration.FromHours(24));
    }

    [Fact]
    public async Task A_token_s_end_is_asked_where_the_network_tells_it()
    {
        product.Facebook.TokenEnds = 1_700_000_000;
        product.LinkedIn.TokenEnds = 1_700_000_001;

        Assert.Equal(Instant.FromUnixTimeSeconds(1_700_000_000), (await product.Network(NetworkKeys.Facebook).ProbeAsync(default)).Ends);
        Assert.Equal(Instant.FromUnixTimeSeconds(1_700_000_001), (await product.Network(NetworkKeys.LinkedIn).ProbeAsync(default)).Ends);
        Assert.Equal(new TokenHealth(true), await product.Network(NetworkKeys.Mastodon).ProbeAsync(default));
    }

    [Fact]
    public async Task A_network_that_cannot_be_reached_made_nothing_and_is_tried_again()
    {
        await using var gone = await WallProduct.StartAsync(new Dictionary<string, string?> { ["Publisher__Social__Mastodon__BaseUrl"] = "http://127.0.0.1:1" });

        Assert.Equal(NetworkOutcome.NotMade, (await gone.Network(NetworkKeys.Mastodon).PublishAsync(Post(NetworkKeys.Mastodon), default)).Outcome);
        Assert.Null((await gone.Network(NetworkKeys.Mastodon).ProbeAsync(default)).Valid);
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_of_a_backlog_loses_nothing()
    {
        for (var number = 1; number <= 6; number++) await product.Get<Items>().SaveAsync(Some.News($"n{number}"), default);
        await product.Get<CollectContent>().RunAsync(default);
        product.Facebook.Arrived = _ => product.Facebook.TokenIsTaken = product.Facebook.Posts.Count < 3;
        await product.Get<PublishPost>().RunAsync(new PublishPostWork(NetworkKeys.Facebook), default);
        Assert.Equal(3, product.Facebook.Posts.Count);
        Assert.NotNull((await product.Get<NetworkStates>().ReadAsync(NetworkKeys.Facebook, default)).HeldSince);
        product.Facebook.Arrived = null;
        product.Facebook.TokenIsTaken = true;

        product.Pass(Duration.FromMinutes(20));
        await product.Get<PublishPost>().RunAsync(new PublishPostWork(NetworkKeys.Facebook), default);

        Assert.Equal(6, product.Facebook.Posts.Count);
        Assert.Equal(6, product.Facebook.Made.Select(post => post.Text).Distinct().Count());
    }

    private Post Post(string network, string id = "a") => new(network, new ItemRef(ItemKind.News, id), Occasion.First, 1, PostState.Claimed, product.Now)
    {
        Text = $"Zażółć gęślą jaźń 👩‍👩‍👧 {id}.\n\nhttps://example.org/a?utm_source={network}&utm_medium=social&utm_campaign=news-{id}",
        Link = $"https://example.org/a?utm_source={network}&utm_medium=social&utm_campaign=news-{id}",
        Title = "Zażółć",
        Summary = "Jaźń.",
        Language = "pl",
        Called = product.Now,
    };
}
