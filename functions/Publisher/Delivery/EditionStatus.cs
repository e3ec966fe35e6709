using NodaTime;
using Publisher.Editions;

namespace Publisher.Delivery;

/// <summary>Where an edition stands, summed over its batches.</summary>
/// <param name="Planned">Recipients: counted where a batch was gone through, as planned elsewhere.</param>
/// <param name="Trouble">What the relay said of a message that it did not take; empty where it took all.</param>
/// <param name="IsTried">True when each batch of the plan has been gone through at least once.</param>
/// <param name="Stuck">Batches that failed again and again; their messages lie in the poison queue.</param>
/// <param name="Requeued">How often a batch was found lost, and queued again.</param>
/// <param name="Waiting">How many wait for their time: for a retry, or for their place in the timetable.</param>
public sealed record EditionStatus(
    Edition Edition, int Batches, int BatchesDone, int Planned, Tally Tally, string Trouble, bool IsTried, IReadOnlyList<Batch> Stuck, int Requeued, int Waiting)
{
    /// <summary>Passes of one batch that may break off before it is stuck: as often as the host tries a message before it puts it aside (host.json, maxDequeueCount).</summary>
    public const int MostFailures = 5;

    /// <summary>True when every batch of the plan is done.</summary>
    public bool IsDone => Batches > 0 && BatchesDone == Batches;

    /// <summary>Who has not been seen yet, or may still get it.</summary>
    public int Remaining => Edition.State is EditionState.Sending or EditionState.Paused ? Math.Max(0, Planned - Tally.Seen) + Tally.Open : 0;

    /// <summary>Messages a second since its sending began, to its end where it has one; 0 before the first.</summary>
    public double Rate(Instant now)
    {
        if (Edition.Started is not { } started) return 0;
        var time = (Edition.Closed ?? Edition.Paused ?? now) - started;
        return time > Duration.Zero ? (Tally.Recipients - Tally.Open) / time.TotalSeconds : 0;
    }

    public static async Task<EditionStatus> ReadAsync(Edition edition, Batches batches, CancellationToken cancellationToken) =>
        Of(edition, await batches.OfAsync(edition.Id, cancellationToken));

    public static EditionStatus Of(Edition edition, IReadOnlyList<Batch> rows)
    {
        // The plan counts, not the rows: while it is being carried out there are fewer.
        var plan = BatchPlan.Read(edition.Plan);
        var tried = rows.ToDictionary(batch => batch.Number, batch => batch);
        var planned = plan.Select((batch, at) => tried.TryGetValue(at + 1, out var row) && row.Attempt > 0 ? row.Tally.Seen : Math.Max(batch.Recipients, row?.Tally.Seen ?? 0)).Sum();
        return new EditionStatus(
            edition,
            plan.Count,
            rows.Count(batch => batch.State == BatchState.Done),
            planned,
            rows.Aggregate(default(Tally), (sum, batch) => sum + batch.Tally),
            rows.FirstOrDefault(batch => batch.Trouble.Length > 0)?.Trouble ?? "",
            plan.Count > 0 && rows.Count(batch => batch.Attempt > 0) == plan.Count,
            [.. rows.Where(batch => batch.State == BatchState.Stuck)],
            rows.Sum(batch => batch.Requeued),
            rows.Count(batch => batch is { State: BatchState.Queued, Attempt: > 0 } or { State: BatchState.Planned }));
    }
}
