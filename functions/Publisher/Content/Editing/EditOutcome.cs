namespace Publisher.Content.Editing;

/// <summary>What became of an edit.</summary>
public abstract record EditOutcome;

/// <summary>It is saved, or it would be.</summary>
/// <param name="Old">As it was; null where it is new.</param>
/// <param name="New">As it is, with the ETag of the next edit; where it was only tried, as it would be.</param>
/// <param name="Changes">From the old one to the new one; empty for a new item, and where nothing was different and so nothing was written.</param>
/// <param name="Questions">That were asked, and answered by <see cref="ItemEdit.Sure"/>; where it was only tried, those that will be.</param>
public sealed record EditSaved(StoredItem? Old, StoredItem New, IReadOnlyList<FieldChange> Changes, IReadOnlyList<ItemFault> Questions) : EditOutcome
{
    /// <summary>The very same was there: its form was sent twice, and this was the second time.</summary>
    public bool IsRepeat { get; init; }
}

/// <summary>Somebody else saved the item since the form was opened. Nothing was written.</summary>
/// <param name="Theirs">As it is now; an edit with its ETag goes over it.</param>
/// <param name="TheirChanges">What they changed since the form was opened; null where the form does not say how the item was then.</param>
/// <param name="Overwritten">What saving all the same would change of theirs.</param>
public sealed record EditConflict(StoredItem Theirs, IReadOnlyList<FieldChange>? TheirChanges, IReadOnlyList<FieldChange> Overwritten) : EditOutcome;

/// <summary>It cannot be saved so. Nothing was written.</summary>
/// <param name="Faults">In the order of the form; questions among them, which <see cref="ItemEdit.Sure"/> answers.</param>
public sealed record EditRefused(IReadOnlyList<ItemFault> Faults) : EditOutcome
{
    /// <summary>Nothing is wrong: the person only has to say that they mean it.</summary>
    public bool IsQuestion => Faults.All(fault => fault.IsQuestion);
}
