using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Publisher.Rendering;

/// <summary>Staff's Markdown as a mail's text part shows it: words without marks, in lines of at most <see cref="TextWrap.Width"/> characters, and addresses to be seen.</summary>
public static class MarkdownPlain
{
    /// <summary>Characters that words have at least, however deep in lists and quotations they stand.</summary>
    private const int MinWidth = 30;

    private const string QuoteMark = "> ";

    private const string BulletMark = "- ";

    /// <summary>What is nested too deeply to be anything stays as it was written.</summary>
    public static string ToText(string markdown)
    {
        try
        {
            return string.Join('\n', Inside(MarkdownText.Read(markdown), TextWrap.Width, apart: true));
        }
        catch (ArgumentException)
        {
            return TextWrap.Wrap(markdown);
        }
    }

    /// <param name="apart">With an empty line between one block and the next.</param>
    private static List<string> Inside(ContainerBlock container, int width, bool apart)
    {
        var lines = new List<string>();
        foreach (var block in container)
        {
            var own = LinesOf(block, Math.Max(MinWidth, width));
            if (own.Count == 0) continue;
            if (apart && lines.Count > 0) lines.Add("");
            lines.AddRange(own);
        }

        return lines;
    }

    private static List<string> LinesOf(Block block, int width) => block switch
    {
        LinkReferenceDefinitionGroup => [],
        ListBlock list => OfList(list, width),
        QuoteBlock quote => Inside(quote, width - QuoteMark.Length, apart: true).ConvertAll(static line => (QuoteMark + line).TrimEnd()),
        ContainerBlock other => Inside(other, width, apart: true),
        ThematicBreakBlock => ["* * *"],
        CodeBlock code => [.. Enumerable.Range(0, code.Lines.Count).Select(at => code.Lines.Lines[at].Slice.ToString())],
        LeafBlock leaf => TextWrap.Wrap(WordsOf(leaf.Inline, linked: false), width) is { Length: > 0 } words ? [.. words.Split('\n')] : [],
        _ => [],
    };

    private static List<string> OfList(ListBlock list, int width)
    {
        var lines = new List<string>();
        foreach (var item in list.OfType<ListItemBlock>())
        {
            var mark = list.IsOrdered ? string.Create(CultureInfo.InvariantCulture, $"{item.Order}. ") : BulletMark;
            var own = Inside(item, width - mark.Length, list.IsLoose);
            if (list.IsLoose && lines.Count > 0) lines.Add("");
            lines.Add((mark + own.FirstOrDefault()).TrimEnd());
            lines.AddRange(own.Skip(1).Select(line => line.Length > 0 ? new string(' ', mark.Length) + line : ""));
        }

        return lines;
    }

    /// <param name="linked">Within a link: a picture there has no address of its own to be shown.</param>
    private static string WordsOf(ContainerInline? inlines, bool linked)
    {
        var words = new StringBuilder();
        if (inlines is null) return "";
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LiteralInline literal: words.Append(literal.Content.AsSpan()); break;
                case CodeInline code: words.Append(code.Content); break;
                case HtmlEntityInline entity: words.Append(entity.Transcoded.AsSpan()); break;
                case LineBreakInline lineBreak: words.Append(lineBreak.IsHard ? '\n' : ' '); break;
                case AutolinkInline address: words.Append(Shown(address.Url)); break;
                case LinkInline link: words.Append(Linked(WordsOf(link, linked: true), linked ? "" : link.Url ?? "")); break;
                case ContainerInline other: words.Append(WordsOf(other, linked)); break;
            }
        }

        return words.ToString();
    }

    /// <summary>"words (address)"; the address alone where the words say nothing else, the words alone where it leads nowhere.</summary>
    private static string Linked(string words, string url)
    {
        if (!MarkdownText.IsTarget(url)) return words;
        var address = Shown(url);
        return words.Trim().Length == 0 || words.Trim() == address ? address : $"{words} ({address})";
    }

    private static string Shown(string url) => url.StartsWith(MarkdownText.MailScheme, StringComparison.OrdinalIgnoreCase) ? url[MarkdownText.MailScheme.Length..] : url;
}
