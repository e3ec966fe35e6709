using Azure;
using NodaTime;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>
/// Deletes the ledgers of editions that were closed long ago: they name readers by a plain hash of their address, which whoever guesses the address
/// knows again. The counts stay in the rows of the batches. An edition is marked first, so that nobody takes half a list for the whole one, and a
/// run that broke off is gone on with, for what is left is found by looking.
/// </summary>
public sealed class ForgetLedgers(EditionList editions, EditionBlobs blobs, RetentionRules rules)
{
    /// <summary>After so many it stops, to be called again while there is time.</summary>
    private const int AtOnce = 500;

    /// <returns>How many went; 0 when nothing is left.</returns>
    public async Task<int> RunAsync(Instant now, CancellationToken cancellationToken)
    {
        var gone = 0;
        await foreach (var edition in editions.AllAsync(cancellationToken))
        {
            if (edition.State is not (EditionState.Sent or EditionState.Cancelled) || edition.Forgotten == Forgotten.All) continue;
            // One that was closed before that was noted has been closed since it was made.
            if ((edition.Closed ?? edition.CutOff) + rules.Ledgers > now) continue;
            if (await MarkAsync(edition, Forgotten.Some, cancellationToken) is not { } marked) continue;
            gone += await blobs.RemoveLedgersAsync(edition.Id, cancellationToken);
            await MarkAsync(marked, Forgotten.All, cancellationToken);
            if (gone >= AtOnce) return gone;
        }

        return gone;
    }

    /// <returns>Null where somebody was faster: they may be sending it again.</returns>
    private async Task<Edition?> MarkAsync(Edition edition, Forgotten forgotten, CancellationToken cancellationToken)
    {
        try
        {
            return edition.Forgotten == forgotten ? edition : await editions.SaveAsync(edition with { Forgotten = forgotten }, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 404 or 412)
        {
            return null;
        }
    }
}
