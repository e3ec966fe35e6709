using NodaTime;
using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Reports;

/// <summary>
/// Counts subscribers, and the days on which they came and went, as they are read: a page of rows at a time, and of each person no more than whether they
/// were in. Pure.
/// </summary>
public sealed class AudienceTally(DateTimeZone zone)
{
    private readonly Dictionary<string, int> kinds = Zeroes([.. ItemKinds.All.Select(kind => kind.Key()), Interests.DeadlinesKey]);
    private readonly Dictionary<string, int> districts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> languages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> rhythms = new(StringComparer.Ordinal);
    private readonly SortedDictionary<LocalDate, (int Consented, int Imported, int Left)> days = [];
    private int confirmed;
    private int unconfirmed;
    private int unsubscribed;
    private int paused;
    private SubscriberKey? person;
    private bool isIn;

    public void Add(Subscriber subscriber, Instant now)
    {
        // What a change of address left behind is nobody.
        if (subscriber.MovedTo is not null && subscriber.Asked is null) return;
        if (subscriber.Status == SubscriptionStatus.Unconfirmed) unconfirmed++;
        if (subscriber.Status == SubscriptionStatus.Unsubscribed) unsubscribed++;
        if (subscriber.Status != SubscriptionStatus.Confirmed) return;
        confirmed++;
        if (subscriber.IsPaused(now, zone)) paused++;
        foreach (var kind in subscriber.Interests.KindKeys) One(kinds, kind);
        foreach (var district in subscriber.Interests.Districts.DefaultIfEmpty("")) One(districts, district);
        One(roles, subscriber.Role?.Key() ?? "");
        One(languages, subscriber.Language);
        One(rhythms, RhythmText.Write(subscriber.Rhythm));
    }

    /// <summary>Something that happened to somebody: all of one person one after the other, the oldest first.</summary>
    public void Add(SubscriberKey key, Instant at, HistoryEvent happened)
    {
        if (person != key) (person, isIn) = (key, false);
        var after = happened switch
        {
            HistoryEvent.Imported or HistoryEvent.Confirmed or HistoryEvent.Returned => true,
            HistoryEvent.Unsubscribed => false,
            _ => isIn,
        };
        // Who leaves before they ever confirmed was no subscriber; who confirms twice came once.
        if (after == isIn) return;
        isIn = after;
        var day = at.InZone(zone).Date;
        days.TryGetValue(day, out var count);
        days[day] = (after, happened) switch
        {
            (true, HistoryEvent.Imported) => count with { Imported = count.Imported + 1 },
            (true, _) => count with { Consented = count.Consented + 1 },
            _ => count with { Left = count.Left + 1 },
        };
    }

    /// <param name="suppressed">By why.</param>
    /// <param name="before">Of an earlier time, whose days that were over by then stay as they were counted: who is erased since, and their history with them, was
    /// there all the same.</param>
    public AudienceCount Result(Instant now, IReadOnlyDictionary<string, int> suppressed, AudienceCount? before)
    {
        var today = now.InZone(zone).Date;
        var over = before is null ? [] : before.Days.Where(day => day.Day < before.At.InZone(zone).Date).ToList();
        var from = before?.At.InZone(zone).Date;
        var counted = new List<DayCount>();
        var rest = confirmed;
        days.TryAdd(today, default);
        // Backwards from what is there now, which is sure.
        foreach (var (day, count) in days.Reverse().Where(each => each.Key <= today && (from is null || each.Key >= from)))
        {
            counted.Add(new DayCount(day, count.Consented, count.Imported, count.Left, Math.Max(0, rest)));
            rest += count.Left - count.Consented - count.Imported;
        }

        counted.Reverse();
        return new AudienceCount(now, confirmed, unconfirmed, unsubscribed, paused, suppressed, kinds, districts, roles, languages, rhythms, [.. over, .. counted]);
    }

    private static Dictionary<string, int> Zeroes(IEnumerable<string> keys) => keys.ToDictionary(key => key, _ => 0, StringComparer.Ordinal);

    private static void One(Dictionary<string, int> counts, string key) => counts[key] = counts.GetValueOrDefault(key) + 1;
}
