using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Editions.Gates;

/// <summary>An item's words in one language, read once for all rules.</summary>
/// <param name="Prefix">Before the names of its fields: empty for the original, <c>translations[0].</c> for the first translation.</param>
internal sealed record Writing(Item Item, string Prefix, ItemText Text, MarkdownOutline Body)
{
    public static IReadOnlyList<Writing> Of(Item item)
    {
        var writings = new List<Writing> { Read(item, "", new ItemText(item.Language, item.Title, item.Summary, item.Body)) };
        for (var at = 0; at < item.Translations.Count; at++) writings.Add(Read(item, $"translations[{at}].", item.Translations[at]));
        return writings;
    }

    public Finding Found(string field, string text, Severity severity = Severity.Block) => new(Item.Ref, Prefix + field, text, severity);

    private static Writing Read(Item item, string prefix, ItemText text) => new(item, prefix, text, MarkdownText.Outline(text.Body));
}
