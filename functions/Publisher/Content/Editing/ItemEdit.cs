using System.Text;
using Azure;
using Publisher.Content.Import;

namespace Publisher.Content.Editing;

public enum EditAction
{
    /// <summary>Keeps what there is, whole or not. What readers have seen is never a draft again: it is published anew, or withdrawn.</summary>
    SaveDraft,

    /// <summary>Brings it, or its new version, to readers.</summary>
    Publish,

    /// <summary>Takes it from readers as it stands; what is in the form is left. A draft that is given up is withdrawn, too.</summary>
    Withdraw,

    /// <summary>Takes that back: to readers where they had it, to the drafts where they did not.</summary>
    Restore,
}

/// <summary>What a person wants done with an item.</summary>
/// <param name="Item">Null for one that is new.</param>
/// <param name="Draft">What is in the form; null where the action leaves it.</param>
public sealed record ItemEdit(EditAction Action, ItemRef? Item, ItemDraft? Draft)
{
    /// <summary>Of the item as it was when the form was opened; not for a new one.</summary>
    public ETag ETag { get; init; }

    /// <summary>The item as it was when the form was opened, from <see cref="BaseOf"/>; empty where the form does not say. It only explains a conflict.</summary>
    public string Base { get; init; } = "";

    /// <summary>The person has seen the questions, and means it.</summary>
    public bool Sure { get; init; }

    /// <summary>An item for a hidden field of its form.</summary>
    public static string BaseOf(Item item) => ItemTable.Serialise(item);

    /// <returns>Null for what is not the item that is edited, or none at all: it comes from a browser.</returns>
    internal Item? ReadBase(Districts districts)
    {
        try
        {
            if (Base.Length == 0 || LineJson.Parse(Encoding.UTF8.GetBytes(Base)) is not LineObject json) return null;
            return ItemReader.Read(new FieldReader(json, "", []), districts) is { } item && item.Ref == Item ? item : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
