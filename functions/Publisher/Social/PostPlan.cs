using NodaTime;
using Publisher.Content;

namespace Publisher.Social;

/// <summary>Which posts an item asks for on a network, given those it has there. Pure.</summary>
internal static class PostPlan
{
    /// <summary>Occasions for which this version of the item needs a post, be it a new one or a change of one that is there.</summary>
    public static IEnumerable<Occasion> Of(StoredItem stored, IReadOnlyList<Post> there, Instant now, DateTimeZone zone)
    {
        var item = stored.Item;
        var on = there.Where(post => post.State != PostState.Dropped).Select(post => post.Occasion).ToHashSet();
        if (item.Status != ItemStatus.Published) return on.Order();
        // Nobody has seen what a network keeps for later; it must not come out when all is over.
        if (IsOver(item, now, zone)) return there.Where(post => IsKept(post, now)).Select(post => post.Occasion).Distinct().Order();
        // Results are news of their own: what was said of the call stays as it was.
        if (item is Call { Results: not null }) return [Occasion.Result];
        on.Remove(Occasion.Result);
        return on.Append(Occasion.First).Distinct().Order();
    }

    /// <summary>Whether it is time to remind of it: its day is near, its first post is older, and it has had no reminder.</summary>
    public static bool WantsReminder(StoredItem stored, IReadOnlyList<Post> there, Instant now, DateTimeZone zone, SocialRules rules)
    {
        var item = stored.Item;
        return rules.ReminderDays > 0 && item.Status == ItemStatus.Published && IsNear(item, now, zone, rules)
            && !there.Any(post => post.Occasion == Occasion.Reminder && post.State != PostState.Dropped)
            && there.Any(post => post is { Occasion: Occasion.First, State: PostState.Posted or PostState.Ready } && now - post.Since >= SocialRules.ReminderDistance);
    }

    /// <summary>What versions older than this one left on the wall; null for nothing that is ours to change.</summary>
    /// <param name="versions">Of one occasion, the oldest first.</param>
    public static Post? OnWall(IEnumerable<Post> versions, int before)
    {
        var older = versions.Where(post => post.Version < before).ToList();
        // A post that staff gave new words is on the wall, though its row waits, or was dropped for a newer version's.
        var last = older.LastOrDefault(post => post.IsLive || post.Ended || post is { PostId.Length: > 0, Snapshot: not null });
        if (last is null or { Ended: true } or { PostId: "" }) return null;
        return older.LastOrDefault(post => post.IsLive && post.PostId == last.PostId) ?? last;
    }

    /// <summary>The older version that people ended; null where this one may be made.</summary>
    /// <param name="versions">Of one occasion, the oldest first.</param>
    public static Post? EndedBefore(Post post, IEnumerable<Post> versions) => post.Wanted ? null
        : versions.LastOrDefault(other => other.Version < post.Version && (other.Ended || other.State != PostState.Dropped)) is { Ended: true, Wanted: false } ended ? ended : null;

    /// <summary>A network has it, and shows it later: nobody has seen it.</summary>
    public static bool IsKept(Post post, Instant now) => post is { PostId.Length: > 0, Snapshot: not null, At: { } at } && at > now;

    public static bool IsNear(Item item, Instant now, DateTimeZone zone, SocialRules rules) => DayOf(item) is { } day
        && !IsOver(item, now, zone) && Begins(item, zone) > now && now >= zone.AtStartOfDay(day.PlusDays(-rules.ReminderDays)).ToInstant();

    public static bool IsOver(Item item, Instant now, DateTimeZone zone) => item.Expires(zone) is { } end && end <= now;

    /// <summary>Nobody is told of an event that has begun, or of a call that has closed: from then on a first post is of no use.</summary>
    public static Instant? UsefulUntil(Item item, DateTimeZone zone) => item is Event ? Begins(item, zone) : item.Expires(zone);

    private static LocalDate? DayOf(Item item) => item switch
    {
        Call { Closes: { } closes, Results: null } => closes.LastDay,
        Event @event => @event.Starts.Date,
        _ => null,
    };

    /// <summary>When it is too late: the deadline; the hour an event begins, or the end of its first day where it has none.</summary>
    private static Instant? Begins(Item item, DateTimeZone zone) => item switch
    {
        Event @event => @event.Starts.Ends(zone),
        _ => item.Expires(zone),
    };
}
