using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Publisher.Subscribers;
using Publisher.Tests.SignUp;

namespace Publisher.Tests.Subscribers;

/// <summary>A move that ends while somebody does something else with the same subscription.</summary>
public sealed class MoveRaceTests
{
    private const string Old = "old@example.org";
    private const string New = "new@example.org";

    [Fact]
    public async Task Who_leaves_has_left_at_whatever_moment_meanwhile_their_move_ends() =>
        await AtEveryMomentAsync(async (product, moves, _) =>
        {
            await moves.LeaveAsync(SignUps.KeyOf(Old), HistoryChannel.OneClick, default);
            return async () =>
            {
                await foreach (var left in product.Get<SubscriberList>().ConfirmedAsync(KeyRange.Everything, default)) Assert.Fail($"{left.Address} gets mail");
            };
        });

    [Fact]
    public async Task Who_is_erased_is_gone_at_whatever_moment_meanwhile_their_move_ends() =>
        await AtEveryMomentAsync(async (product, _, erase) =>
        {
            await erase.RunAsync(SignUps.KeyOf(Old), default);
            return async () =>
            {
                Assert.Equal((null, null), (await product.FindAsync(Old), await product.FindAsync(New)));
                Assert.NotNull(await product.Get<Erasures>().FindAsync(SignUps.KeyOf(Old), default));
            };
        });

    /// <param name="act">Acts through a storage in whose calls the move's last word comes; gives back what has to be true after it.</param>
    private static async Task AtEveryMomentAsync(Func<TestProduct, MoveAddress, EraseSubscriber, Task<Func<Task>>> act)
    {
        await using var product = await TestProduct.StartAsync();
        for (var calls = 0; ; calls++)
        {
            foreach (var address in (string[])[Old, New])
            {
                var key = SignUps.KeyOf(address);
                await product.Get<TableServiceClient>().GetTableClient("subscribers").DeleteEntityAsync(key.PartitionKey, key.RowKey);
                await product.Get<Erasures>().LiftAsync(key, default);
            }

            Assert.Equal(1, (await product.Get<ImportSubscribers>().AddAsync([Some.Subscriber(Old)], null, default)).Added);
            product.Pass(Duration.FromMinutes(1));
            var moves = product.Get<MoveAddress>();
            await moves.AskAsync(SignUps.KeyOf(Old), Address.Parse(New, out _)!, "", default);
            await moves.AgreeAsync(Link(MoveSide.New), "", default);
            product.Pass(Duration.FromMinutes(1));
            var between = new Between(calls, () => moves.AgreeAsync(Link(MoveSide.Old), "", default));

            var check = await act(product, MovesOf(product, between, out var erase), erase);

            await check();
            if (!between.IsOver) return;
        }
    }

    private static MoveLink Link(MoveSide side) => new(SignUps.KeyOf(Old), SignUps.KeyOf(New), side, false);

    private static MoveAddress MovesOf(TestProduct product, HttpPipelinePolicy between, out EraseSubscriber erase)
    {
        var options = new TableClientOptions();
        options.AddPolicy(between, HttpPipelinePosition.PerCall);
        var tables = new TableServiceClient(product.Connection, options);
        var history = new SubscriberHistory(tables);
        var (list, suppressions, erasures) = (
            new SubscriberList(tables, history, product.Clock), new Suppressions(tables, product.Clock), new Erasures(tables, product.Get<LinkSecrets>(), product.Clock));
        erase = new EraseSubscriber(list, history, suppressions, new FeedbackLog(tables), erasures, product.Get<ForgetNotices>());
        return new MoveAddress(list, history, suppressions, erasures, erase, product.Clock);
    }

    /// <summary>Does something else before a call.</summary>
    private sealed class Between(int calls, Func<Task> act) : HttpPipelinePolicy
    {
        private int left = calls;

        public bool IsOver => left < 0;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (left-- == 0) await act();
            await ProcessNextAsync(message, pipeline);
        }
    }
}
