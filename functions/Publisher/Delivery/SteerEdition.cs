using Azure;
using NodaTime;
using Publisher.Editions;
using Publisher.Mail.Transport;

namespace Publisher.Delivery;

/// <summary>
/// What staff may do to an edition on its way. Every instance asks for the state before each window, so all of them keep to it from there on; doing the
/// same again changes nothing.
/// </summary>
public sealed class SteerEdition(EditionList editions, EditionBlobs blobs, Batches batches, QueueBatches queue, RelayBookings bookings, DeliveryRules rules, TimeProvider clock)
{
    /// <summary>Conditional writes of one change.</summary>
    private const int MaxAttempts = 5;

    /// <summary>Nobody gets it for now, and what it has not used of the relay's quota is free for others.</summary>
    /// <exception cref="RefusedException">It is in no state for that; the fault says in which.</exception>
    public async Task<Edition> PauseAsync(Edition edition, CancellationToken cancellationToken)
    {
        edition = await ChangeAsync(edition, EditionState.Paused, "paused", found => found.To(EditionState.Paused) with { Paused = clock.Now() }, cancellationToken);
        if (rules.Quota.IsLimited && edition.Paused is { } since) await bookings.EndAsync(edition.Id, since, await ReachedAsync(edition, cancellationToken), cancellationToken);
        return edition;
    }

