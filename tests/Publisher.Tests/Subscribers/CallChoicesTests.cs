using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class CallChoicesTests : IClassFixture<AzuriteFixture>
{
    [Fact]
    public void A_call_is_in_one_list_at_the_most_and_lists_keep_their_order()
    {
        var choices = CallChoices.None.With("a", CallChoice.Followed).With("b", CallChoice.Followed).With("a", CallChoice.Left);

        Assert.Equal(["b"], choices.Followed);
        Assert.Equal(["a"], choices.Left);
        Assert.Equal((CallChoice.Left, CallChoice.Followed, CallChoice.Neither), (choices.For("a"), choices.For("b"), choices.For("c")));
        Assert.Same(CallChoices.None, choices.With("a", CallChoice.Neither).With("b", CallChoice.Neither));
        Assert.Same(choices, choices.With("b", CallChoice.Followed));
    }

    [Fact]
    public void A_full_list_loses_its_oldest() => Chance.Times(20, random =>
    {
        var choices = CallChoices.None;
        var latest = new List<string>();
        for (var at = 0; at < 3 * CallChoices.Most; at++)
        {
            var call = $"call-{random.Next(2 * CallChoices.Most)}";
            choices = choices.With(call, CallChoice.Followed);
            if (!latest.Contains(call)) latest.Add(call);
            if (latest.Count > CallChoices.Most) latest.RemoveAt(0);
        }

        Assert.Equal(latest, choices.Followed);
    });

    [Fact]
    public void What_was_said_of_one_call_counts_before_interests_and_only_for_that_call()
    {
        var reader = Some.Subscriber("jan@example.org", new Interests([ItemKind.News], ["stawki"], ["sport"])) with { Calls = new(["followed"], ["left"]) };
        var keen = reader with { Interests = Interests.Everything };

        Assert.True(reader.Wants(Some.Call("followed") with { Districts = ["wrzosy"], Topics = ["kultura"] }, isDeadline: false));
        Assert.False(reader.Wants(Some.Call("other"), isDeadline: false));
        Assert.False(keen.Wants(Some.Call("left"), isDeadline: false));
        Assert.True(keen.Wants(Some.Call("other"), isDeadline: false));
        Assert.True(keen.Wants(Some.News("left"), isDeadline: false));
        Assert.False(reader.Wants(Some.Event("followed", "2023-06-01"), isDeadline: false));
    }

    [Fact]
    public async Task What_is_chosen_is_stored_told_in_the_history_and_taken_back()
    {
        await using var product = await TestProduct.StartAsync();
        var person = (await product.SubscribeAsync(1))[0];
        var call = Some.Call("nabor");
        await product.PublishAsync(call);
        var choose = product.Get<ChooseCall>();

        Assert.Equal((CallChoice.Neither, false), Of(await choose.RunAsync(person.Key, call, CallChoice.Followed, default)));
        product.Pass(Duration.FromMinutes(1));
        Assert.Equal((CallChoice.Followed, false), Of(await choose.RunAsync(person.Key, call, CallChoice.Left, default)));
        product.Pass(Duration.FromMinutes(1));
        await choose.RunAsync(person.Key, call, CallChoice.Left, default);
        Assert.Equal(["nabor"], (await FindAsync(product, person)).Calls.Left);
        await choose.RunAsync(person.Key, call, CallChoice.Neither, default);

        Assert.Same(CallChoices.None, (await FindAsync(product, person)).Calls);
        var history = (await product.Get<ProveConsent>().RunAsync(person.Key, default))!.History;
        Assert.Equal(["follow: nabor", "unfollow: nabor; leave: nabor", "unleave: nabor"], history.Skip(1).Select(entry => entry.Detail));
    }

    [Fact]
    public async Task Two_hundred_of_the_longest_fit_into_a_row_and_can_all_be_let_go_at_once()
    {
        await using var product = await TestProduct.StartAsync();
        var person = (await product.SubscribeAsync(1))[0];
        IEnumerable<string> Ids(char first) => Enumerable.Range(0, CallChoices.Most).Select(at => $"{first}{at:D3}".PadRight(80, 'x'));
        await product.Get<SubscriberList>().ChangeAsync(person.Key, stored => stored with { Calls = CallChoices.Of(Ids('a'), Ids('b')) }, "test", default);
        Assert.Equal((CallChoices.Most, CallChoices.Most), ((await FindAsync(product, person)).Calls.Followed.Count, (await FindAsync(product, person)).Calls.Left.Count));

        await product.Get<SubscriberList>().ChangeAsync(person.Key, stored => stored with { Calls = CallChoices.None }, "test", default);

        Assert.True((await FindAsync(product, person)).Calls.IsNone);
        var call = Some.Call("nabor");
        await product.Get<SubscriberList>().ChangeAsync(person.Key, stored => stored with { Calls = CallChoices.Of(Ids('a'), []) }, "test", default);
        Assert.True((await product.Get<ChooseCall>().RunAsync(person.Key, call, CallChoice.Followed, default)).Dropped);
        Assert.Equal("nabor", (await FindAsync(product, person)).Calls.Followed[^1]);
    }

    [Fact]
    public async Task Only_calls_that_were_published_can_be_found()
    {
        await using var product = await TestProduct.StartAsync();
        await product.PublishAsync(Some.Call("open"));
        await product.PublishAsync(Some.Call("draft") with { Status = ItemStatus.Draft });
        await product.PublishAsync(Some.News("news"));
        await product.PublishAsync(Some.Call("gone"));
        await product.PublishAsync(Some.Call("gone") with { Status = ItemStatus.Withdrawn });
        var choose = product.Get<ChooseCall>();

        Assert.NotNull(await choose.FindAsync("open", default));
        Assert.Equal(ItemStatus.Withdrawn, (await choose.FindAsync("gone", default))!.Status);
        foreach (var id in (string[])["draft", "news", "never", "", "../news/news", "OPEN", new string('a', 2000), "a'b"]) Assert.Null(await choose.FindAsync(id, default));
    }

    [Fact]
    public async Task The_daily_round_forgets_what_is_chosen_of_calls_whose_results_were_sent_and_of_those_a_year_past_their_deadline()
    {
        await using var product = await TestProduct.StartAsync();
        var person = (await product.SubscribeAsync(1, new Interests([ItemKind.News], [], [])))[0];
        var (old, call) = (Some.Call("old", "2023-05-20"), Some.Call("nabor", "2023-05-31"));
        foreach (var each in (Call[])[old, call])
        {
            await product.PublishAsync(each);
            await product.Get<ChooseCall>().RunAsync(person.Key, each, CallChoice.Followed, default);
        }

        await RetainAsync(product);
        Assert.Equal(["old", "nabor"], (await FindAsync(product, person)).Calls.Followed);
        product.PassTo("2023-06-20T06:00:00Z");
        await product.PublishAsync(call with { Results = new CallResults("Three projects.", "") });
        await RetainAsync(product);
        // Their results have come to nobody yet.
        Assert.Equal(["old", "nabor"], (await FindAsync(product, person)).Calls.Followed);

        await product.SendNowAsync();
        await product.DrainAsync();
        Assert.Contains("Three projects.", Assert.Single(product.Mail.Sent).Message.Text, StringComparison.Ordinal);
        Assert.EndsWith("1 readers' choices of ended calls forgotten", await RetainAsync(product), StringComparison.Ordinal);
        Assert.Equal(["old"], (await FindAsync(product, person)).Calls.Followed);

        product.PassTo("2024-05-19T06:00:00Z");
        await RetainAsync(product);
        Assert.Equal(["old"], (await FindAsync(product, person)).Calls.Followed);
        product.PassTo("2024-05-21T06:00:00Z");
        await RetainAsync(product);
        Assert.True((await FindAsync(product, person)).Calls.IsNone);
        Assert.DoesNotContain("ended calls", await RetainAsync(product), StringComparison.Ordinal);
    }

    private static (CallChoice, bool) Of(ChosenCall chosen) => (chosen.Before, chosen.Dropped);

    private static async Task<string> RetainAsync(TestProduct product) => (await product.Get<ApplyRetention>().RunAsync(default))[0];

    private static async Task<Subscriber> FindAsync(TestProduct product, Subscriber person) => (await product.Get<SubscriberList>().FindAsync(person.Key, default))!;
}
