using Azure;
using Publisher.Editions;

namespace Publisher.Delivery;

/// <summary>Closes an edition when all its batches are done: it is sent, and its digest's watermark moves on. Done again, it changes nothing.</summary>
public sealed class CloseEdition(EditionList editions, Batches batches, PrepareEdition prepare, TimeProvider clock)
{
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(CloseEditionWork work, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(work.Edition, cancellationToken) is not { } edition) return $"Edition {work.Edition} does not exist";
        var status = await EditionStatus.ReadAsync(edition, batches, cancellationToken);
        if (edition.State == EditionState.Sending && status.IsDone)
        {
            try
            {
                edition = await editions.SaveAsync(edition.To(EditionState.Sent) with { Closed = clock.Now(), Reached = status.Tally.Accepted }, cancellationToken);
            }
            catch (RequestFailedException fault) when (fault.Status == 412)
            {
                edition = (await editions.FindAsync(work.Edition, cancellationToken))!;
            }
        }

        // The last few may be tried for a day; the next edition need not wait for them.
        if (edition.State == EditionState.Sending && status.IsTried) await prepare.CloseAsync(edition, cancellationToken);
        if (edition.State != EditionState.Sent) return $"Edition {edition.Id} is not done: {status.BatchesDone} of {status.Batches} batches";
        await prepare.CloseAsync(edition, cancellationToken);
        return $"Edition {edition.Id} is sent: {status.Tally.Accepted} accepted, {status.Tally.Rejected} rejected, {status.Tally.Failed} failed, {status.Tally.Empty} without a chosen item";
    }
}
