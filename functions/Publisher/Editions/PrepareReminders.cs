using NodaTime;
using Publisher.Content;

namespace Publisher.Editions;

/// <summary>Makes a day's edition of reminders, once. Its id is the day, so a doubled or late tick makes the same one.</summary>
public sealed class PrepareReminders(
    EditionList editions, Items items, DigestWatermarks watermarks, PrepareEdition prepare, IReadOnlyList<Digest> digests, ReminderRules rules, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>A digest that is due later in the day is not waited for: a reminder in the night is no use.</summary>
    private static readonly LocalTime LatestWait = new(20, 0);

    /// <returns>What happened, in a sentence; empty where nothing did.</returns>
    public async Task<IReadOnlyList<string>> RunDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var local = now.InZone(zone);
        var id = Reminders.IdOf(local.Date);
        if (rules.Hour is not { } hour || local.TimeOfDay < hour) return [];
        // One look a day: what comes to be due later on is found the next day.
        if ((await watermarks.ReadAsync(Edition.Reminder, cancellationToken))?.Since.InZone(zone).Date == local.Date) return [];
        // Only then one knows whether it leaves, and tells of the day itself.
        if (await IsDigestDueLaterAsync(now, local.Date, cancellationToken)) return [];
        var said = await editions.FindAsync(id, cancellationToken) is null ? await MakeAsync(id, now, cancellationToken) : "";
        await watermarks.WriteAsync(Edition.Reminder, new DigestProgress(0, now), cancellationToken);
        return said.Length > 0 ? [said] : [];
    }

    private async Task<bool> IsDigestDueLaterAsync(Instant now, LocalDate today, CancellationToken cancellationToken)
    {
        foreach (var digest in digests)
        {
            if (!digest.IsOn || await watermarks.ReadAsync(digest.Id, cancellationToken) is not { } progress) continue;
            var next = digest.Cadence.NextAfter(digest.Cadence.Form == CadenceForm.AtOnce ? now : progress.Since, zone);
            if (next <= now || next.InZone(zone).LocalDateTime is var due && (due.Date != today || due.TimeOfDay > LatestWait)) continue;
            // One that staff have made already is there to be looked at.
            if (await editions.FindAsync(digest.IdOf(progress.Number + 1), cancellationToken) is null) return true;
        }

        return false;
    }

    private async Task<string> MakeAsync(string id, Instant now, CancellationToken cancellationToken)
    {
        var all = new List<StoredItem>();
        await foreach (var stored in items.AllAsync(cancellationToken)) all.Add(stored);
        var past = new List<Edition>();
        await foreach (var edition in editions.AllAsync(cancellationToken))
            if (edition.IsReminder) past.Add(edition);
        var due = Reminders.Due(all, past, now, zone);
        if (due.Count == 0) return "";
        var made = await editions.AddAsync(
            new Edition(id, Edition.Reminder, 0, EditionState.Draft, now, [.. due.Take(SelectItems.MaxItems)]),
            cancellationToken);
        return PrepareEdition.Describe(made.State == EditionState.Draft ? await prepare.FinishAsync(made, cancellationToken) : made);
    }
}
