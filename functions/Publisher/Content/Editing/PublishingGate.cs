namespace Publisher.Content.Editing;

/// <summary>What editions would say against an item: how they judge it is theirs to know.</summary>
public delegate IReadOnlyList<ItemFault> PublishingGate(Item item);
