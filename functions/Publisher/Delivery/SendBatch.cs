using System.Security.Cryptography;
using System.Text;
using Azure;
using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>How a batch is sent. From settings.</summary>
/// <param name="PassTime">After so long a pass stops at a window's end and queues the rest: well inside the host's functionTimeout.</param>
/// <param name="MaxAttempts">Passes over a batch before what is still deferred has failed.</param>
/// <param name="WindowSize">Messages whose intents are written together, 1 to <see cref="Window.MaxSize"/>: what a crash can repeat.</param>
public sealed record DeliveryRules(Duration PassTime, int MaxAttempts, int WindowSize)
{
    /// <summary>A window of a relay with a limit should not take longer: a pass looks at its time between windows only.</summary>
    private static readonly Duration LongestWindow = Duration.FromSeconds(30);

    public static DeliveryRules Default { get; } = new(Duration.FromMinutes(2), 6, Window.MaxSize);

    /// <summary>The window for a relay that takes so many messages; null for no limit.</summary>
    public static int WindowFor(int? perMinute, int? perHour)
    {
        var perSecond = Math.Min(perMinute / 60.0 ?? double.MaxValue, perHour / 3600.0 ?? double.MaxValue);
        return (int)Math.Clamp(perSecond * LongestWindow.TotalSeconds, 1, Window.MaxSize);
    }
}

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
    Sender sender,
    IMailTransports transports,
    WorkQueues queues,
    DeliveryRules rules,
    DateTimeZone zone,
    TimeProvider clock)
{
    /// <summary>Wait before the second pass over deferred recipients; it doubles with each further one.</summary>
    private static readonly Duration FirstRetry = Duration.FromMinutes(1);

    /// <summary>Longest wait between two passes.</summary>
    private static readonly Duration LongestRetry = Duration.FromHours(1);

    /// <summary>Longer than a dead instance's lease lasts (60 s).</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(70);

    private CompiledEdition? compiled;
    private int opened;

    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(SendBatchWork work, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(work.Edition, cancellationToken) is not { State: EditionState.Sending } edition)
            return $"Batch {work.Batch} of {work.Edition}: the edition is not being sent";
        if (await batches.FindAsync(work.Edition, work.Batch, cancellationToken) is not { } batch)
            return $"Batch {work.Batch} of {work.Edition} does not exist";
        if (batch.State == BatchState.Done)
        {
            await CloseIfLastAsync(work.Edition, cancellationToken);
            return $"Batch {work.Batch} of {work.Edition} was sent already";
        }

        string said;
        Duration? again;
        await using (var ledger = await LedgerBlob.OpenAsync(blobs.Ledger(work.Edition, batch.Name), LeaseId(work, batch.Attempt), clock, cancellationToken))
        {
            if (ledger is null)
            {
                // The other one may be dead, its lease not yet run out; then this message is the only one left.
                await queues.SendAsync(work, cancellationToken, LookAgain);
                return $"Batch {work.Batch} of {work.Edition} is being sent by another instance";
            }

            using var span = BatchSpan.Start(batch, clock);
            var pass = new BatchPass(await CompiledAsync(edition, cancellationToken), batch, ledger, recipients, sender.From, rules.WindowSize);
            await RunAsync(pass, batch, ledger, cancellationToken);
            (said, again) = await NoteAsync(batch, ledger.Ledger, pass, cancellationToken);
        }

        // Only now, without the lease: a message that arrives while we hold it would be taken for a double, and be lost.
        if (again is { } wait) await queues.SendAsync(work, cancellationToken, wait.ToTimeSpan());
        else await CloseIfLastAsync(work.Edition, cancellationToken);
        return said;
    }

    private async Task RunAsync(BatchPass pass, Batch batch, LedgerBlob ledger, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ledger.Lost);
        var stopAt = clock.Now() + rules.PassTime;
        var never = await suppressions.OpenAsync(batch.Range, both.Token);
        // Their rows are gone, but for the moment in which they are being erased.
        var erased = await erasures.LoadAsync(both.Token);
        await using var transport = transports.Open(batch.Edition);
        try
        {
            await foreach (var subscriber in subscribers.ConfirmedAsync(batch.Range, both.Token))
            {
                pass.Take(subscriber, never.Contains(subscriber.Key) || erased.Contains(subscriber.Key), clock.Now());
                if (!pass.IsWindowFull) continue;
                await pass.DeliverAsync(transport, both.Token);
                if (pass.End == PassEnd.RelayAway) break;
                await never.RefreshAsync(both.Token);
                if (clock.Now() < stopAt && await editions.FindAsync(batch.Edition, both.Token) is { State: EditionState.Sending }) continue;
                pass.End = PassEnd.OutOfTime;
                break;
            }

            if (pass.End == PassEnd.Whole) await pass.DeliverAsync(transport, both.Token);
            await pass.WriteOutcomesAsync(both.Token);
        }
        catch
        {
            await pass.KeepOutcomesAsync();
            throw;
        }
    }

    /// <summary>Notes in the batch's row where it stands.</summary>
    /// <returns>What happened, and after which wait the rest is to be sent; null where there is none.</returns>
    private async Task<(string Said, Duration? Again)> NoteAsync(Batch batch, Ledger ledger, BatchPass pass, CancellationToken cancellationToken)
    {
        var attempt = pass.End == PassEnd.OutOfTime ? batch.Attempt : batch.Attempt + 1;
        // Given up is only who was offered the mail often enough; a relay that is away is waited for.
        var final = pass.End == PassEnd.Whole && attempt >= rules.MaxAttempts;
        var tally = ledger.Tally(final) with { Empty = pass.Empty, Suppressed = pass.Suppressed, Late = pass.Late };
        var done = pass.End == PassEnd.Whole && tally.Deferred == 0;
        var wait = done || pass.End == PassEnd.OutOfTime ? Duration.Zero : Duration.Min(LongestRetry, FirstRetry * (1 << Math.Min(attempt - 1, 6)));
        await SaveAsync(
            batch,
            saved => saved with { State = done ? BatchState.Done : BatchState.Queued, Attempt = attempt, Since = clock.Now() + wait, Tally = tally, Trouble = pass.Trouble },
            cancellationToken);
        var name = $"Batch {batch.Number} of {batch.Edition}";
        var trouble = pass.Trouble.Length > 0 ? $" ({pass.Trouble})" : "";
        if (done) return ($"{name}: {tally.Accepted} accepted, {tally.Rejected} rejected, {tally.Failed} failed, {tally.Empty} without a chosen item{trouble}", null);
        return ($"{name}: {tally.Accepted} accepted so far, {tally.Deferred} to be tried again in {wait.TotalMinutes:0} min{trouble}", wait);
    }

    private async Task SaveAsync(Batch batch, Func<Batch, Batch> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await batches.SaveAsync(change(batch), cancellationToken);
                return;
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
        if (await editions.FindAsync(edition, cancellationToken) is { } found && (await EditionStatus.ReadAsync(found, batches, cancellationToken)).IsDone)
            await queues.SendAsync(new CloseEditionWork(edition), cancellationToken);
    }

    private async Task<CompiledEdition> CompiledAsync(Edition edition, CancellationToken cancellationToken)
    {
        // Never rewritten once scheduled, so one copy serves all batches of an edition.
        if (compiled is not { } kept || kept.Id != edition.Id) compiled = kept = await CompiledEdition.LoadAsync(edition, blobs, zone, cancellationToken);
        // What was withdrawn meanwhile reaches nobody from now on; asked anew for each batch.
        return await kept.WithoutWithdrawnAsync(items, cancellationToken);
    }

    private string LeaseId(SendBatchWork work, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{work.Edition}/{work.Batch}/{attempt}/{Environment.MachineName}/{Environment.ProcessId}/{clock.GetTimestamp()}/{Interlocked.Increment(ref opened)}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }
}
