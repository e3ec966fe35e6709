using System.Globalization;
using Publisher.Editions;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>One who did not get an edition, or may have got it.</summary>
/// <param name="Address">Empty where the subscription is gone.</param>
/// <param name="Why">"rejected", "failed", "deferred", "unknown", "suppressed" or "late".</param>
/// <param name="Reason">What the relay said of it, by its codes: "mailbox", "policy"; empty where it said nothing.</param>
/// <param name="Code">The relay's reply, such as "550 5.1.1".</param>
public sealed record MissedReader(SubscriberKey Key, string Address, string Why, string Reason, string Code);

/// <summary>A page of those who missed an edition.</summary>
/// <param name="Next">Names the place to go on at; null after the last page.</param>
public sealed record MissedPage(IReadOnlyList<MissedReader> Readers, string? Next)
{
    /// <summary>Where the list of an edition is gone after its retention, in words for staff; its counts are still in its status.</summary>
    public static string NoLongerKept => "The list of who got this edition is no longer kept (Publisher__Retention__Ledgers); its status has the counts.";
}

/// <summary>Reads from the ledgers who missed an edition and why, in the order of batches and keys.</summary>
public sealed class MissedReaders(EditionBlobs blobs, Batches batches, SubscriberList subscribers)
{
    /// <summary>Readers on a page; each is looked up.</summary>
    public const int PageSize = 100;

    /// <param name="from">From an earlier page; empty for the first. What names no place begins at the beginning.</param>
    public async Task<MissedPage> ReadAsync(string edition, string from, CancellationToken cancellationToken)
    {
        var (first, after) = Place(from);
        var page = new List<MissedReader>(PageSize);
        var place = from;
        foreach (var batch in await batches.OfAsync(edition, cancellationToken))
        {
            if (batch.Number < first) continue;
            // One that accepted all has nobody to name, and its ledger need not be fetched.
            if (batch.Tally is { Rejected: 0, Deferred: 0, Failed: 0, Unknown: 0, Suppressed: 0, Late: 0 }) continue;
            var ledger = await LedgerBlob.LookAsync(blobs.Ledger(edition, batch.Name), cancellationToken);
            foreach (var (key, entry) in ledger.Entries.Where(each => each.Value.State != RecipientState.Accepted).OrderBy(each => each.Key.Hex, StringComparer.Ordinal))
            {
                if (batch.Number == first && string.CompareOrdinal(key.Hex, after) <= 0) continue;
                if (page.Count == PageSize) return new MissedPage(page, place);
                var subscriber = await subscribers.FindAsync(key, cancellationToken);
                page.Add(new MissedReader(key, subscriber?.Address ?? "", Why(entry, batch), entry.Reason == DeliveryReason.None ? "" : entry.Reason.ToString().ToLowerInvariant(), entry.Code));
                place = string.Create(CultureInfo.InvariantCulture, $"{batch.Number}-{key}");
            }
        }

        return new MissedPage(page, null);
    }

    private static string Why(LedgerEntry entry, Batch batch) => entry.State switch
    {
        RecipientState.Deferred or RecipientState.Unknown when batch.State == BatchState.Done => "failed",
        _ => entry.State.ToString().ToLowerInvariant(),
    };

    private static (int Batch, string Key) Place(string from)
    {
        var dash = from.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && int.TryParse(from.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var batch) ? (batch, from[(dash + 1)..]) : (0, "");
    }
}
