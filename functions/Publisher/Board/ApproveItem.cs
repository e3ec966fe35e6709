using Publisher.Approvals;
using Publisher.Content;
using Publisher.Content.Editing;

namespace Publisher.Board;

/// <summary>
/// Where two people have to look at what goes out (<see cref="FourEyes"/>): what one does to an item that readers see, or would see, is kept as a proposal.
/// Another sees just that and says yes, and it is saved over the very version that it was made from; or no.
/// </summary>
public sealed class ApproveItem(ApprovalList approvals, EditItem edits, FourEyes fourEyes)
{
    public const string Prefix = "item/";

    public static string SubjectOf(ItemRef item) => Prefix + item;

    /// <summary>Whether an action has to wait for somebody else: one that changes what readers see.</summary>
    /// <param name="old">Null for what is new.</param>
    public bool IsNeeded(EditAction action, StoredItem? old) => fourEyes.IsOn && action switch
    {
        EditAction.Publish => true,
        EditAction.Withdraw => old?.Item.Status == ItemStatus.Published,
        EditAction.Restore => old?.Published is not null,
        // What was public once is still told of as withdrawn, in calendars and posts.
        EditAction.SaveDraft => old?.Published is not null,
        _ => false,
    };

    /// <summary>Keeps an edit as a proposal, and what is typed with it; what was approved just so already is done.</summary>
    /// <returns><see cref="EditAsked"/>, or what speaks against it.</returns>
    public async Task<EditOutcome> AskAsync(ItemEdit edit, string by, CancellationToken cancellationToken)
    {
        if (edit.Action == EditAction.SaveDraft) return new EditRefused([ItemFault.Of("", FaultCode.AlreadyPublished, "it was published: publish the change, which somebody else approves")]);
        var tried = await edits.TryAsync(edit, cancellationToken);
        if (tried is not EditSaved would) return tried;
        if (would.Questions.Any(question => question.IsQuestion) && !edit.Sure) return new EditRefused(would.Questions);
        var (old, wanted) = (would.Old, would.New.Item);
        if (old is not null && would.Changes.Count == 0) return would;
        // What is not out yet may be kept as it is typed: nobody reads it.
        if (old is null || (edit.Action == EditAction.Publish && old.Published is null))
        {
            var kept = await edits.SaveAsync(edit with { Action = EditAction.SaveDraft, Sure = true }, cancellationToken);
            if (kept is not EditSaved saved) return kept;
            (old, wanted) = (saved.New, wanted with { Id = saved.New.Item.Id });
        }

        var proposal = new ItemProposal(edit.Action, old.ETag.ToString(), ItemEdit.BaseOf(wanted));
        var approval = await approvals.AskAsync(SubjectOf(old.Ref), proposal.Hash, by, proposal.ToString(), cancellationToken);
        return approval.Allows(proposal.Hash) ? await ApplyAsync(old.Ref, proposal, cancellationToken) : new EditAsked(old, approval);
    }

    /// <returns>Null where nobody has asked for anything.</returns>
    public async Task<ItemReview?> FindAsync(ItemRef item, CancellationToken cancellationToken) =>
        await approvals.FindAsync(SubjectOf(item), cancellationToken) is { Proposal.Length: > 0 } approval ? await ReviewAsync(approval, item, cancellationToken) : null;

    /// <summary>Says yes, and saves it.</summary>
    /// <param name="hash">Of what the approver has seen.</param>
    /// <returns><see cref="EditConflict"/> where it is void.</returns>
    /// <exception cref="RefusedException">It is another one by now, or the asker's own.</exception>
    public async Task<EditOutcome> ApproveAsync(ItemReview review, string hash, string by, CancellationToken cancellationToken)
    {
        if (review.IsVoid) return await ApplyAsync(RefOf(review), review.Proposal, cancellationToken);
        await approvals.ApproveAsync(review.Approval.Subject, hash, by, cancellationToken);
        return await ApplyAsync(RefOf(review), review.Proposal, cancellationToken);
    }

    /// <param name="hash">Of what the approver has seen.</param>
    /// <exception cref="RefusedException">It is another one by now, or the asker's own, or the reason is none.</exception>
    public Task<Approval> RefuseAsync(ItemReview review, string hash, string by, string reason, CancellationToken cancellationToken) =>
        approvals.RefuseAsync(review.Approval.Subject, hash, by, reason, cancellationToken);

    /// <summary>An emergency: it is saved though nobody else has looked, and that is kept.</summary>
    /// <param name="hash">Of what they have seen.</param>
    /// <exception cref="RefusedException">It is another one by now, or the reason is none.</exception>
    public async Task<EditOutcome> BypassAsync(ItemReview review, string hash, string by, string reason, CancellationToken cancellationToken)
    {
        if (review.IsVoid) return await ApplyAsync(RefOf(review), review.Proposal, cancellationToken);
        if (review.Approval.Hash != hash) throw new RefusedException("It was not approved.", [new Fault("hash", "it has been changed since you looked at it; look at it as it is now")]);
        await approvals.BypassAsync(review.Approval.Subject, hash, by, review.Approval.Proposal, reason, cancellationToken);
        return await ApplyAsync(RefOf(review), review.Proposal, cancellationToken);
    }

    private async Task<ItemReview> ReviewAsync(Approval approval, ItemRef item, CancellationToken cancellationToken)
    {
        var proposal = ItemProposal.Parse(approval.Proposal);
        var (now, wanted) = (await edits.FindAsync(item, cancellationToken), proposal.Wanted);
        return new ItemReview(approval, proposal, now, wanted, now is null ? [] : FieldChanges.Between(now.Item, wanted), now is null || now.ETag.ToString() != proposal.ETag);
    }

    private async Task<EditOutcome> ApplyAsync(ItemRef item, ItemProposal proposal, CancellationToken cancellationToken)
    {
        var wanted = proposal.Wanted;
        var needsDraft = proposal.Action is EditAction.Publish or EditAction.SaveDraft;
        var outcome = await edits.SaveAsync(
            new ItemEdit(proposal.Action, item, needsDraft ? new ItemDraft(wanted, [], new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)) : null)
            {
                ETag = new Azure.ETag(proposal.ETag),
                // The asker has seen the questions.
                Sure = true,
            },
            cancellationToken);
        // Saved by a try whose answer was lost.
        return outcome is EditConflict { Theirs: var theirs } && FieldChanges.Between(theirs.Item, wanted).Count == 0 ? new EditSaved(theirs, theirs, [], []) : outcome;
    }

    private static ItemRef RefOf(ItemReview review) => review.Wanted.Ref;
}
