using Publisher.Content;
using Publisher.Content.Editing;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>An item's form at one moment: what is typed, what is wrong with it, and what it began from.</summary>
/// <param name="Stored">The item as it is by now; null for a new one.</param>
/// <param name="ETag">Of the item as it was when the form was opened.</param>
/// <param name="Spare">Empty rows at the end of each list of links.</param>
internal sealed record FormState(
    ItemKind Kind, StoredItem? Stored, string ETag, string Base, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields, IReadOnlyList<ItemFault> Faults, int Spare = 2)
{
    public ItemRef? Ref => Stored?.Ref;

    public static FormState Of(StoredItem stored) => new(stored.Item.Kind, stored, stored.ETag.ToString(), ItemEdit.BaseOf(stored.Item), ItemForm.Of(stored.Item), []);

    public KeptForm ToKeep() => new(Kind, Stored?.Item.Id, ETag, Base, Fields);

    public string Text(string field) => Fields.GetValueOrDefault(field) is [var first, ..] ? first : "";

    public IReadOnlyList<string> Values(string field) => Fields.GetValueOrDefault(field) ?? [];

    /// <summary>How many rows a list has, empty ones left out.</summary>
    public int Rows(string list)
    {
        var count = 0;
        while (Fields.Keys.Any(name => name.StartsWith($"{list}[{count}].", StringComparison.Ordinal))) count++;
        return count;
    }
}
