using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Publisher.Rendering;

/// <summary>Staff's Markdown as safe HTML: no raw HTML, and no link but to the web.</summary>
public static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static string ToHtml(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
            if (link.Url is null || link.IsImage || !WebAddress.IsValid(link.Url)) (link.Url, link.IsImage) = ("#", false);
        foreach (var link in document.Descendants<AutolinkInline>())
            if (!link.IsEmail && !WebAddress.IsValid(link.Url)) link.Url = "#";
        return document.ToHtml(Pipeline);
    }
}
