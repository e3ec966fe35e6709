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
        if (IsOver(item, now, zone)) return [];
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

    public static bool IsNear(Item item, Instant now, DateTimeZone zone, SocialRules rules) => DayOf(item) is { } day
        && !IsOver(item, now, zone) && Begins(item, zone) > now && now >= zone.AtStartOfDay(day.PlusDays(-rules.ReminderDays)).ToInstant();

    public static bool IsOver(Item item, Instant now, DateTimeZone zone) => item.Expires(zone) is { } end && end <= now;

    /// <summary>Nobody is told of an event that has begun, or of a call that has closed: from then on a first post is of no use.</summary>
    public static Instant? UsefulUntil(Item item, DateTimeZone zone) => item is Event ? Begins(item, zone) : item.Expires(zone);

    private static LocalDate? DayOf(Item item) => item switch
    {
        Call { Closes: { } closes, Results: null } => closes.Date,
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
