namespace Publisher.Tests.Mails;

/// <summary>That the checks find what is wrong: one that finds nothing anywhere proves nothing.</summary>
public sealed class HtmlCheckTests
{
    [SkippableFact]
    public async Task What_bars_somebody_is_found_in_whatever_colours_and_width_it_shows()
    {
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);

        var faults = await HtmlCheck.AccessibilityAsync(
        [
            Page("pale-in-dark", "<p>Words</p>", "@media (prefers-color-scheme: dark) { body { background: #111; color: #333 } }"),
            Page("pale-on-a-phone", "<p>Words</p>", "@media (max-width: 480px) { p { color: #ccc } }"),
            Page("pale-without-pictures", "<p class=\"logos\" style=\"background:#fff\"><img src=\"https://example.org/a.png\" alt=\"a picture\" width=\"100\"></p>", "@media (prefers-color-scheme: dark) { p { color: #eee } body { background: #111 } h1 { color: #eee } }"),
            Page("no-words", "<p>A picture: <img src=\"https://example.org/a.png\" width=\"100\"></p>"),
            Page("wide", "<p style=\"width: 500px\">Words</p>"),
            Page("small", "<p style=\"line-height: 1\"><a href=\"https://example.org/1\" style=\"display:inline-block;font-size:8px\">a</a><a href=\"https://example.org/2\" style=\"display:inline-block;font-size:8px\">b</a></p>"),
            Page("font", "<p>Words</p>", "@import url(https://fonts.example/roboto.css);"),
            Page("good", "<p>Words, <a href=\"https://example.org\">a link</a> and <img src=\"https://example.org/a.png\" alt=\"a picture\" width=\"100\">.</p>"),
        ]);

        Assert.Equal(
            [
                ("font", "loading", "loads-nothing"), ("no-words", "dark 360", "image-alt"), ("no-words", "dark 700", "image-alt"), ("no-words", "light 360", "image-alt"), ("no-words", "light 700", "image-alt"),
                ("pale-in-dark", "dark 360", "color-contrast"), ("pale-in-dark", "dark 700", "color-contrast"), ("pale-on-a-phone", "dark 360", "color-contrast"), ("pale-on-a-phone", "light 360", "color-contrast"),
                ("pale-without-pictures", "dark without pictures", "color-contrast"),
                ("small", "dark 360", "target-size"), ("small", "dark 700", "target-size"), ("small", "light 360", "target-size"), ("small", "light 700", "target-size"),
                ("wide", "320", "reflow"),
            ],
            faults.Select(fault => (fault.File.Split('.')[0], fault.Mode, fault.Rule)).Distinct().Order());
    }

    [Theory]
    [InlineData("<p id=\"a\">A</p><p id=\"a\">B</p>", "no-dup-id")]
    [InlineData("<p><img src=\"https://example.org/a.png\"></p>", "wcag/h37")]
    [InlineData("<p><div>A</div></p>", "no-implicit-close")]
    [InlineData("<div>A", "close-order")]
    [InlineData("<p colour=\"red\" class=\"a\" class=\"b\">A</p>", "no-dup-attr")]
    [InlineData("<ul><p>A</p></ul>", "element-permitted-content")]
    [InlineData("<p><a href=\"https://example.org\"></a></p>", "wcag/h30")]
    public async Task What_is_wrong_in_the_markup_of_a_mail_is_found(string body, string rule) =>
        Assert.Contains(rule, (await HtmlCheck.MarkupAsync([Page("page", body) with { Kind = HtmlKind.Mail }])).Select(fault => fault.Rule));

    private static HtmlPage Page(string name, string body, string style = "") => new(name, HtmlKind.Page, $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light"><title>Test</title><style>{style}</style></head>
        <body><main><h1>Test</h1>{body}</main></body>
        </html>
        """);
}
