using Publisher.Content;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.Tests.Editions.Gates;

/// <summary>Whatever stands in an item, the gate answers with findings, and the renderer with words.</summary>
public sealed class HostileGateTests
{
    private static readonly string[] Scraps =
    [
        "", " ", "\n", "\r\n\r\n", "tutaj", "Toruń", "тут", "😀", "\uD800", "\uDC00", "\0", "\u202E", "\uE000", "#", "## ", "###### ", "===", "---", "> ", "- ", "1. ", "    ",
        "[", "](", "](mailto:a@example.org)", "](tel:1)", ")", "![", "<", ">", "<https://example.org>", "<script>", "`", "```", "*", "**", "_", "&#", "&#xD800;", "&amp;", "\\", "|", "://", "http://[", "www.", ".png", "0",
        "bgcolor=", "background:", "background-color:#", "#fff", "id=\"news-a\"", "FEdKP", "–", "{{", "}}",
    ];

    [Fact]
    public void Any_content_gives_findings_and_never_a_fault() => Chance.Times(3000, random =>
    {
        var items = Enumerable.Range(0, random.Next(4)).Select(_ => AnyItem(random)).ToList();
        var programmes = new Programmes([.. Enumerable.Range(0, random.Next(3)).Select(_ => new Programme(Any(random), [Any(random), ""], Any(random), []))]);
        var html = Enumerable.Range(0, random.Next(3)).ToDictionary(number => $"{number}", _ => Any(random, 200), StringComparer.Ordinal);

        var findings = EditionGate.Check(
            [.. items.Select(item => new DigestEntry(item, random.Of(Enum.GetValues<Section>())))], programmes, new Look(Any(random), null), [Any(random), "pl"], html);

        Assert.All(findings, finding => Assert.True(finding.Field.Length > 0 && finding.Text.Length > 0));
        foreach (var item in items)
        {
            _ = MarkdownText.ToHtml(item.Body, 3);
            _ = MarkdownPlain.ToText(item.Body);
        }
    });

    [Theory]
    [InlineData(">", "")]
    [InlineData("[", "")]
    [InlineData("- ", "x")]
    [InlineData("![", "a](b)")]
    [InlineData("1. ", "x")]
    public void A_body_nested_too_deeply_is_said_so_and_shown_as_it_was_written(string opening, string end)
    {
        var body = string.Concat(Enumerable.Repeat(opening, 3000)) + end;

        var finding = Assert.Single(Gate.Check(Gate.News(body)), finding => finding.Field == "body");

        Assert.Equal(Severity.Block, finding.Severity);
        Assert.Contains("nested so deeply", finding.Text, StringComparison.Ordinal);
        Assert.StartsWith("<p>", MarkdownText.ToHtml(body, 3), StringComparison.Ordinal);
        Assert.NotEmpty(MarkdownPlain.ToText(body));
        Assert.DoesNotContain("<script", MarkdownText.ToHtml(body + "<script>alert(1)</script>", 3), StringComparison.Ordinal);
    }

    private static Item AnyItem(Random random)
    {
        var (image, links) = (random.Next(2) == 0 ? null : new ItemImage(Any(random), Any(random)), Enumerable.Range(0, random.Next(3)).Select(_ => new ItemLink(Any(random), Any(random))).ToList());
        var texts = Enumerable.Range(0, random.Next(3)).Select(_ => new ItemText(random.Of("pl", "uk", Any(random)), Any(random), Any(random), Any(random, 40))).ToList();
        Item item = random.Next(3) switch
        {
            0 => new Call { Id = Any(random), Title = Any(random), Summary = Any(random) },
            1 => new Event { Id = Any(random), Title = Any(random), Summary = Any(random), Starts = Some.Moment("2023-05-09"), MediaCoverage = links, Online = Any(random), OnlineUrl = Any(random) },
            _ => new News { Id = Any(random), Title = Any(random), Summary = Any(random), FundingSource = Any(random) },
        };
        return item with { Body = Any(random, 60), Programme = Any(random), Image = image, Links = links, Language = random.Of("pl", "uk", Any(random)), Translations = texts };
    }

    private static string Any(Random random, int atMost = 6) => string.Concat(Enumerable.Range(0, random.Next(atMost + 1)).Select(_ => random.Of(Scraps)));
}
