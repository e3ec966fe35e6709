using Microsoft.Extensions.DependencyInjection;
using Publisher.Alerts;
using Publisher.Content;
using Publisher.Mail.Mime;
using Publisher.Notices;
using Publisher.Social;

namespace Publisher.Tests.Notices;

/// <summary>What waits for staff is mailed to them, once a day of each cause.</summary>
public sealed class WarnStaffTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync(
        more: services => services.AddSingleton(new AlertReaders([new Mailbox("biuro@example.org"), new Mailbox("social@example.org")])));

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_token_that_is_not_taken_is_mailed_to_each_of_the_staff_with_what_to_do()
    {
        await HoldAsync();
        await WarnAsync();

        Assert.Equal(["biuro@example.org", "social@example.org"], Mails.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(Mails, mail => Assert.Equal("Wpisy na Facebook stoją", mail.Message.Subject));
        Assert.All(Mails, mail => Assert.Contains("make a new one", Words(mail), StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_cause_is_one_mail_a_day_however_often_it_is_looked_at_and_by_how_many_instances()
    {
        await HoldAsync();
        await using var other = product.AnotherInstance();
        for (var hour = 0; hour < 12; hour++)
        {
            await Task.WhenAll(product.Get<WarnStaff>().RunAsync(default), other.Get<WarnStaff>().RunAsync(default));
            await product.DrainAsync();
            product.Pass(Duration.FromHours(1));
        }

        Assert.Equal(2, Mails.Count);
        // Past midnight, and no day later.
        product.PassTo("2023-05-01T00:30:00Z");
        await WarnAsync();
        Assert.Equal(2, Mails.Count);
        product.PassTo("2023-05-01T12:00:00Z");
        await WarnAsync();
        Assert.Equal(4, Mails.Count);
        Assert.Equal(4, Mails.Select(mail => mail.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task What_is_over_before_its_mail_leaves_is_not_mailed()
    {
        await HoldAsync();
        await product.Get<WarnStaff>().RunAsync(default);
        await product.Get<NetworkStates>().ChangeAsync("facebook", state => state with { HeldSince = null, Note = "" }, default);

        await product.DrainAsync();

        Assert.Empty(Mails);
        Assert.Equal("Nothing waits for staff", Assert.Single(await product.Get<WarnStaff>().RunAsync(default)));
    }

    [Theory]
    [InlineData(15, 0)]
    [InlineData(14, 2)]
    [InlineData(-1, 2)]
    public async Task A_token_s_end_is_mailed_a_fortnight_ahead(int days, int mails)
    {
        product.Network.Token = new TokenHealth(true, product.Now + Duration.FromDays(days));
        await product.Get<ProbeTokens>().RunAsync(default);

        await WarnAsync();

        Assert.Equal(mails, Mails.Count);
        if (days > 0) Assert.All(Mails, mail => Assert.StartsWith("Facebook: token traci ważność 14 maja 2023", mail.Message.Subject, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(NetworkOutcome.Refused, "is failed: unlock the page")]
    [InlineData(NetworkOutcome.Unknown, "publisher post reconcile facebook news/a --posted ADDRESS")]
    public async Task A_post_that_staff_must_decide_or_mend_is_mailed_for_a_week_and_no_longer_once_they_did(NetworkOutcome outcome, string words)
    {
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(outcome, Note: "unlock the page"));
        product.Network.Found = new NetworkAnswer(NetworkOutcome.Refused, Note: "no right to read");
        await PublishAsync("a");
        product.Pass(Duration.FromMinutes(10));
        await product.Get<PublishPost>().RunAsync(new PublishPostWork("facebook"), default);
        await WarnAsync();
        Assert.Equal(2, Mails.Count);
        Assert.All(Mails, mail => Assert.Contains(words, Words(mail), StringComparison.Ordinal));

        for (var day = 0; day < 10; day++)
        {
            product.Pass(Duration.FromDays(1));
            await WarnAsync();
        }

        Assert.InRange(Mails.Count, 14, 16);
        await product.Get<StaffPosts>().DecideAsync("facebook", new ItemRef(ItemKind.News, "a"), Occasion.First, PostDecision.Drop, "", default);
        Assert.Empty(await product.Get<SocialAlerts>().FindAsync(product.Now, default));
    }

    [Fact]
    public async Task A_refused_post_that_a_newer_version_took_the_place_of_waits_for_nobody()
    {
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Refused, Note: "too long"));
        await PublishAsync("a");
        product.Network.Reply = null;
        product.Pass(Duration.FromHours(1));
        await product.PublishAsync(Some.News("a", "Shorter"));
        await product.Get<CollectContent>().RunAsync(default);
        await product.DrainAsync();

        Assert.Empty(await product.Get<SocialAlerts>().FindAsync(product.Now, default));
    }

    [Fact]
    public async Task Any_part_of_the_product_may_warn_and_its_words_break_out_of_nothing()
    {
        var alert = new Alert("any", "Posts", [("network", "Facebook")], ["<script>alert(1)</script>\r\nBcc: all@example.org"]);
        await using var warning = await TestProduct.StartAsync(more: services => services
            .AddSingleton(new AlertSource((_, _) => Task.FromResult<IReadOnlyList<Alert>>([alert]))).AddSingleton(new AlertReaders([new Mailbox("biuro@example.org")])));

        await warning.Get<WarnStaff>().RunAsync(default);
        await warning.DrainAsync();

        var mail = Assert.Single(warning.Mail.Sent);
        Assert.DoesNotContain("<script", mail.Message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Bcc:", mail.Header, StringComparison.OrdinalIgnoreCase);
    }

    private IReadOnlyList<SentMail> Mails => product.Mail.Sent;

    private static string Words(SentMail mail) => mail.Message.Text.ReplaceLineEndings(" ");

    private async Task HoldAsync()
    {
        product.Network.Reply = _ => Task.FromResult(new NetworkAnswer(NetworkOutcome.Hold, Note: "make a new one"));
        product.Network.Token = new TokenHealth(false, Note: "make a new one");
        await PublishAsync("a");
    }

    private async Task PublishAsync(string id)
    {
        await product.PublishAsync(Some.News(id));
        await product.Get<CollectContent>().RunAsync(default);
        await product.DrainAsync();
    }

    private async Task WarnAsync()
    {
        await product.Get<WarnStaff>().RunAsync(default);
        await product.DrainAsync();
    }
}
