using NodaTime;
using Publisher.App.Tests.Staff;
using Publisher.Subscribers;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

/// <summary>What a link of a step that is done still shows to whoever finds it.</summary>
public sealed class OldLinkTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private Instant Now => product.Get<TimeProvider>().Now();

    private LinkTokens Tokens => product.Get<LinkTokens>();

    [Fact]
    public async Task A_link_of_sign_up_shows_the_way_to_the_preferences_only_as_long_as_it_is_good()
    {
        var person = await SubscribeAsync("confirmed-long-ago@example.org");
        var (young, old) = (Tokens.Create(LinkPurpose.Confirm, person.Key, Now), Tokens.Create(LinkPurpose.Confirm, person.Key, Now - Duration.FromDays(LinkTokens.ConfirmDays + 1)));

        Assert.Contains("/preferences/", await product.Client.GetStringAsync($"/confirm/{young}"), StringComparison.Ordinal);
        foreach (var html in (string[])[await product.Client.GetStringAsync($"/confirm/{old}"), await (await product.Client.PostAsync($"/confirm/{old}", null)).Content.ReadAsStringAsync()])
        {
            Assert.DoesNotContain("/preferences/", html, StringComparison.Ordinal);
            Assert.Contains("już potwierdzony", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_link_of_a_move_shows_the_way_to_the_preferences_only_as_long_as_it_is_good_and_leads_to_who_moved()
    {
        var (from, between, last) = (await SubscribeAsync("moves-on@example.org"), Some.Subscriber("shared-between@example.org"), Some.Subscriber("moved-on@example.org"));
        await MoveAsync(from.Key, between);
        foreach (var side in Enum.GetValues<MoveSide>())
        {
            Assert.Contains("/preferences/", await product.Client.GetStringAsync(Link(side, Now)), StringComparison.Ordinal);
            Assert.DoesNotContain("/preferences/", await product.Client.GetStringAsync(Link(side, Now - Duration.FromDays(LinkTokens.MoveDays + 1))), StringComparison.Ordinal);
        }

        await MoveAsync(between.Key, last);
        // The mailbox between is somebody else's now.
        var key = between.Key;
        await product.Get<SubscriberList>().AskAsync(between with { Asked = Now }, _ => new HistoryEntry(Now, HistoryEvent.SignedUp, HistoryChannel.Form), default);
        await product.Get<SubscriberList>().ConfirmAsync(key, Now, _ => new HistoryEntry(Now, HistoryEvent.Confirmed, HistoryChannel.Link), default);
        foreach (var side in Enum.GetValues<MoveSide>())
        {
            var answer = await product.Client.GetAsync(Link(side, Now));
            Assert.DoesNotContain("/preferences/", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        string Link(MoveSide side, Instant asked) => "/move/" + Tokens.CreateMove(side, from.Key, between.Key, asked);
    }

    [Fact]
    public async Task Each_mailboxs_word_and_the_end_of_a_move_are_read_on_the_page_of_ones_data()
    {
        var (from, to) = (await SubscribeAsync("agrees@example.org"), Some.Subscriber("agreed-to@example.org"));
        var moves = product.Get<MoveAddress>();
        await moves.AskAsync(from.Key, Address.Parse(to.Address, out _)!, "", default);
        await moves.AgreeAsync(new MoveLink(from.Key, to.Key, MoveSide.New, false), "203.0.113.0/24", default);
        await moves.CancelAsync(new MoveLink(from.Key, to.Key, MoveSide.Old, false), "198.51.100.0/24", default);
        await MoveAsync(from.Key, to);

        var html = await product.Client.GetStringAsync($"/preferences/{Tokens.Create(LinkPurpose.Preferences, to.Key)}/data");

        foreach (var word in (string[])["Zgoda na zmianę adresu", "nowa skrzynka", "dotychczasowa skrzynka", "203.0.113.0/24", "Odwołanie zmiany adresu", "198.51.100.0/24"])
            Assert.Contains(word, html, StringComparison.Ordinal);
    }

    private async Task MoveAsync(SubscriberKey from, Subscriber to)
    {
        var moves = product.Get<MoveAddress>();
        await moves.AskAsync(from, Address.Parse(to.Address, out _)!, "", default);
        foreach (var side in Enum.GetValues<MoveSide>()) await moves.AgreeAsync(new MoveLink(from, to.Key, side, Expired: false), "", default);
    }

    private async Task<Subscriber> SubscribeAsync(string address)
    {
        var person = Some.Subscriber(address);
        await product.Get<ImportSubscribers>().AddAsync([person], null, default);
        return person;
    }
}
