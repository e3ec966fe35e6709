using Publisher.Testing;

namespace Publisher.App.Tests.House;

/// <summary>What the build says of texts that do not fit together, tried on folders made up for it.</summary>
public sealed class StringsCheckTests : IDisposable
{
    private const string Polish = """
        {
          "title": "Tytuł",
          "until": "do {date}",
          "days": ["pn", "wt"],
          "left": { "zero": "dziś", "one": "dzień", "few": "{n} dni {what}", "many": "{n} dni {what}" }
        }
        """;

    private readonly ScratchFolder folder = new();

    public StringsCheckTests()
    {
        Write("templates/strings/pl.json", Polish.Replace("\"dziś\"", "\"dziś {what}\"", StringComparison.Ordinal).Replace("\"dzień\"", "\"dzień {what}\"", StringComparison.Ordinal));
        Write("templates/a.txt.hbs", "{{t \"title\"}} {{wrap (t 'title')}} {{! {{t \"comment\"}} }}");
        Write("code/A.cs", "strings.Fill(\n \"until\", x); Strings.List(\"days\"); templates.StringsFor(language).Count(\"left\", 1); row.List(\"kinds\"); strings[\"kind\" + kind];");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Texts_that_fit_together_pass() => Assert.Equal((0, ""), await CheckAsync());

    [Fact]
    public async Task The_texts_of_this_checkout_fit_together()
    {
        var ended = await Run.ToEndAsync("node", ["check-strings.mjs", Checkout.At("templates"), Checkout.At("functions")], Checkout.At("tools"));

        Assert.DoesNotContain("error", ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, ended.ExitCode);
    }

    [Theory]
    [InlineData("\"title\": \"Title\",", "", "(1): error STRINGS: „title” is missing, which pl.json has")]
    [InlineData("\"title\": \"Title\",", "\"title\": \"Title\", \"more\": \"x\",", "(2): error STRINGS: „more” is not in pl.json")]
    [InlineData("\"title\": \"Title\",", "\"title\": \"Title\", \"title\": \"Title\",", "(2): error STRINGS: „title” is there twice")]
    [InlineData("\"Title\"", "[\"Title\"]", "(2): error STRINGS: „title” is a list, in pl.json it is a text")]
    [InlineData("\"Title\"", "null", "(2): error STRINGS: „title” is neither text nor list nor plural forms, in pl.json it is a text")]
    [InlineData("until {date}", "until then", "(3): error STRINGS: „until” has no blank {date}, which pl.json has")]
    [InlineData("until {date}", "until {date} {hour}", "(3): error STRINGS: „until” has a blank {hour}, which pl.json does not have and nobody fills")]
    [InlineData("until {date}", "until {date", "(3): error STRINGS: „until” has a brace that belongs to no {blank}")]
    [InlineData("[\"Mo\", \"Tu\"]", "[\"Mo\"]", "(4): error STRINGS: „days” has 1 entries, in pl.json it has 2")]
    [InlineData("[\"Mo\", \"Tu\"]", "[\"Mo\", 2]", "(4): error STRINGS: „days” must hold texts only")]
    [InlineData("\"few\": \"{n} days {what}\", ", "", "(5): error STRINGS: „left” has no form \"few\"")]
    [InlineData("\"few\":", "\"two\": \"\", \"few\":", "(5): error STRINGS: „left” has a form \"two\"; there are one, few, many, zero")]
    [InlineData("\"few\": \"{n} days", "\"few\": \"days", "(5): error STRINGS: „left”, form \"few\", has no blank {n}, which pl.json has")]
    [InlineData("\"one\": \"a day {what}\"", "\"one\": \"a day\"", "(5): error STRINGS: „left”, form \"one\", has no blank {what}, which pl.json has")]
    [InlineData("\"title\"", "title", "error STRINGS: is no JSON: ")]
    public async Task A_language_that_differs_stops_the_build(string was, string becomes, string error)
    {
        const string English = """
            {
              "title": "Title",
              "until": "until {date}",
              "days": ["Mo", "Tu"],
              "left": { "one": "a day {what}", "few": "{n} days {what}", "many": "{n} days {what}" }
            }
            """;
        Write("templates/strings/en.json", English);
        Assert.Equal((0, ""), await CheckAsync());
        Assert.Contains(was, English, StringComparison.Ordinal);
        Write("templates/strings/en.json", English.Replace(was, becomes, StringComparison.Ordinal));

        var (code, output) = await CheckAsync();

        Assert.Equal(1, code);
        Assert.Contains("templates/strings/en.json(", output, StringComparison.Ordinal);
        Assert.Contains(error, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("templates/b.html.hbs", "x\n{{t \"nowhere\"}}", "b.html.hbs(2): error STRINGS: {{t \"nowhere\"}} asks for a text that pl.json does not have")]
    [InlineData("templates/b.mjml", "{{#if (t 'left')}}", "b.mjml(1): error STRINGS: {{t \"left\"}} asks for a text that pl.json does not have")]
    [InlineData("code/B.cs", "\n\nstrings[\"nowhere\"]", "B.cs(3): error STRINGS: asks for a text „nowhere”, which pl.json does not have")]
    [InlineData("code/B.cs", "pages.Strings.List(\"title\")", "B.cs(1): error STRINGS: asks for a list „title”, in pl.json it is a text")]
    [InlineData("code/B.cs", "strings.Count(\"title\", 1)", "B.cs(1): error STRINGS: asks for plural forms „title”, in pl.json it is a text")]
    [InlineData("code/B.cs", "strings\n  .Fill(\"left\")", "B.cs(1): error STRINGS: asks for a text „left”, in pl.json it is plural forms")]
    public async Task What_asks_for_a_text_that_is_not_there_stops_the_build(string file, string text, string error)
    {
        Write(file, text);

        var (code, output) = await CheckAsync();

        Assert.Equal(1, code);
        Assert.EndsWith(error + "\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_nobody_asks_for_is_a_warning()
    {
        Write("templates/a.txt.hbs", "{{title}}");

        var (code, output) = await CheckAsync();

        Assert.Equal(0, code);
        Assert.EndsWith("pl.json(2): warning STRINGS: nobody asks for „title”\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> CheckAsync()
    {
        var ended = await Run.ToEndAsync(
            "node", ["check-strings.mjs", Path.Combine(folder.Path, "templates"), Path.Combine(folder.Path, "code")], Checkout.At("tools"));
        return (ended.ExitCode, ended.Error);
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, name))!);
        folder.Write(name, text);
    }
}
