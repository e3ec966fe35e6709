namespace Publisher.Content.Editing;

/// <summary>What a person wrote into the form of an item.</summary>
/// <param name="Item">As much of it as can be read, a draft: fit for a preview whatever the faults.</param>
/// <param name="Faults">What keeps it from being saved, and what is to be asked, in the order of the fields.</param>
/// <param name="Fields">As the form is to show them again: empty rows gone, rows numbered anew like the faults', what could not be read as it was written.</param>
public sealed record ItemDraft(Item Item, IReadOnlyList<ItemFault> Faults, IReadOnlyDictionary<string, IReadOnlyList<string>> Fields);
