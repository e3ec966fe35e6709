using System.Text;
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

    /// <summary>What is nested too deeply to be anything stays as it was written: one item's body must not stop an edition.</summary>
    /// <param name="topLevel">Level of the highest headings in it, 1 to 6: what stands above them on the page has the levels before.</param>
    public static string ToHtml(string markdown, int topLevel)
    {
        try
        {
            var document = Parse(markdown);
            // What leads nowhere is no link, but its words stay.
            foreach (var link in document.Descendants<LinkInline>().ToList())
                if (link.Url is null || link.IsImage || !WebAddress.IsValid(link.Url)) link.ReplaceBy(new ContainerInline());
            foreach (var link in document.Descendants<AutolinkInline>().ToList())
                if (!link.IsEmail && !WebAddress.IsValid(link.Url)) link.ReplaceBy(new LiteralInline(link.Url));
            var headings = document.Descendants<HeadingBlock>().ToList();
            var highest = headings.Select(heading => heading.Level).DefaultIfEmpty(1).Min();
            foreach (var heading in headings) heading.Level = Math.Min(LastLevel, heading.Level - highest + topLevel);
            return document.ToHtml(Pipeline);
        }
        catch (ArgumentException)
        {
            return AsWritten(markdown);
        }
    }

    /// <summary>What a body is made of, as the same reader sees it.</summary>
    public static MarkdownOutline Outline(string markdown)
    {
        try
        {
            var document = Parse(markdown);
            // Some of what is too deep is told by the writer only.
            _ = document.ToHtml(Pipeline);
            var headings = document.Descendants<HeadingBlock>().Select(heading => new MarkdownHeading(heading.Level, WordsOf(heading.Inline))).ToList();
            var links = new List<MarkdownLink>();
            foreach (var inline in document.Descendants<Inline>())
            {
                if (inline is LinkInline link) links.Add(new MarkdownLink(WordsOf(link), link.Url ?? ""));
                else if (inline is AutolinkInline { IsEmail: false } address) links.Add(new MarkdownLink(address.Url, address.Url));
            }

            return new MarkdownOutline(headings, links, string.Join(' ', document.Descendants<LeafBlock>().Select(block => WordsOf(block.Inline))), TooDeep: false);
        }
        catch (ArgumentException)
        {
            return new MarkdownOutline([], [], markdown, TooDeep: true);
        }
    }

    private static MarkdownDocument Parse(string markdown) => Markdown.Parse(markdown, Pipeline);

    private static string AsWritten(string markdown)
    {
        var html = new StringWriter();
        html.Write("<p>");
        new HtmlText().Encode(markdown, html);
        html.Write("</p>\n");
        return html.ToString();
    }

    /// <summary>Its words without marks and addresses.</summary>
    private static string WordsOf(ContainerInline? inlines)
    {
        var words = new StringBuilder();
        foreach (var inline in inlines?.Descendants() ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal: words.Append(literal.Content.AsSpan()); break;
                case CodeInline code: words.Append(code.Content); break;
                case HtmlEntityInline entity: words.Append(entity.Transcoded.AsSpan()); break;
                case LineBreakInline: words.Append(' '); break;
            }
        }

        return words.ToString();
    }
}

/// <summary>The parts of a body that readers find their way by.</summary>
/// <param name="Headings">In their order.</param>
/// <param name="Words">All its text, without marks and addresses.</param>
/// <param name="TooDeep">It is nested too deeply to be read; then there is nothing here but the text as written.</param>
public sealed record MarkdownOutline(IReadOnlyList<MarkdownHeading> Headings, IReadOnlyList<MarkdownLink> Links, string Words, bool TooDeep);

/// <param name="Level">1 to 6.</param>
public sealed record MarkdownHeading(int Level, string Text);

/// <param name="Text">What the link says; its address where it says nothing else.</param>
public sealed record MarkdownLink(string Text, string Url);
