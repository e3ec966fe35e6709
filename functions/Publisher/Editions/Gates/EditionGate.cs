using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Rendering;

namespace Publisher.Editions.Gates;

/// <summary>
/// What an edition has to pass before it may go out: that everyone can read it, and that who pays is named. Pure, and never fails,
/// whatever the content. A new rule is a file of its own here and a line in one of the two lists below; a finding of an item has a code for the pages that word it.
/// </summary>
public static class EditionGate
{
    /// <param name="languages">Those that the installation offers (ISO 639-1).</param>
    /// <param name="html">By language: the mail as one would get it who gets everything.</param>
    /// <returns>Item by item in the edition's order, then what concerns the whole; empty where nothing is wrong.</returns>
    public static IReadOnlyList<Finding> Check(
        IReadOnlyList<DigestEntry> entries, Programmes programmes, Look look, IReadOnlyList<string> languages, IReadOnlyDictionary<string, string> html)
    {
        var items = entries.Select(entry => entry.Item).DistinctBy(item => item.Ref).ToList();
        IEnumerable<Finding> ofAll = [.. ContrastRule.Check(look, html.Values), .. SizeRule.Check(items, html)];
        return [.. items.SelectMany(item => Check(item, programmes, languages)).Concat(ofAll).Distinct()];
    }

    /// <summary>What there is to say of one item, whatever edition it will be in.</summary>
    /// <param name="languages">Those that the installation offers (ISO 639-1).</param>
    public static IReadOnlyList<Finding> Check(Item item, Programmes programmes, IReadOnlyList<string> languages) =>
    [
        .. PictureRule.Check(item),
        .. LinkRule.Check(item),
        .. Writing.Of(item).SelectMany(text => (IEnumerable<Finding>)
        [
            .. SummaryRule.Check(text),
            .. LinkRule.Check(text),
            .. HeadingRule.Check(text),
            .. LanguageRule.Check(text, languages),
        ]),
        .. ProgrammeRule.Check(item, programmes),
    ];

    /// <summary>The same for who publishes an item: what would keep it out of its first edition is said while its form is open.</summary>
    public static PublishingGate ForPublishing(Programmes programmes, IReadOnlyList<string> languages) => item =>
        [.. from finding in Check(item, programmes, languages).Distinct()
            where finding.Code is not null
            select new ItemFault(finding.Field, finding.Code!.Value, finding.Text, finding.Arguments) { IsQuestion = finding.Severity == Severity.Warn }];
}
