using System.Globalization;
using Publisher.Content;
using Publisher.Social;
using Publisher.Social.Texts;
using Publisher.Testing.Walls;
using Xunit.Abstractions;

namespace Publisher.Tests.Social;

/// <summary>
/// Twenty items through random faults of a network, again and again: replies lost before and after the post was made, answers that never
/// come, limits, a token that ends in the middle, processes that die, walls that show a post late or not at all. Every schedule comes from
/// its number. PUBLISHER_FAULT_SCHEDULES=1000 runs a thousand, PUBLISHER_FAULT_FIRST=17 begins with the seventeenth.
/// </summary>
public sealed class FaultScheduleTests(ITestOutputHelper output)
{
    private const int Items = 20;

    /// <summary>Of five minutes. Faults end after half a day.</summary>
    private const int FaultyTicks = 144;

    private const int MaxTicks = 600;

    private static readonly int Schedules = Setting("PUBLISHER_FAULT_SCHEDULES", 20);

    private static readonly int First = Setting("PUBLISHER_FAULT_FIRST", 0);

    private static readonly WallFault[] Faults = [.. Enum.GetValues<WallFault>().Where(fault => fault is not (WallFault.None or WallFault.Forbidden))];

    [Fact]
    public async Task No_item_is_on_a_wall_twice_none_is_missing_and_every_unknown_is_resolved_or_shown()
    {
        var (undecided, faults, lanes) = (0, 0, 2);
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(async lane =>
        {
            await using var product = await WallProduct.StartAsync();
            var items = Enumerable.Range(1, Items).Select(Item).ToList();
            foreach (var item in items) await product.Get<Items>().SaveAsync(item, CancellationToken.None);
            for (var seed = First + lane; seed < First + Schedules; seed += lanes)
            {
                var (asked, faulty) = await RunAsync(product, items, seed);
                Interlocked.Add(ref undecided, asked);
                Interlocked.Add(ref faults, faulty);
            }
        }));
        output.WriteLine($"{Schedules} schedules, {faults} faults, {undecided} posts shown to staff");
        Assert.True(faults > Schedules, "hardly anything went wrong");
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static Item Item(int number) => (number % 3) switch
    {
        0 => Some.Call($"c{number}", "2023-08-31"),
        1 => Some.News($"n{number}"),
        _ => Some.Event($"e{number}", "2023-09-30T12:00"),
    };

    private static async Task<(int Undecided, int Faults)> RunAsync(WallProduct product, List<Item> items, int seed)
    {
        var random = new Random(seed);
        var key = NetworkKeys.All[seed % NetworkKeys.All.Count];
        var (wall, network) = (product.WallOf(key), product.Network(key));
        await product.ForgetPostsAsync();
        wall.Reset();
        product.Mastodon.KeepsKeys = random.Next(2) == 0;
        foreach (var item in items) await product.Get<Posts>().PlanAsync(new Post(key, item.Ref, Occasion.First, 1, PostState.Planned, product.Now), CancellationToken.None);

        var gate = new Lock();
        var (rate, unreadable, late, faults, over, death) = (random.NextDouble() * 0.7, random.Next(10) == 0, random.Next(2) == 0, 0, false, (CancellationTokenSource?)null);
        wall.Delay = () => late ? TimeSpan.FromMinutes(Next(10)) : TimeSpan.Zero;
        wall.Fault = call =>
        {
            if (over || NextDouble() >= rate) return unreadable && !over && call.Kind == WallCallKind.Read && Next(3) == 0 ? WallFault.Forbidden : WallFault.None;
            faults++;
            return Faults[Next(Faults.Length)];
        };
        // A process dies while its call is at the network, before or after the post is made there.
        wall.Arrived = _ =>
        {
            if (!over && Next(40) == 0) death?.Cancel();
        };
        wall.Did = wall.Arrived;

        var tick = 0;
        for (; tick < MaxTicks && (tick == 0 || (await product.Get<Posts>().OpenAsync(key, CancellationToken.None)).Count > 0); tick++)
        {
            over = tick >= FaultyTicks;
            wall.TokenIsTaken = over || tick % 17 is not (5 or 6) || seed % 4 != 0;
            using (death = new CancellationTokenSource())
            {
                var instances = over || Next(4) > 0 ? 1 : 2;
                await Task.WhenAll(Enumerable.Range(0, instances).Select(async _ =>
                {
                    try
                    {
                        await product.Get<PublishPost>().RunAsync(new PublishPostWork(key), death.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        // Dead.
                    }
                }));
                death = null;
            }

            product.Pass(Duration.FromMinutes(5));
        }

        Assert.True(tick < MaxTicks, $"schedule {seed} does not end");
        return (await CheckAsync(product, key, items, seed), faults);

        int Next(int below)
        {
            lock (gate) return random.Next(below);
        }

        double NextDouble()
        {
            lock (gate) return random.NextDouble();
        }
    }

    private static async Task<int> CheckAsync(WallProduct product, string key, List<Item> items, int seed)
    {
        var (wall, undecided) = (product.WallOf(key), 0);
        var posts = (await product.Get<Posts>().CurrentAsync(CancellationToken.None)).ToDictionary(post => post.Item);
        foreach (var item in items)
        {
            var post = posts[item.Ref];
            var made = wall.Made.Where(each => CampaignLink.IsIn(Publisher.Social.Networks.LinkedIn.LittleText.Plain(each.Text), post.Link)).ToList();
            Assert.True(made.Count <= 1, $"schedule {seed}: {item.Ref} is {made.Count} times on {key}");
            if (post.State == PostState.Undecided)
            {
                Assert.NotEmpty(post.Note);
                undecided++;
                continue;
            }

            Assert.True(post.State == PostState.Posted, $"schedule {seed}: {item.Ref} on {key} is {post.State}: {post.Note}");
            Assert.True(made.Count == 1, $"schedule {seed}: {item.Ref} is missing on {key}");
            Assert.Equal(made[0].Id, post.PostId);
        }

        return undecided;
    }
}
