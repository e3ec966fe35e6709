using NodaTime;

namespace Publisher.Content.Editing;

/// <summary>
/// Staff's way to an item: opened with its version, saved over that version only. Who comes second is told what the first one changed, and nothing is
/// overwritten unseen. A save is one row, or none where nothing is different.
/// </summary>
public sealed class EditItem(Items items, PublishingGate gate, Districts districts, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Tries at a free id: one is lost to each who takes the same in the same moment, and no office has more people.</summary>
    private const int MostTries = 20;

    /// <returns>With its ETag; null where there is none.</returns>
    public Task<StoredItem?> FindAsync(ItemRef item, CancellationToken cancellationToken) => items.FindAsync(item, cancellationToken);

    /// <summary>Says what <see cref="SaveAsync"/> would do; writes nothing. Questions do not stop it.</summary>
    public Task<EditOutcome> TryAsync(ItemEdit edit, CancellationToken cancellationToken) => RunAsync(edit, write: false, cancellationToken);

    /// <exception cref="ArgumentException">The edit is of no item and has no draft, or lacks the draft that its action needs.</exception>
    public Task<EditOutcome> SaveAsync(ItemEdit edit, CancellationToken cancellationToken) => RunAsync(edit, write: true, cancellationToken);

    private async Task<EditOutcome> RunAsync(ItemEdit edit, bool write, CancellationToken cancellationToken)
    {
        var needsDraft = edit.Item is null || edit.Action is EditAction.SaveDraft or EditAction.Publish;
        if (needsDraft && edit.Draft is null) throw new ArgumentException("The edit has no draft.", nameof(edit));
        if (edit.Item is not { } name) return await AddAsync(edit, write, cancellationToken);
        if (await items.FindAsync(name, cancellationToken) is not { } theirs) return new EditRefused([ItemFault.Of("", FaultCode.Gone, $"there is no {name} any more")]);
        var wanted = needsDraft ? edit.Draft!.Item with { Id = name.Id } : theirs.Item;
        // Before anything is said of the form: what it was checked against is not there any more.
        if (theirs.ETag != edit.ETag) return Conflict(edit, theirs, Turned(wanted, theirs, edit.Action).Item);
        var (item, fault) = Turned(wanted, theirs, edit.Action);
        List<ItemFault> faults = [.. needsDraft ? OfDraft(edit.Draft!, name) : [], .. fault is null ? [] : (ItemFault[])[fault], .. ToPublish(item, theirs)];
        if (Refused(faults, edit, write) is { } refused) return refused;

        var changes = FieldChanges.Between(theirs.Item, item);
        if (changes.Count == 0) return new EditSaved(theirs, theirs, [], faults);
        var next = theirs.Next(item, clock.Now(), seen: changes.Any(change => change.Field != FieldChanges.Note));
        if (!write) return new EditSaved(theirs, next, changes, faults);
        if (await items.ReplaceAsync(next, edit.ETag, cancellationToken) is { } saved) return new EditSaved(theirs, saved, changes, faults);
        return await items.FindAsync(name, cancellationToken) is { } newer
            ? Conflict(edit, newer, item)
            : new EditRefused([ItemFault.Of("", FaultCode.Gone, $"there is no {name} any more")]);
    }

    private async Task<EditOutcome> AddAsync(ItemEdit edit, bool write, CancellationToken cancellationToken)
    {
        var draft = edit.Draft!;
        var item = draft.Item with { Status = edit.Action == EditAction.Publish ? ItemStatus.Published : ItemStatus.Draft };
        var isOwn = item.Id.Length > 0;
        if (!isOwn) item = item with { Id = ItemIds.Of(item, clock.Now().InZone(zone).Date) };
        List<ItemFault> faults = [.. draft.Faults, .. ToPublish(item, null)];
        if (Refused(faults, edit, write) is { } refused) return refused;
        var wanted = item.Id;
        for (var tries = 0; tries < MostTries; tries++)
        {
            var now = clock.Now();
            var fresh = new StoredItem(item, 1, item.Status == ItemStatus.Published ? now : null, now);
            var there = await items.FindAsync(item.Ref, cancellationToken);
            if (there is null && (!write || (there = await items.AddAsync(fresh, cancellationToken)) is not null)) return new EditSaved(null, there ?? fresh, [], faults);
            there ??= await items.FindAsync(item.Ref, cancellationToken);
            // The same form sent twice, by a double click or a page loaded again, is one item.
            if (there is { Version: 1 } && ItemTable.Serialise(there.Item) == ItemTable.Serialise(item)) return new EditSaved(null, there, [], faults) { IsRepeat = true };
            if (isOwn) return new EditRefused([ItemFault.Of("id", FaultCode.IdTaken, $"„{item.Id}” is the name of another item", item.Id)]);
            item = item with { Id = ItemIds.Free(wanted, await items.IdsAsync(item.Kind, ItemIds.Stem(wanted), cancellationToken)) };
        }

        return new EditRefused([ItemFault.Of("id", FaultCode.IdTaken, $"„{item.Id}” is the name of another item", item.Id)]);
    }

    /// <summary>The item with the status that the action gives it, and what speaks against the action.</summary>
    private static (Item Item, ItemFault? Fault) Turned(Item wanted, StoredItem theirs, EditAction action)
    {
        var (old, wasPublic) = (theirs.Item.Status, theirs.Published is not null);
        return action switch
        {
            EditAction.Publish => (wanted with { Status = ItemStatus.Published }, null),
            EditAction.SaveDraft => (wanted with { Status = old }, old == ItemStatus.Published
                ? ItemFault.Of("", FaultCode.AlreadyPublished, "it is published: publish the change, or withdraw the item")
                : null),
            EditAction.Withdraw => (wanted with { Status = ItemStatus.Withdrawn }, old == ItemStatus.Withdrawn ? ItemFault.Of("", FaultCode.AlreadyWithdrawn, "it is withdrawn already") : null),
            _ => (
                wanted with { Status = wasPublic ? ItemStatus.Published : ItemStatus.Draft },
                old == ItemStatus.Withdrawn ? null : ItemFault.Of("", FaultCode.NotWithdrawn, "it is not withdrawn")),
        };
    }

    private static IEnumerable<ItemFault> OfDraft(ItemDraft draft, ItemRef name) => draft.Item.Id.Length > 0 && draft.Item.Id != name.Id
        ? draft.Faults.Append(ItemFault.Of("id", FaultCode.IdForLife, $"is „{name.Id}” for life: it is in links that people have", name.Id))
        : draft.Faults;

    private IEnumerable<ItemFault> ToPublish(Item item, StoredItem? old) => item.Status != ItemStatus.Published
        ? []
        : PublishingRules.Check(item, old?.Item.Status is not ItemStatus.Published, clock.Now(), zone).Concat(gate(item));

    /// <summary>What is wrong always stops it, what is only asked until the person is sure; a try goes on over questions.</summary>
    private static EditRefused? Refused(List<ItemFault> faults, ItemEdit edit, bool write) =>
        faults.Any(fault => !fault.IsQuestion || (write && !edit.Sure)) ? new EditRefused([.. faults.DistinctBy(fault => (fault.Field, fault.Code, fault.Text))]) : null;

    private EditConflict Conflict(ItemEdit edit, StoredItem theirs, Item mine) => new(
        theirs,
        edit.ReadBase(districts) is { } seen ? FieldChanges.Between(seen, theirs.Item) : null,
        FieldChanges.Between(theirs.Item, mine));
}
