using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Staff;

namespace Publisher.Board;

/// <summary>Saves an item for one of the staff, and writes down what they changed.</summary>
public sealed class SaveItem(EditItem edits, AuditedChanges changes)
{
    /// <inheritdoc cref="EditItem.SaveAsync"/>
    /// <param name="by">Who saves it.</param>
    public async Task<EditOutcome> SaveAsync(ItemEdit edit, string by, CancellationToken cancellationToken)
    {
        var tried = await edits.TryAsync(edit, cancellationToken);
        if (tried is not EditSaved would) return tried;
        if (!edit.Sure && would.Questions.Any(question => question.IsQuestion)) return new EditRefused(would.Questions);
        if (!IsChange(would)) return would;
        // Looked at once more by the same code: between the two somebody else may have saved.
        return await changes.RunAsync(NoteOf(by, edit.Action, would), () => edits.SaveAsync(edit, CancellationToken.None), done => done is EditSaved saved && IsChange(saved) ? NoteOf(by, edit.Action, saved) : null, cancellationToken);
    }

    /// <summary>A line a field, in no language.</summary>
    internal static (string Old, string New) LogOf(IReadOnlyList<FieldChange> changes)
    {
        static string Name(FieldChange change) => change.Language.Length > 0 ? $"{change.Field} ({change.Language})" : change.Field;
        return (string.Join('\n', changes.Select(change => $"{Name(change)}: {change.Old}")), string.Join('\n', changes.Select(change => $"{Name(change)}: {change.New}")));
    }

    private static bool IsChange(EditSaved saved) => saved.Old is null ? !saved.IsRepeat : saved.Changes.Count > 0;

    private static AuditNote NoteOf(string by, EditAction action, EditSaved saved)
    {
        var (old, now) = saved.Old is null ? ("", saved.New.Item.Title) : LogOf(saved.Changes);
        return new AuditNote(by, VerbOf(action, isNew: saved.Old is null), saved.New.Ref.ToString(), old, now);
    }

    internal static string VerbOf(EditAction action, bool isNew) => action switch
    {
        EditAction.Publish => AuditVerbs.PublishItem,
        EditAction.Withdraw => AuditVerbs.WithdrawItem,
        EditAction.Restore => AuditVerbs.RestoreItem,
        _ => isNew ? AuditVerbs.AddItem : AuditVerbs.SaveItem,
    };
}
