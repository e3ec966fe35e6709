using NodaTime;
using Publisher.Editions;
using Publisher.Storage;

namespace Publisher.Delivery;

/// <summary>
/// Carries out a plan: adds its batches, and queues those whose time has come. Whoever comes later, or again after a crash, adds only what is missing;
/// a batch without a word for long is queued again, and counted.
/// </summary>
public sealed class QueueBatches(Batches batches, RelayPaces paces, WorkQueues queues, DeliveryRules rules, TimeProvider clock)
{
    /// <summary>How far ahead batches are queued: the timer comes every 5 minutes, so none is late. What is not queued yet can still be moved.</summary>
    private static readonly Duration Ahead = Duration.FromMinutes(10);

    /// <summary>A batch that is stuck is tried again by itself after so long: what was wrong may have been mended.</summary>
    private static readonly Duration StuckFor = Duration.FromHours(6);

    /// <summary>Messages sent to a queue at once.</summary>
    private const int AtOnce = 16;

    /// <param name="all">Whatever they are waiting for: after a pause there are none in any queue.</param>
    /// <returns>How many batches were queued, and how many of them had been queued before and were lost.</returns>
    public async Task<(int Queued, int Lost)> RunAsync(Edition edition, bool all, CancellationToken cancellationToken)
    {
        var plan = BatchPlan.Read(edition.Plan);
        var present = await batches.OfAsync(edition.Id, cancellationToken);
        if (present.Count < plan.Count)
        {
            var known = present.Select(batch => batch.Number).ToHashSet();
            var missing = Enumerable.Range(1, plan.Count).Where(number => !known.Contains(number))
                .Select(number => new Batch(edition.Id, number, plan[number - 1].Range, BatchState.Planned, 0, clock.Now(), default));
            await batches.AddAsync(missing, cancellationToken);
            present = await batches.OfAsync(edition.Id, cancellationToken);
        }

        var now = clock.Now();
        var shift = (await paces.CurrentAsync(cancellationToken)).Shift;
        var due = present.Select(batch => (Batch: batch, At: DueOf(edition, plan[batch.Number - 1], batch, shift))).Where(each => IsToQueue(each.Batch, each.At, all, now)).ToList();
        if (due.Count > 0)
        {
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (each, stop) =>
                await queues.SendAsync(new SendBatchWork(edition.Id, each.Batch.Number), stop, Delay(each.At, now)));
            await batches.NoteQueuedAsync(due.Select(each => Queued(each.Batch, each.At, isLost: each.Batch.State != BatchState.Planned && !all, now)), cancellationToken);
        }

        if (present.Count == plan.Count && present.All(batch => batch.State == BatchState.Done))
            await queues.SendAsync(new CloseEditionWork(edition.Id), cancellationToken);
        return (due.Count, due.Count(each => each.Batch.State != BatchState.Planned && !all));
    }

    /// <summary>When a batch is to begin by its timetable: that moves on while the edition is paused, and while the relay rests.</summary>
    public static Instant DueOf(Edition edition, PlannedBatch planned, Batch batch, Duration shift)
    {
        if (edition.Origin is not { } origin || batch.Attempt > 0) return Instant.MinValue;
        // What is to go at once does not wait for a clock that is behind; what was paused may have others before it.
        if (planned.First == Duration.Zero && origin <= edition.Started) return Instant.MinValue;
        return origin + shift + planned.First;
    }

    /// <summary>The wait until an instant; null for none.</summary>
    public static TimeSpan? Delay(Instant at, Instant now) => at > now ? (at - now).ToTimeSpan() : null;

    private bool IsToQueue(Batch batch, Instant due, bool all, Instant now) => batch.State switch
    {
        BatchState.Done => false,
        BatchState.Planned => due - now < Ahead,
        BatchState.Stuck => all || now - batch.Since >= StuckFor,
        _ => all ? due - now < Ahead : now - batch.Since >= rules.Lost,
    };

    private static Batch Queued(Batch batch, Instant due, bool isLost, Instant now) => batch with
    {
        State = BatchState.Queued,
        Since = Instant.Max(due, now),
        Requeued = batch.Requeued + (isLost ? 1 : 0),
    };
}
