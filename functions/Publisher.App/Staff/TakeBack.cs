using Publisher.App.Staff.Recorded;
using Publisher.Approvals;
using Publisher.Board;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff;

/// <summary>Takes back what somebody asked a second person for: of an item, or of an edition.</summary>
public sealed class TakeBack(ApprovalList approvals, ApproveItem items, EditionList editions, RecordedEditions recorded)
{
    /// <param name="subject"><c>item/call/2023-2</c> or <c>edition/announcement-text-1</c>.</param>
    /// <param name="hash">Of what they have seen; empty for what waits now.</param>
    /// <param name="by">Who asked.</param>
    /// <returns>False where nobody has asked for any such thing.</returns>
    /// <exception cref="RefusedException">It is another's, or another one by now, or decided.</exception>
    public async Task<bool> RunAsync(string subject, string hash, string by, CancellationToken cancellationToken)
    {
        if (subject.StartsWith(ApproveItem.Prefix, StringComparison.Ordinal))
        {
            if (!ItemRef.TryParse(subject[ApproveItem.Prefix.Length..], out var item) || await items.FindAsync(item, cancellationToken) is not { } review) return false;
            await items.TakeBackAsync(review, hash.Length > 0 ? hash : review.Approval.Hash, by, cancellationToken);
            return true;
        }

        if (!subject.StartsWith(ApproveEdition.Prefix, StringComparison.Ordinal)) return false;
        var id = subject[ApproveEdition.Prefix.Length..];
        if (!Edition.IsId(id) || await editions.FindAsync(id, cancellationToken) is not { } edition || await approvals.FindAsync(subject, cancellationToken) is not { } approval) return false;
        await recorded.TakeBackAsync(edition, hash.Length > 0 ? hash : approval.Hash, by, cancellationToken);
        return true;
    }
}
