using Azure;
using NodaTime;
using Publisher.Editions;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>
/// Sends what is ready: fixes the plan of its batches in one conditional write, then adds and queues them. Whoever wins that write
/// decides the ranges; whoever comes later, or again after a crash, only adds what the plan lacks.
/// </summary>
public sealed class DispatchEditions(
    PrepareEdition prepare, EditionList editions, Batches batches, SubscriberList subscribers, WorkQueues queues, TimeProvider clock)
{
    /// <summary>A queued batch without a word for so long is lost: longer than a killed instance hides its message (10 min) and a pass takes (5 min).</summary>
    public static readonly Duration Lost = Duration.FromMinutes(20);

    /// <summary>For the timer: makes what is due, sends what is ready, and finds what got lost on the way.</summary>
    /// <returns>A sentence for each edition that something happened to.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var said = new List<string>();
        var faults = new List<Exception>();
        async Task TryAsync(Func<Task> step)
        {
            try
            {
                await step();
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // One edition that cannot go on must not keep the others; the run still fails, so that somebody sees it.
                faults.Add(fault);
            }
        }

        await TryAsync(async () => said.AddRange(await prepare.RunDueAsync(cancellationToken)));
        await foreach (var edition in editions.InAsync(EditionState.Scheduled, cancellationToken))
        {
            if (edition.Held) continue;
            await TryAsync(async () =>
            {
                await SendAsync(edition, cancellationToken);
                said.Add($"Edition {edition.Id} is being sent");
            });
        }

        await foreach (var edition in editions.InAsync(EditionState.Sending, cancellationToken))
        {
            await TryAsync(async () =>
            {
                var queued = await QueueMissingAsync(edition, cancellationToken);
                if (queued > 0) said.Add($"Edition {edition.Id}: {queued} {(queued == 1 ? "batch" : "batches")} without a word for long queued again");
            });
        }

        return faults.Count == 0 ? said : throw new AggregateException("Not every edition could be dealt with.", faults);
    }

    /// <summary>Starts sending a scheduled edition; for one that is being sent already it changes nothing.</summary>
    /// <exception cref="RefusedException">The edition is in no state to be sent.</exception>
    public async Task<Edition> SendAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.State is EditionState.Sending or EditionState.Sent) return edition;
        if (edition.State != EditionState.Scheduled)
            throw new RefusedException("The edition was not sent.", [new Fault("edition", $"{edition.Id} is {edition.State.ToString().ToLowerInvariant()}")]);
        edition = await prepare.ReleaseAsync(edition, cancellationToken);
        var plan = BatchPlan.Write(BatchPlan.Split(await subscribers.CountConfirmedAsync(cancellationToken)));
        try
        {
            edition = await editions.SaveAsync(edition.To(EditionState.Sending) with { Plan = plan }, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            // Another instance planned it; its plan counts.
            edition = (await editions.FindAsync(edition.Id, cancellationToken))!;
        }

        if (edition.State == EditionState.Sending) await QueueMissingAsync(edition, cancellationToken);
        return edition;
    }

    /// <returns>How many batches were queued.</returns>
    private async Task<int> QueueMissingAsync(Edition edition, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var present = (await batches.OfAsync(edition.Id, cancellationToken)).ToDictionary(batch => batch.Number);
        var ranges = BatchPlan.Read(edition.Plan);
        var queued = 0;
        for (var number = 1; number <= ranges.Count; number++)
        {
            if (!present.TryGetValue(number, out var batch))
                await batches.AddAsync(new Batch(edition.Id, number, ranges[number - 1], BatchState.Planned, 0, now, default), cancellationToken);
            else if (batch.State == BatchState.Done || (batch.State == BatchState.Queued && now - batch.Since < Lost))
                continue;
            await queues.SendAsync(new SendBatchWork(edition.Id, number), cancellationToken);
            await MarkQueuedAsync(edition.Id, number, now, cancellationToken);
            queued++;
        }

        if (present.Count == ranges.Count && present.Values.All(batch => batch.State == BatchState.Done))
            await queues.SendAsync(new CloseEditionWork(edition.Id), cancellationToken);
        return queued;
    }

    private async Task MarkQueuedAsync(string edition, int number, Instant now, CancellationToken cancellationToken)
    {
        try
        {
            if (await batches.FindAsync(edition, number, cancellationToken) is { State: not BatchState.Done } batch)
                await batches.SaveAsync(batch with { State = BatchState.Queued, Since = now }, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            // The batch is already being sent; what its sender writes is newer.
        }
    }
}
