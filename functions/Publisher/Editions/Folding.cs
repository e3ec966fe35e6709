using NodaTime;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Which of a day's digests tell of a near day themselves: who gets it by one of them is not reminded of it by a mail of its own.</summary>
public sealed class Folding(EditionList editions, DateTimeZone zone, TimeProvider clock)
{
    /// <param name="reminder">An edition of reminders.</param>
    /// <returns>What the digests of its day have brought, or are about to bring, under a heading that says how near it is.</returns>
    public async Task<IReadOnlyList<Telling>> OfAsync(Edition reminder, CancellationToken cancellationToken)
    {
        var items = reminder.Items.Select(item => item.Ref).ToHashSet();
        var today = clock.Now().InZone(zone).Date;
        var told = new List<Telling>();
        await foreach (var edition in editions.AllAsync(cancellationToken))
        {
            // One that waits for staff may never leave: better told twice of a deadline than not at all.
            var leaves = edition.State is EditionState.Sending or EditionState.Sent || edition is { State: EditionState.Scheduled, Held: false };
            if (!leaves || edition.Rhythm is not { } rhythm || edition.ReleasedOrMade.InZone(zone).Date != today) continue;
            told.AddRange(edition.Items.Where(item => items.Contains(item.Ref) && SaysWhen(item.Section)).Select(item => new Telling(item.Ref, rhythm, edition.ReleasedOrMade)));
        }

        return [.. told.DistinctBy(telling => (telling.Item, telling.Rhythm))];
    }

    private static bool SaysWhen(Section section) => section.IsDeadline() || section is Section.EventsSoon or Section.Events;
}
