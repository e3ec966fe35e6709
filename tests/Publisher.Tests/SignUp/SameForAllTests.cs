using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Publisher.Notices;
using Publisher.SignUp;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Tests.SignUp;

/// <summary>Who watches our answers, or how long they take, learns nothing about an address.</summary>
public sealed class SameForAllTests : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Every_address_gets_the_same_answer_after_the_same_reads_and_writes()
    {
        await using var product = await TestProduct.StartAsync();
        var people = await product.SubscribeAsync(4);
        await product.Get<SubscriberList>().UnsubscribeAsync(people[1].Key, default);
        await product.Get<Suppressions>().AddAsync(people[2].Key, "bounced", default);
        await product.Get<Suppressions>().AddAsync(people[3].Key, Suppressions.LeftElsewhere, default);
        await product.AskAsync("erased@example.org");
        await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf("erased@example.org"), default);
        await product.AskAsync("waiting@example.org");
        product.Pass(Duration.FromDays(1));

        var calls = new Calls();
        var tables = new TableServiceClient(product.Connection, Counting(calls));
        var limits = new SignUpLimits(tables, product.Get<LinkSecrets>(), SignUpRules.Default, product.Clock, _ => { });
        var ask = new AskToSubscribe(limits, new SubscriberList(tables, new SubscriberHistory(tables), product.Clock), product.Get<WorkQueues>(), product.Clock);
        // The first of a day cleans up, the first of an hour begins to count.
        await ask.RunAsync(SignUps.Request("first@example.org"), "form", SignUps.Home, default);
        await product.TakeAsync<SendNoticeWork>();
        var seen = new List<string>();
        foreach (var address in (string[])["unknown@example.org", people[0].Address, people[1].Address, people[2].Address, people[3].Address, "erased@example.org", "waiting@example.org"])
        {
            calls.All.Clear();
            Assert.Equal(SignUpOutcome.Asked, await ask.RunAsync(SignUps.Request(address), "form", SignUps.Home, default));
            seen.Add($"{string.Join(", ", calls.All)}; queued {(await product.TakeAsync<SendNoticeWork>()).Count}");
        }

        Assert.Equal(
            "read signups, write signups, read signups, write signups, read signups, write signups, read subscribers, write subscribers, write history, write subscribers; queued 1",
            Assert.Single(seen.Distinct()));

        // The second time of a day, too.
        seen.Clear();
        foreach (var address in (string[])["unknown@example.org", people[0].Address, people[1].Address, people[2].Address])
        {
            calls.All.Clear();
            Assert.Equal(SignUpOutcome.Asked, await ask.RunAsync(SignUps.Request(address), "form", SignUps.Home, default));
            seen.Add($"{string.Join(", ", calls.All)}; queued {(await product.TakeAsync<SendNoticeWork>()).Count}");
        }

        Assert.Single(seen.Distinct());
    }

    private static TableClientOptions Counting(Calls calls)
    {
        var options = new TableClientOptions();
        options.AddPolicy(calls, HttpPipelinePosition.PerCall);
        return options;
    }

    private sealed class Calls : HttpPipelinePolicy
    {
        public List<string> All { get; } = [];

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var what = message.Request.Method == RequestMethod.Get ? "read" : "write";
            All.Add($"{what} {((string[])["signups", "subscribers", "history"]).Single(table => message.Request.Uri.ToString().Contains(table, StringComparison.Ordinal))}");
            return ProcessNextAsync(message, pipeline);
        }
    }
}
