using NodaTime;

namespace Publisher.Delivery;

/// <summary>
/// Turns a relay's quota into the moments at which batches begin, so that instances which know nothing of each other keep to it together. A batch
/// sends evenly, at the rate of a minute; the next begins when it has ended. Before an hour's or a day's share is used up, nothing waits. Pure.
/// </summary>
public sealed class Timetable(RelayQuota quota)
{
    /// <summary>
    /// Between the planned end of a batch and the beginning of the next: a message is seen by its queue up to 10 s late (host.json, maxPollingInterval).
    /// </summary>
    public static readonly Duration Slack = Duration.FromSeconds(15);

    private static readonly Duration Hour = Duration.FromHours(1);

    private static readonly Duration Day = Duration.FromHours(24);

    private readonly List<(Duration End, int Count)> planned = [];

    /// <summary>How long so many messages take, once begun.</summary>
    public Duration Length(int count) => quota.PerMinute is { } perMinute ? Duration.FromMinutes(1) * count / perMinute : Duration.Zero;

    /// <summary>Takes account of what was sent before.</summary>
    /// <param name="end">When the last of it left; before the beginning, and so negative.</param>
    public void After(Duration end, int count) => planned.Add((end, count));

    /// <summary>The moment at which a batch begins, behind those added before.</summary>
    public Duration Add(int count)
    {
        var at = quota.IsLimited && planned is [.., var last] && last.End + Slack > Duration.Zero ? last.End + Slack : Duration.Zero;
        at = Duration.Max(at, Duration.Max(After(count, quota.PerHour, Hour), After(count, quota.PerDay, Day)));
        planned.Add((at + Length(count), count));
        return at;
    }

    /// <summary>When what no longer fits into the quota together with these has left the time that it counts for.</summary>
    private Duration After(int count, int? most, Duration time)
    {
        if (most is not { } limit) return Duration.Zero;
        for (var (at, sum) = (planned.Count - 1, count); at >= 0; at--)
        {
            sum += planned[at].Count;
            if (sum > limit) return planned[at].End + time + Slack;
        }

        return Duration.Zero;
    }
}
