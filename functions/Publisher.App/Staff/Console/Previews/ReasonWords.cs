using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Previews;

/// <summary>Why an item is in a reader's mail, or is not, in the language of who asks. Pure.</summary>
/// <param name="strings">The words that readers see: headings, rhythms.</param>
internal sealed class ReasonWords(Strings texts, Strings strings)
{
    public string Of(Reason reason) => reason.Code switch
    {
        ReaderCode.Edition when reason.Heading is { } heading => Joined(
            texts.Fill("reasonUnder", ("heading", strings["section" + heading])), reason.Follows ? texts["reasonFollows"] : "", Decided(reason)),
        ReaderCode.Edition => Decided(reason),
        _ => texts[$"reason{reason.Code}"],
    };

    private string Decided(Reason reason) => texts.Fill($"why{reason.Decided}", ("edition", reason.By), ("days", $"{DigestEntry.ClosingDays}"), ("max", $"{SelectItems.MaxItems}"));

    private static string Joined(params ReadOnlySpan<string> parts)
    {
        var said = new List<string>();
        foreach (var part in parts)
            if (part.Length > 0) said.Add(part);
        return string.Join(" ", said);
    }
}
