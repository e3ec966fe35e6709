using NodaTime;
using Publisher.App.Settings;
using Publisher.Subscribers;

namespace Publisher.App.Tests.Webhooks;

/// <summary>What all providers have in common.</summary>
public sealed class WebhookTests
{
    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (var provider in (string[])["ses", "sendgrid", "postmark", "mailgun", "azure"])
                foreach (var kind in (string[])["hard", "soft", "complaint", "delivered"])
                    // Azure Communication Services has no event of a complaint.
                    if ((provider, kind) != ("azure", "complaint")) kinds.Add(provider, kind);
            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_report_as_the_provider_documents_it_does_what_it_says_once(string provider, string kind)
    {
        await using var door = await Door.OpenAsync();
        var payload = Door.Recorded($"{provider}-{kind}");

        var (status, first) = await door.SendAsync(provider, payload);
        var (_, again) = await door.SendAsync(provider, payload);

        Assert.Equal(200, status);
        Assert.Equal(kind == "delivered" ? 0 : 1, first.GetProperty("taken").GetInt32());
        Assert.Equal((0, kind == "delivered" ? 0 : 1), (again.GetProperty("taken").GetInt32(), again.GetProperty("repeated").GetInt32()));
        Assert.Equal(kind switch { "hard" => Suppressions.Bounced, "complaint" => Suppressions.Complained, _ => null }, await door.ReasonAsync());
        Assert.Null(await door.ReasonAsync(2));
        Assert.Equal(kind == "complaint" ? SubscriptionStatus.Unsubscribed : SubscriptionStatus.Confirmed, await door.StatusAsync());
        var entries = await door.EntriesAsync();
        Assert.Equal(kind == "delivered" ? [] : new[] { (provider, LocalDate.FromDateTime(new DateTime(2023, 5, 1))) }, entries.Select(entry => (entry.Source, entry.At.InUtc().Date)));
        Assert.All(entries, entry => Assert.DoesNotContain('@', entry.Detail));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_a_proof_nothing_is_done(string provider, string kind)
    {
        await using var door = await Door.OpenAsync();

        var (status, body) = await door.PostAsync(provider, Door.Recorded($"{provider}-{kind}"));

        Assert.Equal((401, "The call was not taken."), (status, body.GetProperty("title").GetString()));
        Assert.Null(await door.ReasonAsync());
        Assert.Empty(await door.EntriesAsync());
    }

    [Theory]
    [InlineData("ses")]
    [InlineData("sendgrid")]
    [InlineData("postmark")]
    [InlineData("mailgun")]
    [InlineData("azure")]
    public async Task A_webhook_that_no_setting_turns_on_is_not_there(string provider)
    {
        await using var door = await Door.OpenAsync();
        var payload = Door.Recorded($"{provider}-hard");
        door.Settings = new FeedbackSettings(null, null, null, null, null, null, null);

        Assert.Equal(404, (await door.SendAsync(provider, payload)).Status);
        Assert.Equal(404, (await door.PostAsync("nobody", payload)).Status);
        Assert.Null(await door.ReasonAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Somebody_who_is_not_on_the_list_is_no_trouble(string provider, string kind)
    {
        await using var door = await Door.OpenAsync();
        var payload = Door.Recorded($"{provider}-{kind}").Replace("reader1@example.org", "stranger@example.org", StringComparison.Ordinal);

        var (status, body) = await door.SendAsync(provider, payload);

        Assert.Equal((200, 0), (status, body.GetProperty("taken").GetInt32()));
        Assert.Null(await door.Product.Get<Suppressions>().FindAsync(Publisher.Testing.Some.Subscriber("stranger@example.org").Key, CancellationToken.None));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Payloads_that_are_proven_but_twisted_never_break_it(int seed)
    {
        await using var door = await Door.OpenAsync();
        var random = new Random(seed);
        string[] values = ["null", "1e400", "[]", "{}", "\"\\ud800\"", "\"\"", "-1", "\"9999-12-31T23:59:59Z\"", "\"a@b\\u0000\"", "true", "99999999999999999999"];
        foreach (var provider in (string[])["ses", "sendgrid", "postmark", "mailgun", "azure"])
        {
            for (var round = 0; round < 40; round++)
            {
                var payload = Door.Recorded($"{provider}-{(random.Next(2) == 0 ? "hard" : "soft")}");
                // One value, somewhere, becomes another; now and then the end is lost.
                var colons = Enumerable.Range(0, payload.Length).Where(at => payload[at] == ':' && payload[at - 1] == '"').ToList();
                var at = colons[random.Next(colons.Count)] + 1;
                var end = payload.IndexOfAny([',', '}', ']'], at);
                payload = payload[..at] + values[random.Next(values.Length)] + payload[end..];
                if (random.Next(5) == 0) payload = payload[..random.Next(payload.Length)];

                var (status, _) = await door.SendAsync(provider, payload);

                Assert.True(status is 200 or 400 or 401, $"seed {seed}, round {round}, {provider}: {status}\n{payload}");
            }
        }
    }
}
