using NodaTime;
using Publisher.Content;
using Publisher.Storage;

namespace Publisher.Social;

/// <summary>
/// Reads what was published, changed or withdrawn since the last time and plans its posts, and reminders of what is near. The watermark is
/// the last change seen; each run looks an hour further back, because clocks differ, and a post that is planned already is not planned
/// again. Then every network with something to do gets a message: one that was lost is made up for with the next run.
/// </summary>
public sealed class CollectContent(
    Items items, Watermarks watermarks, Posts posts, IReadOnlyList<ISocialNetwork> networks, SocialRules rules, WorkQueues queues, DateTimeZone zone, TimeProvider clock)
{
    private const string Reader = "collect-content";
    private const string ReminderReader = "collect-reminders";

    private static readonly Duration Overlap = Duration.FromHours(1);

    /// <summary>All that is published is read for reminders; a day is near for days, so that need not be often.</summary>
    private static readonly Duration ReminderEvery = Duration.FromHours(1);

    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var watermark = await watermarks.ReadAsync(Reader, cancellationToken);
        var (now, seen, planned, latest) = (clock.Now(), 0, 0, watermark);
        await foreach (var stored in items.ChangedSinceAsync(watermark - Overlap, cancellationToken))
        {
            if (latest is null || stored.Changed > latest) latest = stored.Changed;
            if (stored.Published is null) continue;
            seen++;
            planned += await PlanAsync(stored, (there, _) => PostPlan.Of(stored, there, now, zone), now, cancellationToken);
        }

        planned += await RemindAsync(now, cancellationToken);
        if (latest is { } at && at != watermark) await watermarks.WriteAsync(Reader, at, cancellationToken);
        foreach (var network in networks)
            if ((await posts.OpenAsync(network.Key, cancellationToken)).Count > 0) await queues.SendAsync(new PublishPostWork(network.Key), cancellationToken);
        return $"{seen} changed {(seen == 1 ? "item" : "items")}, {planned} {(planned == 1 ? "post" : "posts")} planned";
    }

    private async Task<int> RemindAsync(Instant now, CancellationToken cancellationToken)
    {
        if (rules.ReminderDays == 0 || await watermarks.ReadAsync(ReminderReader, cancellationToken) is { } last && now - last < ReminderEvery) return 0;
        var planned = 0;
        await foreach (var stored in items.PublishedSinceAsync(null, cancellationToken))
        {
            if (!PostPlan.IsNear(stored.Item, now, zone, rules)) continue;
            planned += await PlanAsync(stored, (there, _) => PostPlan.WantsReminder(stored, there, now, zone, rules) ? [Occasion.Reminder] : [], now, cancellationToken);
        }

        await watermarks.WriteAsync(ReminderReader, now, cancellationToken);
        return planned;
    }

    private async Task<int> PlanAsync(StoredItem stored, Func<IReadOnlyList<Post>, string, IEnumerable<Occasion>> occasions, Instant now, CancellationToken cancellationToken)
    {
        var planned = 0;
        foreach (var network in networks)
        {
            var there = await posts.OfItemAsync(network.Key, stored.Ref, cancellationToken);
            foreach (var occasion in occasions(there, network.Key))
            {
                if (there.Any(post => post.Occasion == occasion && post.Version >= stored.Version)) continue;
                var post = new Post(network.Key, stored.Ref, occasion, stored.Version, PostState.Planned, now)
                {
                    Until = PostPlan.UsefulUntil(stored.Item, zone),
                    PostId = PostPlan.OnWall(there.Where(other => other.Occasion == occasion), stored.Version)?.PostId ?? "",
                };
                if (await posts.PlanAsync(post, cancellationToken)) planned++;
            }
        }

        return planned;
    }
}
