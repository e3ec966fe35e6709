using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>A body as HTML and as words.</summary>
public sealed class MarkdownTests
{
    [Theory]
    [InlineData("[biuro](mailto:biuro@example.org)", "<p><a href=\"mailto:biuro@example.org\">biuro</a></p>")]
    [InlineData("<biuro@example.org>", "<p><a href=\"mailto:biuro@example.org\">biuro@example.org</a></p>")]
    [InlineData("![Plakat *maja*](https://example.org/p.png)", "<p><a href=\"https://example.org/p.png\">Plakat <em>maja</em></a></p>")]
    [InlineData("[![Plakat](https://example.org/p.png)](https://example.org)", "<p><a href=\"https://example.org\">Plakat</a></p>")]
    [InlineData("[**Zadzwoń**](tel:123), [a](mailto:b), [c](/d), [e](mailto:biuro@example.org?bcc=x@example.org)", "<p><strong>Zadzwoń</strong>, a, c, e</p>")]
    [InlineData("![Plakat](plakat.png)", "<p>Plakat</p>")]
    [InlineData("<tel:123>", "<p>tel:123</p>")]
    public void What_opens_something_is_a_link_and_all_else_is_words(string markdown, string html) => Assert.Equal(html, MarkdownText.ToHtml(markdown, 3).Trim());

    [Theory]
    [InlineData("**Wnioski** składa się `online`, *do* maja &amp; \\*później\\*.", "Wnioski składa się online, do maja & *później*.")]
    [InlineData("## Jak\nPrzez internet.\n\n### Kiedy ###\nW maju.", "Jak\n\nPrzez internet.\n\nKiedy\n\nW maju.")]
    [InlineData("* a\n* b\n  * c\n\nd", "- a\n- b\n  - c\n\nd")]
    [InlineData("9. a\n10. b\n    dalej\n\n11. c", "9. a\n\n10. b dalej\n\n11. c")]
    [InlineData("> a\n>\n> - b", "> a\n>\n> - b")]
    [InlineData("a\n\n    x  =  **1**\n\n```\n  y\n```", "a\n\nx  =  **1**\n\n  y")]
    [InlineData("a  \nb\nc\n\n***\n\nd", "a\nb c\n\n* * *\n\nd")]
    [InlineData("Zobacz [regulamin][1].\n\n[1]: https://example.org/r", "Zobacz regulamin (https://example.org/r).")]
    [InlineData("[](https://example.org/r) <https://example.org> <biuro@example.org>", "https://example.org/r https://example.org biuro@example.org")]
    [InlineData("[Napisz](mailto:biuro@example.org), [biuro@example.org](mailto:biuro@example.org)", "Napisz (biuro@example.org), biuro@example.org")]
    [InlineData("[Zadzwoń](tel:123), [x](javascript:alert(1))", "Zadzwoń, x")]
    [InlineData("![Plakat](https://example.org/p.png) i [![Mapa](https://example.org/m.png)](https://example.org)", "Plakat (https://example.org/p.png) i Mapa (https://example.org)")]
    [InlineData("<b>a</b> <script>b</script>", "<b>a</b> <script>b</script>")]
    [InlineData("", "")]
    public void The_text_part_has_a_bodys_words_without_its_marks(string markdown, string text) => Assert.Equal(text, MarkdownPlain.ToText(markdown));

    [Theory]
    [InlineData("", "")]
    [InlineData("- ", "  ")]
    [InlineData("> ", "> ")]
    [InlineData("12. ", "    ")]
    public void Long_lines_are_broken_and_stay_under_what_they_belong_to(string mark, string next)
    {
        var lines = MarkdownPlain.ToText(mark + string.Join(' ', Enumerable.Repeat("słowo", 40))).Split('\n');

        Assert.StartsWith(mark + "słowo", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.StartsWith(next + "słowo", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length <= TextWrap.Width, line));
    }
}
