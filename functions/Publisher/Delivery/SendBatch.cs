using Azure;
using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Mail.Transport;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>
/// Sends one batch: streams its range, leaves out who is suppressed, settled in the ledger or without a chosen item, and delivers
/// the rest in windows. It may be called any number of times, by any number of instances at once: the ledger's lease lets one send,
/// and the ledger tells that one what is left.
/// </summary>
public sealed class SendBatch(
    Items items,
    EditionList editions,
    EditionBlobs blobs,
    Batches batches,
    SubscriberList subscribers,
    Suppressions suppressions,
    Erasures erasures,
    Recipients recipients,
    ReadersTold readers,
    Sender sender,
    IMailTransports transports,
    RelayPaces paces,
    WorkQueues queues,
    DeliveryRules rules,
    RhythmOffer offer,
    DateTimeZone zone,
    TimeProvider clock)
{
    /// <summary>Over the time that a dead instance's lease lasts, so that one look is mostly enough.</summary>
    private static readonly Duration PastLease = Duration.FromSeconds(3);

    /// <summary>A message that comes so little before its batch's time is not sent back for it.</summary>
    private static readonly Duration Early = Duration.FromSeconds(5);

    /// <summary>How often the sums of a pass under way are noted for those who watch.</summary>
    private static readonly Duration NoteEvery = Duration.FromSeconds(10);

    /// <summary>Between two batches that waited for the same relay to come back.</summary>
    private static readonly Duration Stagger = Duration.FromSeconds(2);

    /// <summary>Batches that are held apart; more of them share a moment.</summary>
    private const int Staggered = 16;

    /// <summary>A queue hides a message for 7 days at the most (Put Message, Azure Storage REST reference); one that comes earlier is sent back.</summary>
    private static readonly Duration LongestHidden = Duration.FromDays(6);

    private CompiledEdition? compiled;

    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(SendBatchWork work, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(work.Edition, cancellationToken) is not { } edition || edition.State is not (EditionState.Sending or EditionState.Paused))
            return $"Batch {work.Batch} of {work.Edition}: the edition is not being sent";
        if (await batches.FindAsync(work.Edition, work.Batch, cancellationToken) is not { } batch)
            return $"Batch {work.Batch} of {work.Edition} does not exist";
        if (batch.State == BatchState.Done)
        {
            await CloseIfLastAsync(work.Edition, cancellationToken);
            return $"Batch {work.Batch} of {work.Edition} was sent already";
        }

        if (edition.State == EditionState.Paused)
        {
            await PlanAgainAsync(batch, cancellationToken);
            return $"Batch {work.Batch} of {work.Edition}: the edition is not being sent; it waits until somebody resumes it";
        }

        if (await TooEarlyAsync(edition, batch, cancellationToken) is { } why)
        {
            await SendLaterAsync(batch, why.Until, cancellationToken);
            return $"Batch {work.Batch} of {work.Edition} {why.Said}";
        }

        try
        {
            return await RunAsync(edition, batch, work, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The host counts, too, and puts the message aside in the end: staff are to see that where they look.
            await NoteFailureAsync(batch, fault);
            throw;
        }
    }

    private async Task<string> RunAsync(Edition edition, Batch batch, SendBatchWork work, CancellationToken cancellationToken)
    {
        string said;
        Duration? again;
        await using (var ledger = await LedgerBlob.OpenAsync(blobs.Ledger(work.Edition, batch.Name), LedgerBlob.LeaseIdFor($"{work.Edition}/{work.Batch}/{batch.Attempt}", clock), rules.Lease, clock, cancellationToken))
        {
            if (ledger is null)
            {
                // The other one may be dead, its lease not yet run out; then this message is the only one left.
                await queues.SendAsync(work, cancellationToken, (rules.Lease + PastLease).ToTimeSpan());
                return $"Batch {work.Batch} of {work.Edition} is being sent by another instance";
            }

            using var span = BatchSpan.Start(batch, clock);
            var pace = await paces.CurrentAsync(cancellationToken);
            var pass = new BatchPass(
                await CompiledAsync(edition, cancellationToken), batch, ledger, recipients, sender.From, pace.WindowSize(rules.WindowSize), UrgentBefore(edition, batch, pace));
            batch = await RunAsync(pass, batch, ledger, cancellationToken);
            (said, again) = await NoteAsync(edition, batch, pass, cancellationToken);
        }

        // Only now, without the lease: a message that arrives while we hold it would be taken for a double, and be lost.
        if (again is { } wait) await queues.SendAsync(work, cancellationToken, wait.ToTimeSpan());
        else await CloseIfLastAsync(work.Edition, cancellationToken);
        return said;
    }

    /// <returns>The batch as it was noted last.</returns>
    private async Task<Batch> RunAsync(BatchPass pass, Batch batch, LedgerBlob ledger, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ledger.Lost);
        var begun = clock.Now();
        var (stopAt, noteAt) = (begun + rules.PassTime, begun + NoteEvery);
        var never = await suppressions.OpenAsync(batch.Range, both.Token);
        // Their rows are gone, but for the moment in which they are being erased.
        var erased = await erasures.LoadAsync(both.Token);
        await using var transport = transports.Open(batch.Edition);
        try
        {
            await foreach (var subscriber in subscribers.ConfirmedAsync(batch.Range, both.Token))
            {
                if (await subscribers.HasMovedOnAsync(subscriber, both.Token)) continue;
                pass.Take(subscriber, never.Contains(subscriber.Key) || erased.Contains(subscriber.Key), clock.Now());
                if (!pass.IsWindowFull) continue;
                await DeliverAsync(pass, batch.Edition, transport, both.Token);
                if (pass.End != PassEnd.Whole) break;
                await never.RefreshAsync(both.Token);
                if (clock.Now() >= stopAt)
                {
                    pass.End = PassEnd.OutOfTime;
                    break;
                }

                if (clock.Now() < noteAt) continue;
                batch = await SaveAsync(batch, saved => saved with { Since = clock.Now(), Tally = pass.Tally(final: false) }, both.Token);
                noteAt = clock.Now() + NoteEvery;
            }

            if (pass.End == PassEnd.Whole) await DeliverAsync(pass, batch.Edition, transport, both.Token);
            await pass.WriteOutcomesAsync(both.Token);
            return batch;
        }
        catch
        {
            await pass.KeepOutcomesAsync();
            throw;
        }
    }

    /// <summary>Delivers a window, and tells the other instances what it shows of the relay.</summary>
    private async Task DeliverAsync(BatchPass pass, string edition, IMailTransport transport, CancellationToken cancellationToken)
    {
        var begun = clock.Now();
        var pace = await paces.CurrentAsync(cancellationToken);
        await pass.DeliverAsync(
            transport,
            async () => await editions.StateAsync(edition, cancellationToken) == EditionState.Sending,
            // One that was away has answered by the next window, or there is none.
            pace.State == RelayState.Away ? rules.WindowSize : pace.WindowSize(rules.WindowSize),
            cancellationToken);
        if (pass.Verdict is { State: not RelayState.Well and var state, Reason: var reason })
        {
            await paces.TroubleAsync(state == RelayState.Away, reason, begun, cancellationToken);
            if (pass.End == PassEnd.Whole) pass.End = PassEnd.RelayResting;
        }
        else if (pass.Verdict.IsProof && pace.State != RelayState.Well) await paces.EaseAsync(cancellationToken);
        else if (pass.End == PassEnd.Whole && await paces.CurrentAsync(cancellationToken) is var latest && latest.IsResting(clock.Now()) && latest.Until != pace.Until)
            pass.End = PassEnd.RelayResting;
    }

    /// <summary>Until when a batch has to wait: for its next try, its place in the timetable, a relay that rests, or the one who tries it; null for not at all.</summary>
    private async Task<(Instant Until, string Said)?> TooEarlyAsync(Edition edition, Batch batch, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var pace = await paces.CurrentAsync(cancellationToken);
        var planned = PlannedOf(edition, batch);
        // A message that was doubled, or one from before a pause: each of them would use up one of the tries that are to last a day.
        if (batch is { State: BatchState.Queued, Attempt: > 0 } && batch.Since > now + Early) return (batch.Since, $"waits until {batch.Since:uuuu-MM-dd HH:mm:ss} UTC: its next try");
        if (QueueBatches.DueOf(edition, planned, batch, pace.Shift) is var due && due > now + Early) return (due, $"waits until {due:uuuu-MM-dd HH:mm:ss} UTC: the relay's quota");
        if (pace.State == RelayState.Well) return null;
        var staggered = Stagger * (batch.Number % Staggered);
        if (!pace.IsResting(now) && (pace.State == RelayState.Slow || await paces.TryAsync(cancellationToken))) return null;
        pace = await paces.CurrentAsync(cancellationToken);
        return (Instant.Max(pace.Until, now) + staggered, $"waits until {pace.Until:uuuu-MM-dd HH:mm:ss} UTC: the relay is left alone ({pace.Reason})");
    }

    /// <summary>While it is not the time of the whole batch yet, only who would miss something is served.</summary>
    private Instant? UrgentBefore(Edition edition, Batch batch, RelayPace pace)
    {
        if (PlannedOf(edition, batch) is not { UrgentAt: not null } planned || batch.Attempt > 0 || edition.Origin is not { } origin) return null;
        return origin + pace.Shift + planned.At > clock.Now() + Early ? origin + EditionPlan.Read(edition.Plan, rules.Quota).Length : null;
    }

    private static PlannedBatch PlannedOf(Edition edition, Batch batch) => BatchPlan.Read(edition.Plan) is var plan && batch.Number <= plan.Count
        ? plan[batch.Number - 1]
        : new PlannedBatch(batch.Range, 0, Duration.Zero);

    /// <summary>Notes in the batch's row where it stands.</summary>
    /// <returns>What happened, and after which wait the rest is to be sent; null where there is none, or nobody is to send it now.</returns>
    private async Task<(string Said, Duration? Again)> NoteAsync(Edition edition, Batch batch, BatchPass pass, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var isWhole = pass is { End: PassEnd.Whole, IsUrgent: false };
        var attempt = isWhole ? batch.Attempt + 1 : batch.Attempt;
        // Given up is only who was offered the mail often enough; a relay that is away is waited for.
        var final = isWhole && attempt > rules.Waits.Count;
        var tally = pass.Tally(final);
        var done = isWhole && tally.Open == 0;
        var wait = pass.End switch
        {
            PassEnd.RelayResting => Duration.Max(Duration.Zero, (await paces.CurrentAsync(cancellationToken)).Until - now) + (Stagger * (batch.Number % Staggered)),
            PassEnd.Whole when pass.IsUrgent => await UntilAllAsync(edition, batch, now, cancellationToken),
            PassEnd.Whole when !done => rules.Waits[attempt - 1],
            _ => Duration.Zero,
        };
        var state = done ? BatchState.Done : pass.End == PassEnd.Stopped ? BatchState.Planned : BatchState.Queued;
        await SaveAsync(
            batch,
            saved => saved with { State = state, Attempt = attempt, Since = now + wait, Tally = tally, Trouble = pass.Trouble, Failures = 0 },
            cancellationToken);
        var name = $"Batch {batch.Number} of {batch.Edition}";
        var trouble = pass.Trouble.Length > 0 ? $" ({pass.Trouble})" : "";
        if (done) return ($"{name}: {tally.Accepted} accepted, {tally.Rejected} rejected, {tally.Failed} failed, {tally.Empty} without a chosen item{(tally.Paused > 0 ? $", {tally.Paused} paused" : "")}{trouble}", null);
        // The first time round shows whether the next edition may be made while the last few are still tried.
        if (isWhole && batch.Attempt == 0) await queues.SendAsync(new CloseEditionWork(batch.Edition), cancellationToken);
        return pass.End == PassEnd.Stopped
            ? ($"{name}: {tally.Accepted} accepted so far; the edition is not being sent any more", null)
            : ($"{name}: {tally.Accepted} accepted so far, {tally.Open} to be tried again, in {wait.TotalMinutes:0} min{trouble}", wait);
    }

    private async Task<Duration> UntilAllAsync(Edition edition, Batch batch, Instant now, CancellationToken cancellationToken) =>
        Duration.Min(LongestHidden, Duration.Max(Duration.Zero, edition.Origin!.Value + (await paces.CurrentAsync(cancellationToken)).Shift + PlannedOf(edition, batch).At - now));

    private async Task SendLaterAsync(Batch batch, Instant until, CancellationToken cancellationToken)
    {
        await SaveAsync(batch, saved => saved with { State = saved.State == BatchState.Done ? BatchState.Done : BatchState.Queued, Since = until }, cancellationToken);
        await queues.SendAsync(new SendBatchWork(batch.Edition, batch.Number), cancellationToken, QueueBatches.Delay(until, clock.Now()));
    }

    /// <summary>Notes that no message of the batch is in any queue: whoever resumes the edition queues it.</summary>
    private Task<Batch> PlanAgainAsync(Batch batch, CancellationToken cancellationToken) =>
        SaveAsync(batch, saved => saved with { State = saved.State == BatchState.Done ? BatchState.Done : BatchState.Planned }, cancellationToken);

    private async Task NoteFailureAsync(Batch batch, Exception fault)
    {
        try
        {
            await SaveAsync(
                batch,
                saved => saved with
                {
                    Failures = saved.Failures + 1,
                    State = saved.State == BatchState.Done ? BatchState.Done : saved.Failures + 1 >= EditionStatus.MostFailures ? BatchState.Stuck : saved.State,
                    Since = clock.Now(),
                    Trouble = $"batch {saved.Number} broke off: {fault.GetType().Name}",
                },
                CancellationToken.None);
        }
        catch (Exception another) when (StorageFault.Is(another))
        {
            // It is the storage that fails; whoever comes back to it finds the batch without a word.
        }
    }

    private async Task<Batch> SaveAsync(Batch batch, Func<Batch, Batch> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await batches.SaveAsync(change(batch), cancellationToken);
            }
            catch (RequestFailedException fault) when (fault.Status == 412)
            {
                // Whoever queues batches noted a time meanwhile; the sums are ours, by the ledger's lease.
                batch = (await batches.FindAsync(batch.Edition, batch.Number, cancellationToken))!;
            }
        }
    }

    private async Task CloseIfLastAsync(string edition, CancellationToken cancellationToken)
    {
        if (await batches.AreDoneAsync(edition, cancellationToken)) await queues.SendAsync(new CloseEditionWork(edition), cancellationToken);
    }

    private async Task<CompiledEdition> CompiledAsync(Edition edition, CancellationToken cancellationToken)
    {
        // Never rewritten once scheduled, so one copy serves all batches of an edition.
        if (compiled is not { } kept || kept.Id != edition.Id)
            compiled = kept = await readers.InAsync(edition, await CompiledEdition.LoadAsync(edition, blobs, offer, zone, cancellationToken), cancellationToken);
        // What was withdrawn meanwhile reaches nobody from now on; asked anew for each batch.
        return await kept.WithoutWithdrawnAsync(items, cancellationToken);
    }
}
