using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Publisher.Rendering;

/// <summary>Staff's Markdown as safe HTML: no raw HTML, and no link but to the web.</summary>
public static class MarkdownText
{
    /// <summary>Levels of headings in HTML.</summary>
    private const int LastLevel = 6;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <param name="topLevel">Level of the highest headings in it, 1 to 6: what stands above them on the page has the levels before.</param>
    public static string ToHtml(string markdown, int topLevel)
    {
        var document = Parse(markdown);
        foreach (var link in document.Descendants<LinkInline>())
            if (link.Url is null || link.IsImage || !WebAddress.IsValid(link.Url)) (link.Url, link.IsImage) = ("#", false);
        foreach (var link in document.Descendants<AutolinkInline>())
            if (!link.IsEmail && !WebAddress.IsValid(link.Url)) link.Url = "#";
        var headings = document.Descendants<HeadingBlock>().ToList();
        var highest = headings.Select(heading => heading.Level).DefaultIfEmpty(1).Min();
        foreach (var heading in headings) heading.Level = Math.Min(LastLevel, heading.Level - highest + topLevel);
        return document.ToHtml(Pipeline);
    }

    /// <summary>Its parts, for those who look into it.</summary>
    public static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);
}