    /// <summary>It goes on where it stopped: at once, or, where the relay's quota has gone to others meanwhile, behind them.</summary>
    /// <exception cref="RefusedException">It is in no state for that; the fault says in which.</exception>
    public async Task<Edition> ResumeAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.State is EditionState.Scheduled or EditionState.Sent) throw Refused(edition, "resumed");
        var goesOn = edition.State == EditionState.Paused ? await BookAgainAsync(edition, cancellationToken) : clock.Now();
        edition = await ChangeAsync(
            edition,
            EditionState.Sending,
            "resumed",
            found => found.To(EditionState.Sending) with { Origin = found.Origin + (goesOn - (found.Paused ?? goesOn)), Paused = null },
            cancellationToken);
        // Nobody waits for the timer, nor for a batch to be taken for lost.
        await queue.RunAsync(edition, all: true, cancellationToken);
        return edition;
    }

    /// <summary>Nobody else gets it, ever.</summary>
    /// <exception cref="RefusedException">It is in no state for that; the fault says in which.</exception>
    public async Task<Edition> CancelAsync(Edition edition, CancellationToken cancellationToken)
    {
        edition = await ChangeAsync(
            edition, EditionState.Cancelled, "cancelled", found => found.To(EditionState.Cancelled) with { Closed = clock.Now(), Paused = null, Note = "cancelled by staff" }, cancellationToken);
        // The one that is to go in its place does not wait until this one would have been through.
        if (rules.Quota.IsLimited) await bookings.EndAsync(edition.Id, edition.Closed ?? clock.Now(), await ReachedAsync(edition, cancellationToken), cancellationToken);
        return edition;
    }

    /// <summary>Tries those again whom it did not reach: who failed, whose batch is stuck, and, where asked for, who was refused.</summary>
    /// <param name="rejected">Also those whom the relay refused for another reason than their mailbox: what made it refuse has been mended.</param>
    /// <returns>The edition, and how many are tried again; a stuck batch counts as those who were planned in it.</returns>
    /// <exception cref="RefusedException">It is in no state for that, or a batch is being sent just now; the fault says so.</exception>
    public async Task<(Edition Edition, int Retried)> RetryAsync(Edition edition, bool rejected, CancellationToken cancellationToken)
    {
        if (edition.State is not (EditionState.Sending or EditionState.Paused or EditionState.Sent)) throw Refused(edition, "retried");
        Remembered(edition);
        var retried = 0;
        foreach (var batch in await batches.OfAsync(edition.Id, cancellationToken))
        {
            var reopened = rejected && batch.Tally.Rejected > 0 ? await ReopenAsync(batch, cancellationToken) : 0;
            // Of an edition that is sent, what is not done was opened by a retry that was cut short.
            if (edition.State == EditionState.Sent && batch.State is BatchState.Planned or BatchState.Queued) retried += Math.Max(batch.Tally.Open, 1);
            if (batch.State != BatchState.Stuck && batch.Tally.Failed + reopened == 0) continue;
            retried += batch.Tally.Failed + reopened + (batch.State == BatchState.Stuck ? Math.Max(batch.Tally.Open, 1) : 0);
            await OpenAsync(batch, reopened, cancellationToken);
        }

        if (retried == 0) return (edition, 0);
        if (edition.State == EditionState.Sent)
            edition = await ChangeAsync(edition, EditionState.Sending, "retried", found => Remembered(found).To(EditionState.Sending) with { Closed = null }, cancellationToken);
        if (edition.State == EditionState.Sending) await queue.RunAsync(edition, all: true, cancellationToken);
        return (edition, retried);
    }

    /// <summary>Books what an edition still needs of the quota.</summary>
    /// <returns>When it may go on.</returns>
    private async Task<Instant> BookAgainAsync(Edition edition, CancellationToken cancellationToken)
    {
        var plan = EditionPlan.Read(edition.Plan, rules.Quota);
        var left = edition is { Origin: { } origin, Paused: { } paused } ? origin + plan.Length - paused : Duration.Zero;
        // Without a quota, or with its timetable behind it, there is nothing to keep to.
        if (!rules.Quota.IsLimited || left <= Duration.Zero) return clock.Now();
        while (true)
        {
            var now = clock.Now();
            var booked = await bookings.ReadAsync(cancellationToken);
            var timetable = new Timetable(rules.Quota);
            foreach (var other in booked.All.Where(other => other.Edition != edition.Id)) timetable.After(other.End - now, other.Recipients);
            var goesOn = now + timetable.Add(plan.Batches.Max(batch => batch.Recipients));
            if (await bookings.TryBookAsync(booked, new RelayBooking(edition.Id, goesOn + left, plan.Recipients), cancellationToken)) return goesOn;
        }
    }

    /// <summary>Whom an edition has reached, and whom it is reaching in this moment, at the most.</summary>
    private async Task<int> ReachedAsync(Edition edition, CancellationToken cancellationToken) =>
        (await EditionStatus.ReadAsync(edition, batches, cancellationToken)).Tally.Recipients + Window.MaxSize;

    private async Task OpenAsync(Batch batch, int reopened, CancellationToken cancellationToken)
    {
        try
        {
            var tally = batch.Tally with { Failed = 0, Rejected = batch.Tally.Rejected - reopened, Deferred = batch.Tally.Open + batch.Tally.Failed + reopened, Unknown = 0 };
            // From the first retry on: who is settled, or came later, is not looked at again. One that was never gone through begins at the beginning.
            await batches.SaveAsync(
                batch with { State = BatchState.Planned, Attempt = Math.Min(batch.Attempt, 1), Failures = 0, Since = clock.Now(), Tally = tally }, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            // It is on its way again already.
        }
    }

    private async Task<int> ReopenAsync(Batch batch, CancellationToken cancellationToken)
    {
        await using var ledger = await LedgerBlob.OpenAsync(blobs.Ledger(batch.Edition, batch.Name), LedgerBlob.LeaseIdFor($"{batch.Edition}/{batch.Number}/retry", clock), rules.Lease, clock, cancellationToken)
            ?? throw new RefusedException("Not everyone could be tried again.", [new Fault("edition", $"batch {batch.Number} of {batch.Edition} is being sent just now; say it again in a minute").As("batchBusy")]);
        var keys = ledger.Ledger.Entries.Where(each => each.Value is { State: RecipientState.Rejected, Reason: not DeliveryReason.Mailbox }).Select(each => each.Key).ToList();
        await ledger.AppendAsync(string.Concat(keys.Select(Ledger.ReopenLine)), cancellationToken);
        // Those, too, who were opened by a retry that was cut short before the batch's row said so.
        return batch.State == BatchState.Done ? Math.Max(0, ledger.Ledger.Tally(final: false).Open - batch.Tally.Failed) + keys.Count : keys.Count;
    }

    private async Task<Edition> ChangeAsync(Edition edition, EditionState to, string done, Func<Edition, Edition> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (edition.State == to) return edition;
            if (!Edition.Allows(edition.State, to)) throw Refused(edition, done);
            try
            {
                return await editions.SaveAsync(change(edition), cancellationToken);
            }
            catch (RequestFailedException fault) when (fault.Status == 412 && attempt < MaxAttempts)
            {
                edition = (await editions.FindAsync(edition.Id, cancellationToken))!;
            }
        }
    }

    /// <summary>Without its ledgers, everybody would get it again.</summary>
    private static Edition Remembered(Edition edition) => edition.Forgotten == Forgotten.Nothing
        ? edition
        : throw new RefusedException("Nobody was tried again.", [new Fault("edition", $"the list of who got {edition.Id} is no longer kept (Publisher__Retention__Ledgers)").As("noLongerKept")]);

    private static RefusedException Refused(Edition edition, string done) =>
        new($"The edition was not {done}.", [new Fault("edition", $"{edition.Id} is {edition.State.ToString().ToLowerInvariant()}").As($"edition{edition.State}")]);
}
