using Publisher.Content;

namespace Publisher.App.Staff.Console;

/// <summary>Where the pages of an item are.</summary>
internal static class ItemPaths
{
    public const string New = "/staff/items/new";

    public static string Of(ItemRef item) => $"/staff/items/{item}";

    /// <param name="draft">A form that is kept; empty for the item as it is.</param>
    public static string Preview(ItemKind kind, string id, string draft) => $"/staff/items/{kind.Key()}/{id}/preview{Query(draft)}";

    /// <summary>A form as somebody left it.</summary>
    public static string Form(ItemKind kind, ItemRef? item, string draft) => item is { } known ? Of(known) + Query(draft) : $"{New}?kind={kind.Key()}{(draft.Length > 0 ? $"&draft={draft}" : "")}";

    public static string Approval(ItemRef item) => $"/staff/approvals/item/{item}";

    public static string Correct(ItemRef item) => $"/staff/send/correct?item={Uri.EscapeDataString(item.ToString())}";

    private static string Query(string draft) => draft.Length > 0 ? $"?draft={draft}" : "";
}
