using Publisher.Approvals;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Staff;

namespace Publisher.Board;

/// <summary>
/// Where two people have to look at what goes out (<see cref="FourEyes"/>): what one does to an item that readers see, or would see, is kept as a proposal.
/// Another sees just that and says yes, and it is saved over the very version that it was made from; or no. One proposal of an item waits at a time: who
/// wants something else of it sees what is asked for already. Each step is written down.
/// </summary>
public sealed class ApproveItem(ApprovalList approvals, EditItem edits, SaveItem saves, AuditedChanges changes, FourEyes fourEyes)
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

    /// <summary>What somebody else has asked for of this item, and waits: what an edit would make void, or take the place of. Null where nothing does.</summary>
    /// <param name="over">Hash of the one that this person has seen, and means to go over; empty for none.</param>
    public async Task<ItemReview?> RivalAsync(ItemRef item, string by, string over, CancellationToken cancellationToken) =>
        await FindAsync(item, cancellationToken) is { IsOpen: true } review && review.Approval.AskedBy != by && review.Approval.Hash != over ? review : null;

    /// <summary>Keeps an edit as a proposal, and what is typed with it; what was approved just so already is done.</summary>
    /// <param name="over">Hash of somebody else's proposal that the asker has seen, and that this one is to take the place of; empty for none.</param>
    /// <returns><see cref="EditAsked"/>, <see cref="EditRival"/>, or what else speaks against it.</returns>
    public async Task<EditOutcome> AskAsync(ItemEdit edit, string by, string over, CancellationToken cancellationToken)
    {
        if (edit.Action == EditAction.SaveDraft) return new EditRefused([ItemFault.Of("", FaultCode.AlreadyPublished, "it was published: publish the change, which somebody else approves")]);
        var tried = await edits.TryAsync(edit, cancellationToken);
        if (tried is not EditSaved would) return tried;
        if (would.Questions.Any(question => question.IsQuestion) && !edit.Sure) return new EditRefused(would.Questions);
        var (old, wanted) = (would.Old, would.New.Item);
        if (old is not null && would.Changes.Count == 0) return would;
        var before = old is null ? null : await FindAsync(old.Ref, cancellationToken);
        if (before is { IsOpen: true } && before.Approval.AskedBy != by && before.Approval.Hash != over && !IsSame(before, edit.Action, wanted)) return EditRival.Of(before, wanted);
        // What is not out yet may be kept as it is typed: nobody reads it.
        if (old is null || (edit.Action == EditAction.Publish && old.Published is null))
        {
            var kept = await saves.SaveAsync(edit with { Action = EditAction.SaveDraft, Sure = true }, by, cancellationToken);
            if (kept is not EditSaved saved) return kept;
            (old, wanted) = (saved.New, wanted with { Id = saved.New.Item.Id });
        }

        var proposal = new ItemProposal(edit.Action, old.ETag.ToString(), ItemEdit.BaseOf(wanted));
        try
        {
            var note = NoteOf(by, AuditVerbs.AskForItem, old.Ref, FieldChanges.Between(old.Item, wanted)) with { Old = "" };
            // What is void already is given up without a word; of what waits, only what was seen.
            var seen = before is { IsOpen: false } ? before.Approval.Hash : over;
            var asked = await changes.RunAsync(
                note,
                () => approvals.AskAsync(SubjectOf(old.Ref), proposal.Hash, by, proposal.ToString(), seen, CancellationToken.None),
                done => done.IsNew ? note with { Old = done.Replaced is { } replaced ? GivenUp(replaced, old) : "" } : null,
                cancellationToken);
            return asked.Approval.Allows(proposal.Hash)
                ? await AppliedAsync(NoteOf(by, SaveItem.VerbOf(edit.Action, isNew: false), old.Ref, FieldChanges.Between(old.Item, wanted)), () => ApplyAsync(old.Ref, proposal), cancellationToken)
                : new EditAsked(old, asked.Approval);
        }
        catch (RefusedException refusal) when (refusal.Faults is [{ Code: ApprovalList.AskedByOther }])
        {
            // In the moment between.
            if (await FindAsync(old.Ref, cancellationToken) is { } rival) return EditRival.Of(rival, wanted);
            throw;
        }
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
        if (review.IsVoid) return await ApplyAsync(RefOf(review), review.Proposal);
        return await AppliedAsync(
            NoteOf(by, AuditVerbs.ApproveItem, RefOf(review), review.Changes),
            async () =>
            {
                await approvals.ApproveAsync(review.Approval.Subject, hash, by, CancellationToken.None);
                return await ApplyAsync(RefOf(review), review.Proposal);
            },
            cancellationToken);
    }

    /// <param name="hash">Of what the approver has seen.</param>
    /// <exception cref="RefusedException">It is another one by now, or the asker's own, or the reason is none.</exception>
    public Task RefuseAsync(ItemReview review, string hash, string by, string reason, CancellationToken cancellationToken)
    {
        var note = new AuditNote(by, AuditVerbs.RefuseItem, RefOf(review).ToString(), review.Approval.AskedBy, reason.Trim());
        return changes.RunAsync(note, () => approvals.RefuseAsync(review.Approval.Subject, hash, by, reason, CancellationToken.None), done => done == review.Approval ? null : note, cancellationToken);
    }

    /// <summary>Who asked takes it back; what they asked for stays in the log.</summary>
    /// <param name="hash">Of what they have seen.</param>
    /// <exception cref="RefusedException">It is another's, or another one by now, or decided.</exception>
    public Task TakeBackAsync(ItemReview review, string hash, string by, CancellationToken cancellationToken)
    {
        var asked = NoteOf(by, AuditVerbs.TakeItemBack, RefOf(review), review.Changes);
        var note = asked with { Old = asked.New, New = "" };
        return changes.RunAsync(note, () => approvals.TakeBackAsync(review.Approval.Subject, hash, by, CancellationToken.None), done => done == review.Approval ? null : note, cancellationToken);
    }

    /// <summary>An emergency: it is saved though nobody else has looked, and that is kept.</summary>
    /// <param name="hash">Of what they have seen.</param>
    /// <exception cref="RefusedException">It is another one by now, or the reason is none.</exception>
    public async Task<EditOutcome> BypassAsync(ItemReview review, string hash, string by, string reason, CancellationToken cancellationToken)
    {
        if (review.IsVoid) return await ApplyAsync(RefOf(review), review.Proposal);
        if (review.Approval.Hash != hash) throw new RefusedException("It was not approved.", [new Fault("hash", "it has been changed since you looked at it; look at it as it is now")]);
        var note = NoteOf(by, AuditVerbs.BypassItem, RefOf(review), review.Changes);
        return await AppliedAsync(
            note with { New = $"{reason.Trim()}\n{note.New}" },
            async () =>
            {
                await approvals.BypassAsync(review.Approval.Subject, hash, by, review.Approval.Proposal, reason, CancellationToken.None);
                return await ApplyAsync(RefOf(review), review.Proposal);
            },
            cancellationToken);
    }

    /// <summary>What is said to a proposal and then cannot be done was said all the same.</summary>
    private Task<EditOutcome> AppliedAsync(AuditNote note, Func<Task<EditOutcome>> apply, CancellationToken cancellationToken) =>
        changes.RunAsync(note, apply, done => done is EditSaved ? note : note with { Old = "", New = "" }, cancellationToken);

    private static AuditNote NoteOf(string by, string verb, ItemRef item, IReadOnlyList<FieldChange> differences)
    {
        var (old, now) = SaveItem.LogOf(differences);
        return new AuditNote(by, verb, item.ToString(), old, now);
    }

    /// <summary>A proposal that another takes the place of: whose it was, and what it would have changed.</summary>
    private static string GivenUp(Approval approval, StoredItem item) =>
        $"{approval.AskedBy}\n{SaveItem.LogOf(FieldChanges.Between(item.Item, ItemProposal.Parse(approval.Proposal).Wanted)).New}";

    private static bool IsSame(ItemReview theirs, EditAction action, Item wanted) => theirs.Proposal.Action == action && FieldChanges.Between(theirs.Wanted, wanted).Count == 0;

    private async Task<ItemReview> ReviewAsync(Approval approval, ItemRef item, CancellationToken cancellationToken)
    {
        var proposal = ItemProposal.Parse(approval.Proposal);
        var (now, wanted) = (await edits.FindAsync(item, cancellationToken), proposal.Wanted);
        return new ItemReview(approval, proposal, now, wanted, now is null ? [] : FieldChanges.Between(now.Item, wanted), now is null || now.ETag.ToString() != proposal.ETag);
    }

    private async Task<EditOutcome> ApplyAsync(ItemRef item, ItemProposal proposal)
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
            CancellationToken.None);
        // Saved by a try whose answer was lost.
        return outcome is EditConflict { Theirs: var theirs } && FieldChanges.Between(theirs.Item, wanted).Count == 0 ? new EditSaved(theirs, theirs, [], []) : outcome;
    }

    private static ItemRef RefOf(ItemReview review) => review.Wanted.Ref;
}
