using System.Text.RegularExpressions;

namespace Publisher.Rendering;

/// <summary>
/// A template's source, looked through before it is compiled: what it uses, and that it uses nothing but what templates/README.md
/// names. The compiler is recursive and would take the process with it on a template that is nested too deep.
/// </summary>
internal sealed partial class TemplateSource
{
    private readonly HashSet<string> partials = new(StringComparer.Ordinal);
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);

    // For each open block how many levels it takes: {{else if}} is compiled as a block within the one before.
    private readonly Stack<int> open = new();
    private readonly string name;
    private readonly RenderLimits limits;
    private int depth;
    private int tags;

    private TemplateSource(string name, string text, RenderLimits limits)
    {
        (this.name, this.limits) = (name, limits);
        if (text.Length > limits.Source) throw Fault($"has {text.Length} characters; at most {limits.Source} are allowed");
        if (text.AsSpan().ContainsAny('\uE000', '\uE001')) throw Fault("holds a character that marks slots (U+E000 or U+E001); write {{slot \"…\"}} instead");
        Scan(text);
        // Handlebars would indent all lines of a partial that stands alone on its line, and for that keep them aside, uncounted.
        Text = Indented().Replace(text, "$1");
    }

    /// <summary>As it is to be compiled.</summary>
    public string Text { get; }

    /// <summary>The partials it uses, by name.</summary>
    public IReadOnlyCollection<string> Partials => partials;

    /// <summary>The keys of the texts it asks for by <c>t</c>.</summary>
    public IReadOnlyCollection<string> Texts => texts;

    /// <exception cref="TemplateException">It is too large, too deep, or uses what no template may.</exception>
    public static TemplateSource Read(string name, string text, RenderLimits limits) => new(name, text, limits);

    private void Scan(string text)
    {
        var at = 0;
        while (text.IndexOf("{{", at, StringComparison.Ordinal) is var start and >= 0)
        {
            if (++tags > limits.Tags) throw Fault($"has more than {limits.Tags} tags; move parts of it into a loop or a partial");
            if (start > 0 && text[start - 1] == '\\') throw Fault("has \\{{, which is not supported; write &#123;&#123; for braces that are to be read", text, start);
            var inside = start + 2;
            var triple = inside < text.Length && text[inside] == '{';
            if (triple) inside++;
            if (triple && inside < text.Length && text[inside] == '{') throw Fault("has a raw block {{{{, which is not supported", text, start);
            if (inside < text.Length && text[inside] == '~') inside++;
            if (inside < text.Length && text[inside] == '!')
            {
                at = EndOfComment(text, inside, start);
                continue;
            }

            var end = EndOfTag(text, inside, start);
            Tag(text[inside..end].Trim().TrimEnd('~').TrimEnd(), text, start);
            at = end + 2;
        }

        if (open.Count > 0) throw Fault("has a block that is not closed");
    }

    private int EndOfComment(string text, int inside, int start)
    {
        var mark = text.AsSpan(inside).StartsWith("!--") ? "--" : "";
        if (text.AsSpan(inside).StartsWith("!<")) throw Fault("names a layout, which is not supported; use partials", text, start);
        var from = inside + 1 + mark.Length;
        if (mark.Length == 0) return text.IndexOf("}}", from, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : throw Unclosed(text, start);
        while (text.IndexOf(mark, from, StringComparison.Ordinal) is var close and >= 0)
        {
            if (text.AsSpan(close + 2).StartsWith("}}")) return close + 4;
            if (text.AsSpan(close + 2).StartsWith("~}}")) return close + 5;
            from = close + 1;
        }

        throw Unclosed(text, start);
    }

    private int EndOfTag(string text, int inside, int start)
    {
        var (quote, parentheses) = ('\0', 0);
        for (var at = inside; at < text.Length; at++)
        {
            var c = text[at];
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                continue;
            }

            switch (c)
            {
                case '"' or '\'': quote = c; break;
                case '[': quote = ']'; break;
                case '(' when ++parentheses > RenderLimits.Parentheses: throw Fault($"has more than {RenderLimits.Parentheses} parentheses within each other", text, start);
                case ')': parentheses--; break;
                case '}' when at + 1 < text.Length && text[at + 1] == '}': return at;
            }
        }

        throw Unclosed(text, start);
    }

    private void Tag(string tag, string text, int start)
    {
        foreach (Match use in TextUse().Matches(tag)) texts.Add(use.Groups[1].Value);
        switch (tag)
        {
            case ['*', ..] or ['#', '*', ..]: throw Fault("has a decorator or an inline partial, which are not supported; put it into templates/partials", text, start);
            case ['#', '>', ..]: throw Fault("has a partial with a block, which is not supported; use a partial without one", text, start);
            case ['#', ..] when !TemplateFunctions.Blocks.Contains(FirstWord(tag[1..])):
            case ['^', _, ..]: throw Fault($"has the block „{{{{{tag}}}}}”; there are {string.Join(", ", TemplateFunctions.Blocks.Order(StringComparer.Ordinal))}", text, start);
            case ['#', ..]: Open(); break;
            case ['/', ..]: Close(text, start); break;
            case ['>', ..]: Partial(tag[1..].Trim(), text, start); break;
            case "else" or "^": break;
            case ['e', 'l', 's', 'e', ' ', ..] when open.Count > 0:
                open.Push(open.Pop() + 1);
                Deeper();
                break;
        }
    }

    private static string FirstWord(string tag) => tag.TrimStart().Split((char[])[' ', '\t', '\r', '\n'], 2)[0];

    private void Open()
    {
        open.Push(1);
        Deeper();
    }

    private void Close(string text, int start)
    {
        if (open.Count == 0) throw Fault("closes a block that is not open", text, start);
        depth -= open.Pop();
    }

    private void Deeper()
    {
        if (++depth > limits.Nesting) throw Fault($"has more than {limits.Nesting} blocks within each other; move the inner ones into a partial");
    }

    private void Partial(string tag, string text, int start)
    {
        if (PartialName().Match(tag) is not { Success: true } match) throw Fault("names a partial by something else than a plain name, which is not supported", text, start);
        partials.Add(match.Value);
    }

    private TemplateException Unclosed(string text, int start) => Fault("has a tag that is not closed", text, start);

    private TemplateException Fault(string fault, string text, int at) => Fault($"{fault} (line {text.AsSpan(0, at).Count('\n') + 1})");

    private TemplateException Fault(string fault) => new(name, fault);

    [GeneratedRegex("""(?:^|[#(])\s*t\s+["']([^"']*)["']""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TextUse();

    [GeneratedRegex("""^[A-Za-z][\w-]*(?:/[\w-]+)*(?=\s|$)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PartialName();

    [GeneratedRegex("""(?m)^[ \t]+(\{\{~?>[^{}]*\}\}[ \t]*\r?)$""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Indented();
}
