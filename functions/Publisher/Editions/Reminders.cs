using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>When readers are reminded.</summary>
/// <param name="Hour">Of the organisation's day, from which the day's reminders are made; null for never.</param>
public sealed record ReminderRules(LocalTime? Hour);

/// <summary>Of which days near readers are reminded on a day. Pure.</summary>
/// <remarks>
/// Each step of a deadline comes once. A day that was missed is not made up, but for the nearest step, while it is of use. A step that was past when the item was
/// published is none: what brings the item says when it ends. Where the deadline is moved, its steps are counted anew from where it is now.
/// </remarks>
public static class Reminders
{
    /// <summary>Days before a call's deadline.</summary>
    private static readonly int[] CallDays = [1, 3, 7, 14];

    /// <summary>Days before an event.</summary>
    private static readonly int[] EventDays = [1];

    /// <summary>A day has one edition of reminders, and its name says which day.</summary>
    public static string IdOf(LocalDate day) => $"{Edition.Reminder}-{LocalDatePattern.Iso.Format(day)}";

    /// <param name="past">Editions of reminders there were; one that staff cancelled counts, for they did not want it.</param>
    /// <returns>In the order shown.</returns>
    public static IReadOnlyList<EditionItem> Due(IEnumerable<StoredItem> items, IEnumerable<Edition> past, Instant now, DateTimeZone zone)
    {
        var today = now.InZone(zone).Date;
        var reminded = past.Where(edition => edition.State != EditionState.Skipped && DayOf(edition) is not null)
            .SelectMany(edition => edition.Items.Select(item => (item.Ref, Day: DayOf(edition)!.Value))).ToLookup(each => each.Ref, each => each.Day);
        return
        [
            .. from stored in items
               where stored.Item.Status == ItemStatus.Published
               let day = DayOf(stored.Item)
               where day is not null && EndOf(stored.Item, zone) > now
               let step = StepOn(today, day.Value, stored.Item)
               where step is not null && stored.Published?.InZone(zone).Date <= day.Value.PlusDays(-step.Value)
               where !reminded[stored.Ref].Any(earlier => StepOn(earlier, day.Value, stored.Item) <= step)
               let section = stored.Item is Call ? Section.Closing : Section.EventsSoon
               orderby section, EndOf(stored.Item, zone), stored.Ref.ToString()
               select new EditionItem(stored.Ref, stored.Version, section),
        ];
    }

    private static LocalDate? DayOf(Edition edition) =>
        edition.Id.StartsWith($"{Edition.Reminder}-", StringComparison.Ordinal) && LocalDatePattern.Iso.Parse(edition.Id[(Edition.Reminder.Length + 1)..]).TryGetValue(default, out var day) ? day : null;

    private static LocalDate? DayOf(Item item) => item switch
    {
        Call { Results: null, Closes: { } closes } => closes.LastDay,
        Event @event => @event.Starts.Date,
        _ => null,
    };

    /// <summary>From then on nobody is reminded. Who comes late to an event that lasts need not be told that it is near.</summary>
    private static Instant EndOf(Item item, DateTimeZone zone) => item switch
    {
        Call { Closes: { } closes } => closes.Ends(zone),
        Event @event => @event.Starts.Ends(zone),
        _ => Instant.MinValue,
    };

    /// <summary>The nearest step that has come by a day, in days before the end; null before the first, and after the end.</summary>
    private static int? StepOn(LocalDate today, LocalDate day, Item item)
    {
        var left = Period.DaysBetween(today, day);
        if (left < 0) return null;
        foreach (var step in item is Call ? CallDays : EventDays)
            if (left <= step) return step;
        return null;
    }
}
