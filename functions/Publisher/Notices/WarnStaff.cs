using NodaTime;
using NodaTime.Text;
using Publisher.Alerts;
using Publisher.Mail.Mime;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Notices;

/// <summary>
/// Mails staff what waits for them, a mail a day of each cause at most. Each part of the product is asked, nothing is handed in: a warning cannot
/// get lost on its way, and one whose cause is over is not sent.
/// </summary>
public sealed class WarnStaff(IEnumerable<AlertSource> sources, AlertReaders readers, NoticeTable notices, WorkQueues queues, TimeProvider clock)
{
    /// <summary>A day, less the time by which a tick or a queue may be early: a mail before midnight and one after it are no day apart.</summary>
    private static readonly Duration Apart = Duration.FromHours(20);

    /// <returns>A sentence for each cause.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var (now, said) = (clock.Now(), new List<string>());
        foreach (var alert in await FindAllAsync(now, cancellationToken))
        {
            var told = 0;
            foreach (var reader in readers.Mailboxes)
            {
                var key = AlertReaders.KeyOf(alert, reader);
                if (await WasToldAsync(key, now, cancellationToken)) continue;
                await queues.SendAsync(new SendNoticeWork(key.ToString(), nameof(NoticeKind.Alert), LocalDatePattern.Iso.Format(now.InUtc().Date)), cancellationToken);
                told++;
            }

            said.Add($"{alert.Cause}: {string.Join("; ", alert.Details)} ({told} of {readers.Mailboxes.Count} to be mailed)");
        }

        return said.Count > 0 ? said : ["Nothing waits for staff"];
    }

    /// <summary>What a notice is about, and who gets it; null where its cause is over, or its reader is one no more.</summary>
    internal async Task<(Alert Alert, Mailbox Reader)?> FindAsync(SubscriberKey key, CancellationToken cancellationToken)
    {
        foreach (var alert in await FindAllAsync(clock.Now(), cancellationToken))
            foreach (var reader in readers.Mailboxes)
                if (AlertReaders.KeyOf(alert, reader) == key) return (alert, reader);
        return null;
    }

    private async Task<IReadOnlyList<Alert>> FindAllAsync(Instant now, CancellationToken cancellationToken)
    {
        var found = new List<Alert>();
        foreach (var source in sources) found.AddRange(await source.FindAsync(now, cancellationToken));
        return found;
    }

    private async Task<bool> WasToldAsync(SubscriberKey key, Instant now, CancellationToken cancellationToken)
    {
        var today = now.InUtc().Date;
        return await notices.FindAsync(today, NoticeKind.Alert, key, cancellationToken) is not null
            || (await notices.FindAsync(today.PlusDays(-1), NoticeKind.Alert, key, cancellationToken) is { } before && now - before.Since < Apart);
    }
}
