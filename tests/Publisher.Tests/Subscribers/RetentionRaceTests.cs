using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Publisher.Notices;
using Publisher.Subscribers;
using Publisher.Tests.SignUp;

namespace Publisher.Tests.Subscribers;

/// <summary>What the daily round meets half way.</summary>
public sealed class RetentionRaceTests : IAsyncLifetime
{
    private const string Jan = "jan@example.org";

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task The_consent_of_a_sign_up_that_comes_as_the_old_one_is_removed_stays()
    {
        await product.AskAsync(Jan);
        product.Pass(Duration.FromDays(31));
        var asked = false;
        var options = new TableClientOptions();
        options.AddPolicy(new AfterDelete(async () =>
        {
            if (asked) return;
            asked = true;
            await product.AskAsync(Jan);
        }), HttpPipelinePosition.PerCall);
        var hooked = new SubscriberList(new TableServiceClient(product.Connection, options), product.Get<SubscriberHistory>(), product.Clock);
        var round = Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<ApplyRetention>(product.Get<IServiceProvider>(), hooked);

        Assert.Contains("1 unconfirmed removed", (await round.RunAsync(default))[0], StringComparison.Ordinal);

        Assert.True(asked);
        Assert.NotNull((await product.FindAsync(Jan))!.Asked);
        Assert.Equal(product.Now, Assert.Single(await product.HistoryAsync(Jan)).At);
    }

    [Fact]
    public async Task An_erasure_that_broke_off_on_a_sign_up_is_finished_at_once_but_not_one_asked_for_since()
    {
        await product.AskAsync(Jan);
        product.Pass(Duration.FromMinutes(1));
        await product.Get<Erasures>().AddAsync(SignUps.KeyOf(Jan), default);
        await product.Get<Erasures>().AddAsync(SignUps.KeyOf("new@example.org"), default);
        product.Pass(Duration.FromMinutes(1));
        await product.AskAsync("new@example.org");

        Assert.Contains("1 erasures finished", (await product.Get<ApplyRetention>().RunAsync(default))[0], StringComparison.Ordinal);

        Assert.Null(await product.FindAsync(Jan));
        Assert.Empty(await product.HistoryAsync(Jan));
        Assert.NotNull((await product.FindAsync("new@example.org"))!.Asked);
        Assert.NotEmpty(await product.HistoryAsync("new@example.org"));
    }

    [Fact]
    public async Task Counts_of_sign_ups_and_notices_that_are_old_go_with_the_daily_round_however_many_there_are()
    {
        foreach (var (name, count) in (IEnumerable<(string, int)>)[("signups", 2150), ("notices", 2150)])
        {
            var table = product.Get<TableServiceClient>().GetTableClient(name);
            foreach (var rows in Enumerable.Range(0, count).Chunk(100))
                await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("2023-01-01", $"row-{row}"))));
            await table.AddEntityAsync(new TableEntity("2023-04-30", "today"));
        }

        var said = (await product.Get<ApplyRetention>().RunAsync(default))[0];

        foreach (var name in (string[])["signups", "notices"])
        {
            var left = new List<string>();
            await foreach (var row in product.Get<TableServiceClient>().GetTableClient(name).QueryAsync<TableEntity>((string?)null)) left.Add(row.RowKey);
            Assert.Equal(["today"], left);
        }

        Assert.Contains("counts of sign-ups forgotten: 2150", said, StringComparison.Ordinal);
        Assert.Contains("outcomes of notices forgotten: 2150", said, StringComparison.Ordinal);
        Assert.DoesNotContain("2150", (await product.Get<ApplyRetention>().RunAsync(default))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erasure_takes_what_became_of_the_notices_along()
    {
        await product.AskAsync(Jan);
        await product.AskAsync("other@example.org");
        await product.DrainAsync();
        await product.Get<EraseSubscriber>().RunAsync(SignUps.KeyOf(Jan), default);

        var notices = product.Get<NoticeTable>();
        Assert.Null(await notices.FindAsync(new LocalDate(2023, 4, 30), NoticeKind.Confirm, SignUps.KeyOf(Jan), default));
        Assert.NotNull(await notices.FindAsync(new LocalDate(2023, 4, 30), NoticeKind.Confirm, SignUps.KeyOf("other@example.org"), default));
    }

    private sealed class AfterDelete(Func<Task> then) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Method == RequestMethod.Delete) await then();
        }
    }
}
