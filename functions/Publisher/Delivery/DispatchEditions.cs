using Azure;
using NodaTime;
using Publisher.Approvals;
using Publisher.Editions;
using Publisher.Storage;

namespace Publisher.Delivery;

/// <summary>
/// Sends what is ready: fixes the plan of its batches in one conditional write, then adds and queues them. Whoever wins that write
/// decides the ranges; whoever comes later, or again after a crash, only adds what the plan lacks.
/// </summary>
public sealed class DispatchEditions(
    PrepareEdition prepare,
    PrepareReminders reminders,
    Candidates candidates,
    EditionList editions,
    PlanEdition planner,
    QueueBatches queue,
    RelayPaces paces,
    RelayBookings bookings,
    WorkQueues queues,
    ApproveEdition approve,
    DeliveryRules rules,
    TimeProvider clock)
{
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
        // After the digests: what they tell of today needs no mail of its own.
        await TryAsync(async () => said.AddRange(await reminders.RunDueAsync(cancellationToken)));
        await foreach (var edition in editions.InAsync(EditionState.Scheduled, cancellationToken))
        {
            if (!edition.IsDue(clock.Now())) continue;
            await TryAsync(async () =>
            {
                var ready = await prepare.RefreshAsync(edition, cancellationToken);
                said.Add(ready.State is EditionState.Scheduled or EditionState.Sending ? Describe(await SendAsync(ready, cancellationToken)) : PrepareEdition.Describe(ready));
            });
        }

        await foreach (var edition in editions.InAsync(EditionState.Sending, cancellationToken))
        {
            await TryAsync(async () =>
            {
                var (_, lost) = await queue.RunAsync(edition, all: false, cancellationToken);
                if (lost > 0) said.Add($"Edition {edition.Id}: {lost} {(lost == 1 ? "batch" : "batches")} without a word for long queued again");
            });
        }

        return faults.Count == 0 ? said : throw new AggregateException("Not every edition could be dealt with.", faults);
    }

    /// <summary>
    /// What staff mean by „send”: where two have to look and nobody has said yes to it yet, somebody else is asked; what has a time waits for it; the rest is
    /// sent. For what is on its way already it changes nothing.
    /// </summary>
    /// <param name="by">Who wants it.</param>
    /// <exception cref="RefusedException">The edition is in no state to be sent.</exception>
    public async Task<Dispatched> AskOrSendAsync(Edition edition, string by, CancellationToken cancellationToken)
    {
        if (edition.State != EditionState.Scheduled) return new Dispatched(await SendAsync(edition, cancellationToken), null);
        var asked = await approve.MissingAsync(edition, cancellationToken) is null ? null : await approve.AskAsync(edition, by, cancellationToken);
        if (edition.Due > clock.Now()) return new Dispatched(edition, asked);
        return asked is null && await planner.TakesLongAsync(cancellationToken)
            ? new Dispatched(await LetGoAsync(edition, cancellationToken), null)
            : new Dispatched(await SendAsync(edition, cancellationToken), asked);
    }

    /// <summary>For the queue: sends what staff have let go.</summary>
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(StartEditionWork work, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(work.Edition, cancellationToken) is not { } edition) return $"There is no edition {work.Edition}";
        return edition.IsDue(clock.Now()) ? Describe(await SendAsync(edition, cancellationToken)) : PrepareEdition.Describe(edition);
    }

    /// <summary>Leaves it to a queue to plan an edition, so that nobody waits for a page; were its message lost, the timer would send it.</summary>
    private async Task<Edition> LetGoAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.Held) edition = await editions.SaveAsync(edition with { Held = false }, cancellationToken);
        await queues.SendAsync(new StartEditionWork(edition.Id), cancellationToken);
        return edition;
    }

    /// <summary>Starts sending a scheduled edition; for one that is being sent already it changes nothing.</summary>
    /// <exception cref="RefusedException">The edition is in no state to be sent.</exception>
    public async Task<Edition> SendAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.State is EditionState.Sending or EditionState.Sent) return edition;
        if (edition.State != EditionState.Scheduled)
            throw new RefusedException("The edition was not sent.", [new Fault("edition", $"{edition.Id} is {edition.State.ToString().ToLowerInvariant()}").As($"edition{edition.State}")]);
        if (await approve.MissingAsync(edition, cancellationToken) is { } missing) return await WaitAsync(edition, missing, cancellationToken);
        // Whom that one still tells what was, nobody would set right afterwards.
        if (edition.IsCorrection && await candidates.StillTellingAsync(edition, cancellationToken) is { } other)
            return await WaitAsync(edition, $"it waits for the end of {other.Id}, which still brings what it sets right", cancellationToken);
        edition = await prepare.ReleaseAsync(edition, cancellationToken);
        var plan = await PlanAsync(edition, cancellationToken);
        var now = clock.Now();
        var shift = (await paces.CurrentAsync(cancellationToken)).Shift;
        try
        {
            edition = await editions.SaveAsync(
                edition.To(EditionState.Sending) with { Plan = BatchPlan.Write(plan.Batches), Started = now, Origin = now - shift }, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            // Another instance planned it; its plan counts.
            edition = (await editions.FindAsync(edition.Id, cancellationToken))!;
            if (edition.State == EditionState.Cancelled) await bookings.EndAsync(edition.Id, now, 0, cancellationToken);
        }

        if (edition.State == EditionState.Sending) await queue.RunAsync(edition, all: false, cancellationToken);
        return edition;
    }

    private async Task<Edition> WaitAsync(Edition edition, string note, CancellationToken cancellationToken) =>
        edition.Note == note ? edition : await editions.SaveAsync(edition with { Note = note }, cancellationToken);

    /// <summary>Plans an edition and books its part of the quota, before it is sent: who is planned at the same time is planned behind it, or it behind them.</summary>
    private async Task<EditionPlan> PlanAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (!rules.Quota.IsLimited) return await planner.MakeAsync(edition, cancellationToken);
        while (true)
        {
            var booked = await bookings.ReadAsync(cancellationToken);
            var plan = await planner.MakeAsync(edition, null, booked, cancellationToken);
            if (await bookings.TryBookAsync(booked, new RelayBooking(edition.Id, clock.Now() + plan.Length, plan.Recipients), cancellationToken)) return plan;
        }
    }

    private string Describe(Edition sent) => sent.State == EditionState.Scheduled ? $"Edition {sent.Id}: {sent.Note}" : $"Edition {sent.Id} is being sent{Forecast(sent)}";

    /// <summary>What the timetable says, where the relay has a quota; else nobody knows before it is over.</summary>
    private string Forecast(Edition edition)
    {
        var plan = EditionPlan.Read(edition.Plan, rules.Quota);
        return plan.Length == Duration.Zero || edition.Started is not { } started
            ? ""
            : $": {plan.Recipients} recipients in {plan.Batches.Count} {(plan.Batches.Count == 1 ? "batch" : "batches")}, the last message at about {started + plan.Length:uuuu-MM-dd HH:mm} UTC";
    }
}

/// <summary>What came of <see cref="DispatchEditions.AskOrSendAsync"/>.</summary>
/// <param name="Asked">Null where nobody had to be asked.</param>
public sealed record Dispatched(Edition Edition, AskedApproval? Asked);
