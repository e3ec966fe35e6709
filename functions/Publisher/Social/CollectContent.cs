using NodaTime;
using Publisher.Content;
using Publisher.Storage;

namespace Publisher.Social;

/// <summary>
/// Reads what was published or changed since the last time and plans its posts. The watermark is the last change seen; each run
/// looks an hour further back, because clocks differ, and a post that is planned already is not planned again.
/// </summary>
public sealed class CollectContent(
    Items items, Watermarks watermarks, Posts posts, IReadOnlyList<ISocialNetwork> networks, WorkQueues queues, DateTimeZone zone, TimeProvider clock)
{
    private const string Reader = "collect-content";

    private static readonly Duration Overlap = Duration.FromHours(1);

    /// <summary>Work without a result for so long is queued again: longer than a killed instance hides its message (10 min).</summary>
    private static readonly Duration Lost = Duration.FromMinutes(20);

    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var watermark = await watermarks.ReadAsync(Reader, cancellationToken);
        var (now, seen, queued, latest) = (clock.Now(), 0, 0, watermark);
        await foreach (var stored in items.PublishedSinceAsync(watermark - Overlap, cancellationToken))
        {
            seen++;
            if (latest is null || stored.Changed > latest) latest = stored.Changed;
            if (stored.Item.Expires(zone) is { } end && end <= now) continue;
            foreach (var network in networks)
            {
                var post = await posts.PlanAsync(network.Key, stored, now, cancellationToken);
                if (post.State != PostState.Planned) continue;
                await queues.SendAsync(new PublishPostWork(network.Key, stored.Ref.ToString()), cancellationToken);
                queued++;
            }
        }

        await foreach (var post in posts.LostAsync(now - Lost, cancellationToken))
        {
            await queues.SendAsync(new PublishPostWork(post.Network, post.Item.ToString()), cancellationToken);
            queued++;
        }

        if (latest is { } at && at != watermark) await watermarks.WriteAsync(Reader, at, cancellationToken);
        return $"{seen} changed {(seen == 1 ? "item" : "items")}, {queued} {(queued == 1 ? "post" : "posts")} queued";
    }
}
