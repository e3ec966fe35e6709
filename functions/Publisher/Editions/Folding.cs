using NodaTime;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>Which of a day's digests tell of a near day themselves: who gets it by one of them is not reminded of it by a mail of its own.</summary>
public sealed class Folding(EditionList editions, DigestWatermarks watermarks, Candidates candidates, IReadOnlyList<Digest> digests, DateTimeZone zone, TimeProvider clock)
{
    /// <param name="reminder">An edition of reminders.</param>
    /// <returns>What the digests of its day have brought under a heading that says how near it is, or will bring later that day.</returns>
    public async Task<IReadOnlyList<Telling>> OfAsync(Edition reminder, CancellationToken cancellationToken)
    {
        var (now, items) = (clock.Now(), reminder.Items.Select(item => item.Ref).ToHashSet());
        var today = now.InZone(zone).Date;
        var told = new List<Telling>();
        await foreach (var edition in editions.AllAsync(cancellationToken))
        {
            // One that waits for staff may never leave: better told twice of a deadline than not at all.
            var leaves = edition.State is EditionState.Sending or EditionState.Sent || edition is { State: EditionState.Scheduled, Held: false };
            if (!leaves || edition.Rhythm is not { } rhythm || edition.ReleasedOrMade.InZone(zone).Date != today) continue;
            told.AddRange(edition.Items.Where(item => items.Contains(item.Ref) && SaysWhen(item.Section)).Select(item => new Telling(item.Ref, rhythm, edition.ReleasedOrMade)));
        }

        foreach (var digest in digests)
        {
            if (!digest.IsOn || await watermarks.ReadAsync(digest.Id, cancellationToken) is not { } progress) continue;
            var next = digest.Cadence.NextAfter(digest.Cadence.Form == CadenceForm.AtOnce ? now : progress.Since, zone);
            if (next <= now || next.InZone(zone).Date != today) continue;
            if (await editions.FindAsync(digest.IdOf(progress.Number + 1), cancellationToken) is not null) continue;
            var decisions = await candidates.DecideAsync(digest.Rhythm, digest.IdOf(progress.Number + 1), now, cancellationToken);
            told.AddRange(decisions.Where(decision => decision.Section is { } section && items.Contains(decision.Stored.Ref) && SaysWhen(section))
                .Select(decision => new Telling(decision.Stored.Ref, digest.Rhythm, now)));
        }

        return [.. told.DistinctBy(telling => (telling.Item, telling.Rhythm))];
    }

    private static bool SaysWhen(Section section) => section.IsDeadline() || section is Section.EventsSoon or Section.Events;
}
