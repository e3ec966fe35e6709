using NodaTime;
using Publisher.Content;
using Publisher.Editions;

namespace Publisher.Delivery;

/// <summary>What is to be expected of an edition on its way.</summary>
/// <param name="Eta">When its last message will have left, as far as anyone knows; null where nobody does, and when it is over.</param>
/// <param name="Warnings">What staff should know or do, in sentences.</param>
public sealed record EditionOutlook(Instant? Eta, IReadOnlyList<string> Warnings)
{
    /// <summary>How the relay fares, where it does not fare well.</summary>
    public RelayPace? Trouble { get; init; }

    /// <summary>What ends before its last message leaves.</summary>
    public IReadOnlyList<EndingItem> Ending { get; init; } = [];
}

/// <summary>An item that ends before an edition's last message leaves.</summary>
/// <param name="Served">By then all who chose it have theirs; null where some will not get it in time.</param>
public sealed record EndingItem(ItemRef Item, Instant? Served);

/// <summary>Looks ahead: from the plan, the relay's pace, and the rate so far.</summary>
public sealed class LookAhead(PlanEdition planner, EditionBlobs blobs, RelayPaces paces, DeliveryRules rules, TimeProvider clock)
{
    /// <summary>Readers before a rate says anything.</summary>
    private const int FewForRate = 50;

    /// <param name="length">How long sending one that waits would take, for who does not wait for a count of its readers; null is counted here.</param>
    public async Task<EditionOutlook> RunAsync(EditionStatus status, CancellationToken cancellationToken, Func<Edition, Task<Duration?>>? length = null)
    {
        var edition = status.Edition;
        var warnings = new List<string>();
        foreach (var batch in status.Stuck)
            warnings.Add($"batch {batch.Number} failed {batch.Failures} times and its message lies in the queue send-batch-poison ({batch.Trouble}); when that is mended: publisher edition retry {edition.Id}");
        if (status.Requeued > 0) warnings.Add($"{status.Requeued} {(status.Requeued == 1 ? "batch was" : "batches were")} lost and queued again");
        if (status.Tally.Failed > 0) warnings.Add($"{status.Tally.Failed} got nothing though it was tried for {rules.RetryFor.TotalHours:0.#} h; who and why: publisher edition missed {edition.Id}");
        if (edition.State is not (EditionState.Scheduled or EditionState.Sending or EditionState.Paused)) return new EditionOutlook(null, warnings);

        var pace = await paces.CurrentAsync(cancellationToken);
        if (pace.State != RelayState.Well) warnings.Add($"the relay is {(pace.State == RelayState.Slow ? "slow" : "away")}: {pace.Reason}; it is left alone until {pace.Until:uuuu-MM-dd HH:mm:ss} UTC");
        var eta = await EtaAsync(status, pace, length, cancellationToken);
        var ending = new List<EndingItem>();
        if (eta is { } last && edition.Content.Length > 0)
        {
            var urgentEnd = UrgentEnd(edition, pace);
            foreach (var item in planner.Ending(await blobs.LoadItemsAsync(edition, cancellationToken), edition.Started ?? clock.Now(), last))
            {
                var served = urgentEnd is { } end && !planner.EndsBefore(item, end) ? urgentEnd : null;
                ending.Add(new EndingItem(item.Ref, served));
                warnings.Add(served is not null
                    ? $"{item.Ref} ends before the last message leaves; who chose it is served first, until {served:uuuu-MM-dd HH:mm} UTC"
                    : $"{item.Ref} ends before the last message leaves, at about {last:uuuu-MM-dd HH:mm} UTC: some will not get it in time");
            }
        }

        return new EditionOutlook(edition.State == EditionState.Paused ? null : eta, warnings) { Trouble = pace.State == RelayState.Well ? null : pace, Ending = ending };
    }

    private async Task<Instant?> EtaAsync(EditionStatus status, RelayPace pace, Func<Edition, Task<Duration?>>? length, CancellationToken cancellationToken)
    {
        var edition = status.Edition;
        var now = clock.Now();
        if (edition.State == EditionState.Scheduled)
        {
            if (!rules.Quota.IsLimited) return null;
            var takes = length is null ? (await planner.MakeAsync(edition, cancellationToken)).Length : await length(edition);
            return takes > Duration.Zero ? Instant.Max(now, edition.Due ?? now) + takes : null;
        }

        var planned = EditionPlan.Read(edition.Plan, rules.Quota).Length is var whole && whole > Duration.Zero && edition.Origin is { } origin ? origin + pace.Shift + whole : (Instant?)null;
        if (planned is not null) return Instant.Max(planned.Value, now);
        if (status.Tally.Recipients < FewForRate || status.Rate(now) is not (> 0 and var rate)) return null;
        return now + Duration.FromSeconds(status.Remaining / rate);
    }

    /// <summary>When the last urgent one is served; null where the plan names none.</summary>
    private Instant? UrgentEnd(Edition edition, RelayPace pace)
    {
        var urgent = BatchPlan.Read(edition.Plan).Where(batch => batch.UrgentAt is not null).ToList();
        return urgent.Count > 0 && edition.Origin is { } origin
            ? origin + pace.Shift + urgent.Max(batch => batch.UrgentAt!.Value) + new Timetable(rules.Quota).Length(urgent.Max(batch => batch.Recipients))
            : null;
    }
}
