using NodaTime;
using Publisher.Content;

namespace Publisher.Editions;

/// <summary>Makes a day's edition of reminders, once. Its id is the day, so a doubled or late tick makes the same one.</summary>
public sealed class PrepareReminders(EditionList editions, Items items, DigestWatermarks watermarks, PrepareEdition prepare, ReminderRules rules, DateTimeZone zone, TimeProvider clock)
{
    /// <returns>What happened, in a sentence; empty where nothing did.</returns>
    public async Task<IReadOnlyList<string>> RunDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var local = now.InZone(zone);
        var id = Reminders.IdOf(local.Date);
        if (rules.Hour is not { } hour || local.TimeOfDay < hour) return [];
        // One look a day: what comes to be due later on is found the next day.
        if ((await watermarks.ReadAsync(Edition.Reminder, cancellationToken))?.Since.InZone(zone).Date == local.Date) return [];
        var said = await editions.FindAsync(id, cancellationToken) is null ? await MakeAsync(id, now, cancellationToken) : "";
        await watermarks.WriteAsync(Edition.Reminder, new DigestProgress(0, now), cancellationToken);
        return said.Length > 0 ? [said] : [];
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
