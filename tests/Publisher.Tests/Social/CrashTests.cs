using System.Diagnostics;
using Publisher.Content;
using Publisher.Social;
using Publisher.Testing.Walls;

namespace Publisher.Tests.Social;

/// <summary>A process of its own posts, and is killed by the network it calls: SIGKILL, nothing is said or cleaned up.</summary>
public sealed class CrashTests
{
    public static TheoryData<string, string> Points()
    {
        var points = new TheoryData<string, string>();
        foreach (var network in NetworkKeys.All)
            foreach (var point in (string[])["claimed, not made", "made, not stamped"]) points.Add(network, point);
        // Facebook alone is called between the claim and the post.
        points.Add(NetworkKeys.Facebook, "claimed, not called");
        return points;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_process_that_is_killed_leaves_one_post_on_the_wall_and_none_in_doubt(string network, string point)
    {
        // The killed process lives in real time; what comes after it is half an hour later.
        var clock = new ManualTime(TimeProvider.System.GetUtcNow());
        await using var product = await WallProduct.StartAsync(clock: clock);
        await product.Get<Items>().SaveAsync(Some.News("a"), default);
        var (wall, killed) = (product.WallOf(network), new TaskCompletionSource());
        using var folder = new ScratchFolder();
        Process? process = null;
        void Kill(WallCall call)
        {
            if (call.Kind != (point == "claimed, not called" ? WallCallKind.Prepare : WallCallKind.Create)) return;
            // The process is known by the time that it has started up.
            SpinWait.SpinUntil(() => process is not null);
            process!.Kill();
            process.WaitForExit();
            killed.TrySetResult();
        }

        if (point == "made, not stamped") wall.Did = Kill;
        else wall.Arrived = Kill;
        // Killed before it was made, the call that arrived is not carried out any more.
        wall.Fault = _ => point == "claimed, not made" ? WallFault.BrokenBefore : WallFault.None;
        process = Run.Start(
            Run.Publisher, ["post", "send", network, "news/a"], folder.Path, [.. product.Settings.Select(pair => (pair.Key, pair.Value)), ("Publisher__Social__Networks", "facebook, linkedin, mastodon"), ("AzureWebJobsStorage", product.Connection)]);
        await killed.Task.WaitAsync(TimeSpan.FromMinutes(3));
        wall.Mend();
        Assert.Equal(point == "made, not stamped" ? 1 : 0, wall.Made.Count);
        Assert.Equal(PostState.Claimed, Assert.Single(await product.Get<Posts>().OpenAsync(network, default)).State);

        for (var tick = 0; tick < 6; tick++)
        {
            product.Pass(Duration.FromMinutes(5));
            await product.Get<PublishPost>().RunAsync(new PublishPostWork(network), default);
        }

        var post = Assert.Single(await product.Get<Posts>().CurrentAsync(default));
        Assert.Equal((PostState.Posted, wall.Posts.Single().Id), (post.State, post.PostId));
        Assert.Single(wall.Made);
        Assert.True(process.HasExited);
        process.Dispose();
    }
}
