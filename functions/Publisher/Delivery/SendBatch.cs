using Azure;
using NodaTime;
using Publisher.Editions;
using Publisher.Mail.Merge;
using Publisher.Mail.Transport;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>How a batch is sent. From settings.</summary>
/// <param name="PassTime">After so long a pass stops at a window's end and queues the rest: well inside the host's functionTimeout.</param>
/// <param name="MaxAttempts">Passes over a batch before what is still deferred has failed.</param>
public sealed record DeliveryRules(Duration PassTime, int MaxAttempts)
{
    public static DeliveryRules Default { get; } = new(Duration.FromMinutes(3), 6);
}

/// <summary>
/// Sends one batch: streams its range, leaves out who is suppressed, settled in the ledger or without a chosen item, and delivers
/// the rest in windows. It may be called any number of times, by any number of instances at once: the ledger's lease lets one send,
/// and the ledger tells that one what is left.
/// </summary>
public sealed class SendBatch(
    EditionList editions,
    EditionBlobs blobs,
    Batches batches,
    SubscriberList subscribers,
    Suppressions suppressions,
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

    private CompiledEdition? compiled;

    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(SendBatchWork work, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(work.Edition, cancellationToken) is not { State: EditionState.Sending })
            return $"Batch {work.Batch} of {work.Edition}: the edition is not being sent";
        if (await batches.FindAsync(work.Edition, work.Batch, cancellationToken) is not { } batch)
            return $"Batch {work.Batch} of {work.Edition} does not exist";
        if (batch.State == BatchState.Done)
        {
            await CloseIfLastAsync(work.Edition, cancellationToken);
            return $"Batch {work.Batch} of {work.Edition} was sent already";
        }

        var leaseId = LeaseId(work, batch.Attempt, clock);
        await using var ledger = await LedgerBlob.OpenAsync(blobs.Ledger(work.Edition, batch.Name), leaseId, cancellationToken);
        if (ledger is null) return $"Batch {work.Batch} of {work.Edition} is being sent by another instance";

        var pass = await PassAsync(await CompiledAsync(work.Edition, cancellationToken), batch, ledger, cancellationToken);
        return await FinishAsync(batch, ledger.Ledger, pass, cancellationToken);
    }

    private async Task<Pass> PassAsync(CompiledEdition edition, Batch batch, LedgerBlob ledger, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ledger.Lost);
        var stopAt = clock.Now() + rules.PassTime;
        var pass = new Pass();
        var never = await suppressions.InAsync(batch.Range, both.Token);
        await using var transport = transports.Open(batch.Edition);
        try
        {
            await PassAsync(edition, batch, ledger, transport, never, stopAt, pass, both.Token);
            await ledger.AppendAsync(pass.Outcomes.ToString(), both.Token);
        }
        catch
        {
            await KeepAsync(pass, ledger);
            throw;
        }

        return pass;
    }

    private async Task PassAsync(
        CompiledEdition edition, Batch batch, LedgerBlob ledger, IMailTransport transport, IReadOnlySet<SubscriberKey> never, Instant stopAt, Pass pass, CancellationToken cancellationToken)
    {
        var window = NewWindow(edition);
        await foreach (var subscriber in subscribers.ConfirmedAsync(batch.Range, cancellationToken))
        {
            var now = clock.Now();
            if (ledger.Ledger.IsSettled(subscriber.Key)) continue;
            if (never.Contains(subscriber.Key)) pass.Suppressed++;
            else if (!Recipients.WantsAny(subscriber, edition.Items, now, zone)) pass.Empty++;
            else window.Add(subscriber, now);
            if (!window.IsFull) continue;
            await DeliverAsync(window, transport, ledger, pass, cancellationToken);
            window = NewWindow(edition);
            if (clock.Now() < stopAt && await editions.FindAsync(batch.Edition, cancellationToken) is { State: EditionState.Sending }) continue;
            pass.Interrupted = true;
            break;
        }

        if (!pass.Interrupted) await DeliverAsync(window, transport, ledger, pass, cancellationToken);
    }

    /// <summary>Writes what is known when a pass breaks off: an outcome that is not in the ledger means a mail sent twice.</summary>
    private static async Task KeepAsync(Pass pass, LedgerBlob ledger)
    {
        try
        {
            await ledger.AppendAsync(pass.Outcomes.ToString(), CancellationToken.None);
        }
        catch (RequestFailedException)
        {
            // The lease or the storage is gone; the ledger calls these unknown, and that is all one can say now.
        }
    }

    /// <summary>Outcomes of the last window and intents of this one go into the ledger in one append, before the first message goes out.</summary>
    private static async Task DeliverAsync(Window window, IMailTransport transport, LedgerBlob ledger, Pass pass, CancellationToken cancellationToken)
    {
        if (window.IsEmpty) return;
        await ledger.AppendAsync(pass.Outcomes + string.Concat(window.Recipients.Select(each => Ledger.IntentLine(each.Key))), cancellationToken);
        pass.Outcomes.Clear();
        foreach (var recipient in window.Recipients) ledger.Ledger.Intend(recipient.Key);
        try
        {
            await transport.DeliverAsync(window, cancellationToken);
        }
        finally
        {
            foreach (var (recipient, outcome) in window.Outcomes())
            {
                if (outcome is null) continue;
                ledger.Ledger.Settle(recipient.Key, outcome.Status);
                pass.Outcomes.Append(Ledger.OutcomeLine(recipient.Key, outcome));
            }
        }
    }

    private async Task<string> FinishAsync(Batch batch, Ledger ledger, Pass pass, CancellationToken cancellationToken)
    {
        var attempt = pass.Interrupted ? batch.Attempt : batch.Attempt + 1;
        var tally = ledger.Tally(final: attempt >= rules.MaxAttempts) with { Empty = pass.Empty, Suppressed = pass.Suppressed };
        var done = !pass.Interrupted && tally.Deferred == 0;
        await SaveAsync(batch, saved => saved with { State = done ? BatchState.Done : BatchState.Queued, Attempt = attempt, Since = clock.Now(), Tally = tally }, cancellationToken);
        if (done)
        {
            await CloseIfLastAsync(batch.Edition, cancellationToken);
            return $"Batch {batch.Number} of {batch.Edition}: {tally.Accepted} accepted, {tally.Rejected} rejected, {tally.Failed} failed, {tally.Empty} without a chosen item";
        }

        var wait = pass.Interrupted ? Duration.Zero : FirstRetry * (1 << Math.Min(attempt - 1, 6));
        await queues.SendAsync(new SendBatchWork(batch.Edition, batch.Number), cancellationToken, wait.ToTimeSpan());
        return $"Batch {batch.Number} of {batch.Edition}: {tally.Accepted} accepted so far, {tally.Deferred} to be tried again in {wait.TotalMinutes:0} min";
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

    private Window NewWindow(CompiledEdition edition) => new(edition, recipients, sender.From, zone);

    private async Task<CompiledEdition> CompiledAsync(string edition, CancellationToken cancellationToken)
    {
        // Never rewritten once scheduled, so one copy serves all batches of an edition.
        if (compiled is { } kept && kept.Id == edition) return kept;
        var programs = new Dictionary<string, MergeProgram>(StringComparer.Ordinal);
        foreach (var language in await blobs.LanguagesAsync(edition, cancellationToken))
            programs[language] = await blobs.LoadMessageAsync(edition, language, cancellationToken);
        return compiled = new CompiledEdition(edition, await blobs.LoadItemsAsync(edition, cancellationToken), programs);
    }

    private static string LeaseId(SendBatchWork work, int attempt, TimeProvider clock)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes($"{work.Edition}/{work.Batch}/{attempt}/{Environment.MachineName}/{Environment.ProcessId}/{clock.GetTimestamp()}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }

    /// <summary>What one pass over a range has seen, and the outcomes that the next append takes along.</summary>
    private sealed class Pass
    {
        public System.Text.StringBuilder Outcomes { get; } = new();

        public int Empty { get; set; }

        public int Suppressed { get; set; }

        /// <summary>Stopped before the range's end: out of time, or the edition was paused.</summary>
        public bool Interrupted { get; set; }
    }
}
