using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Reads from the ledgers who was told what of an item last. Of a hundred thousand readers it keeps a hash and a number each.</summary>
public sealed class ReadersTold(Candidates candidates, EditionBlobs blobs, Batches batches)
{
    /// <param name="correction">A correction.</param>
    /// <param name="compiled">The same, with its entries.</param>
    /// <returns>The same, knowing whom each of its entries is for.</returns>
    public async Task<CompiledEdition> InAsync(Edition correction, CompiledEdition compiled, CancellationToken cancellationToken)
    {
        if (!correction.IsCorrection || compiled.Entries.Count == 0) return compiled;
        var places = new Dictionary<SubscriberKey, int>();
        foreach (var told in await candidates.ToldAsync(correction.Items[0].Ref, correction.Id, cancellationToken))
        {
            var place = Corrections.PlaceOf(told.Item, compiled.Entries);
            foreach (var batch in await batches.OfAsync(told.By.Id, cancellationToken))
            {
                foreach (var reader in ToldItems.Read(await LedgerBlob.ReadAsync(blobs.Ledger(told.By.Id, batch.Name), cancellationToken), told.Places))
                {
                    // What they were told last is what they go by.
                    if (place is { } at) places[reader] = at;
                    else places.Remove(reader);
                }
            }
        }

        return compiled with { Corrects = places };
    }
}
