using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Publisher.Approvals;
using Publisher.Content;
using Publisher.Content.Editing;

namespace Publisher.Board;

/// <summary>What somebody wants done with an item, as <see cref="Approval.Proposal"/> keeps it.</summary>
/// <param name="ETag">Of the item as it was; once it is another, the proposal is void.</param>
/// <param name="Item">As it is to be, as <see cref="ItemEdit.BaseOf"/> writes it.</param>
public sealed record ItemProposal(EditAction Action, string ETag, string Item)
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Of all of it: another item, another action and another starting point are another proposal.</summary>
    [JsonIgnore] public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())));

    /// <summary>As it is to be.</summary>
    [JsonIgnore] public Item Wanted => ItemTable.Deserialise(Item);

    public static ItemProposal Parse(string text) => JsonSerializer.Deserialize<ItemProposal>(text, Json)!;

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}

/// <summary>It waits for somebody else.</summary>
/// <param name="Item">As it is until then.</param>
public sealed record EditAsked(StoredItem Item, Approval Approval) : EditOutcome;

/// <summary>Somebody else has asked for something of the same item, and waits for a word. Nothing was written.</summary>
/// <param name="Theirs">What they asked for.</param>
/// <param name="Overwritten">What asking all the same would change of theirs.</param>
public sealed record EditRival(ItemReview Theirs, IReadOnlyList<FieldChange> Overwritten) : EditOutcome
{
    public static EditRival Of(ItemReview theirs, Item mine) => new(theirs, FieldChanges.Between(theirs.Wanted, mine));
}

/// <summary>A proposal as its approver sees it.</summary>
/// <param name="Now">The item as it is; null where it is gone.</param>
/// <param name="Wanted">The item as it is to be.</param>
/// <param name="Changes">From the one to the other.</param>
/// <param name="IsVoid">It was changed since somebody asked, so that what was asked for is no longer what would happen.</param>
public sealed record ItemReview(Approval Approval, ItemProposal Proposal, StoredItem? Now, Item Wanted, IReadOnlyList<FieldChange> Changes, bool IsVoid)
{
    /// <summary>Somebody can still say yes or no.</summary>
    public bool IsOpen => Approval.State == ApprovalState.Asked && !IsVoid;
}
