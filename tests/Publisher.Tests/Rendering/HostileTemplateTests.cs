using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

public sealed class HostileTemplateTests
{
    private static readonly RenderLimits Small = RenderLimits.Default with { Output = 10_000, Steps = 1_000 };

    private static readonly Dictionary<string, object?> Model = new(StringComparer.Ordinal)
    {
        ["text"] = "abc",
        ["yes"] = true,
        ["number"] = 7,
        ["nothing"] = null,
        ["list"] = Enumerable.Range(0, 20).Select(n => (object?)$"<{n}>").ToList(),
        ["map"] = new Dictionary<string, object?>(StringComparer.Ordinal) { ["key"] = "value" },
    };

    [Theory]
    [InlineData("{{text}} {{number}} {{list.[1]}} {{map.key}} {{lookup map \"key\"}} {{lookup list 2}} {{@root.text}}", "abc 7 &lt;1&gt; value value &lt;2&gt; abc")]
    [InlineData("{{#each list}}{{#if @last}}{{@index}}{{../text}}{{/if}}{{/each}}", "19abc")]
    [InlineData("{{#each map}}{{@key}}={{this}}{{/each}}", "key=value")]
    [InlineData("{{#with map}}{{key}}{{/with}}{{#if yes}}1{{else if number}}2{{/if}}{{#unless nothing}}3{{/unless}}", "value13")]
    [InlineData("{{#each map as |v k|}}{{k}}{{v}}{{/each}}", "keyvalue")]
    [InlineData("{{!-- {{text}} --}}{{! {{#if}}x{{t \"title\"}}", "xTytuł")]
    public void A_template_sees_its_model(string source, string expected) => Assert.Equal(expected, ScratchTemplates.Render(source, Model));

    [Theory]
    [InlineData("{{text.Length}}")]
    [InlineData("{{list.Count}}")]
    [InlineData("{{list.Capacity}}")]
    [InlineData("{{map.Comparer}}")]
    [InlineData("{{map.Keys}}")]
    [InlineData("{{number.GetType}}")]
    [InlineData("{{lookup text \"Length\"}}")]
    [InlineData("{{lookup list \"Count\"}}")]
    [InlineData("{{#each text}}{{this}}{{/each}}")]
    [InlineData("{{#each number}}{{this}}{{/each}}")]
    [InlineData("{{@root.text.Length}}")]
    [InlineData("{{#with text}}{{Length}}{{/with}}")]
    [InlineData("{{nowhere}}")]
    [InlineData("{{log text}}")]
    [InlineData("{{> (lookup map \"key\")}}")]
    [InlineData("{{> @partial-block}}")]
    [InlineData("{{> ../../etc/passwd}}")]
    [InlineData("{{> /etc/passwd}}")]
    [InlineData("{{> nowhere}}")]
    [InlineData("{{#*inline \"a\"}}x{{/inline}}{{> a}}")]
    [InlineData("{{#> a}}x{{/a}}")]
    [InlineData("{{!< layout}}")]
    [InlineData("{{{{raw}}}}{{x}}{{{{/raw}}}}")]
    [InlineData("\\{{text}}")]
    [InlineData("{{t \"no such text\"}}")]
    [InlineData("{{#if nothing}}{{t \"no such text\"}}{{/if}}")]
    [InlineData("{{#if text}}")]
    [InlineData("{{/if}}")]
    [InlineData("{{text")]
    [InlineData("{{!-- never closed }}")]
    [InlineData("\uE000sunsubscribe\uE001")]
    public void A_template_reaches_nothing_else(string source)
    {
        var fault = Record.Exception(() => Assert.DoesNotMatch("3|20", ScratchTemplates.Render(source, Model)));

        if (fault is not null) Assert.StartsWith("The template a/a.html ", Assert.IsType<TemplateException>(fault).Message, StringComparison.Ordinal);
        else Assert.StartsWith("{{lookup", source, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_is_never_part_of_a_model()
    {
        var model = new Dictionary<string, object?>(StringComparer.Ordinal) { ["a"] = new List<object?> { typeof(string) } };

        var fault = Assert.Throws<ArgumentException>(() => ScratchTemplates.Render("{{#each a}}{{Assembly.Location}}{{/each}}", model));

        Assert.Contains(".a[0]", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loops_that_write_nothing_are_counted_too() => Refused(
        "goes round its loops and partials more than 1000 times",
        "{{#each list}}{{#each @root.list}}{{#each @root.list}}{{/each}}{{/each}}{{/each}}");

    [Theory]
    [InlineData("{{#list}}{{/list}}")]
    [InlineData("{{^list}}{{else}}{{/list}}")]
    [InlineData("{{# list}}{{/list}}")]
    [InlineData("{{~#list~}}{{/list}}")]
    public void Mustache_sections_would_go_uncounted_and_are_refused(string source) => Refused("there are each, if, shown, unless, with", source);

    [Fact]
    public void Loops_over_dictionaries_are_counted_too() => Refused(
        "goes round its loops and partials more than 1000 times",
        string.Concat(Enumerable.Repeat("{{#each @root}}", 9)) + string.Concat(Enumerable.Repeat("{{/each}}", 9)));

    [Fact]
    public void Output_has_an_end() => Refused("makes more than 10000 characters", "{{#each list}}{{#each @root.list}}" + new string('x', 100) + "{{/each}}{{/each}}");

    [Fact]
    public void Output_of_partials_has_an_end() => Refused(
        "makes more than 10000 characters",
        "{{#each list}}\n   {{> a}}\n{{/each}}",
        ("partials/a.html.hbs", "{{#each @root.list}}" + new string('x', 100) + "\n{{/each}}"));

    [Fact]
    public void A_partial_that_uses_itself_comes_to_an_end() => Refused("uses partials within partials more than 16 deep", "{{> a}}", ("partials/a.html.hbs", "x{{> a}}"));

    [Fact]
    public void Partials_that_use_each_other_come_to_an_end() => Refused(
        "uses partials within partials more than 16 deep", "{{> a}}", ("partials/a.html.hbs", "{{> b}}"), ("partials/b.html.hbs", "{{#if @root.text}}{{> a}}{{/if}}"));

    [Fact]
    public void A_tree_of_partials_comes_to_an_end() => Refused(
        "goes round its loops and partials more than 1000 times",
        "{{> a0}}",
        [.. Enumerable.Range(0, 12).Select(n => ($"partials/a{n}.html.hbs", n == 11 ? "" : $"{{{{> a{n + 1}}}}}{{{{> a{n + 1}}}}}"))]);

    [Theory]
    [InlineData("{{#if text}}", "{{/if}}")]
    [InlineData("{{#each list}}", "{{/each}}")]
    public void Blocks_are_not_nested_without_end(string open, string close) => Refused(
        "has more than 32 blocks within each other", string.Concat(Enumerable.Repeat(open, 900)) + string.Concat(Enumerable.Repeat(close, 900)));

    [Fact]
    public void Else_if_counts_as_a_block() => Refused("has more than 32 blocks within each other", "{{#if nothing}}" + string.Concat(Enumerable.Repeat("{{else if nothing}}", 900)) + "{{/if}}");

    [Fact]
    public void Blocks_may_stand_beside_each_other() => Assert.Equal(
        new string('x', 500), ScratchTemplates.Render(string.Concat(Enumerable.Repeat("{{#if text}}x{{else if yes}}y{{/if}}", 500)), Model));

    [Fact]
    public void Parentheses_are_not_nested_without_end() => Refused(
        "has more than 8 parentheses within each other", "{{wrap " + string.Concat(Enumerable.Repeat("(wrap ", 500)) + "text" + new string(')', 500) + "}}");

    [Fact]
    public void A_template_has_not_too_many_tags() => Refused("has more than 2000 tags", string.Concat(Enumerable.Repeat("{{text}}", 2_001)));

    [Fact]
    public void A_template_is_not_too_large() => Refused("at most 262144 are allowed", new string('x', 300_000));

    [Fact]
    public void Text_that_doubles_comes_to_an_end()
    {
        var source = string.Concat(Enumerable.Range(0, 25).Select(_ => "{{#with (wrap this this)}}"));

        Refused("makes more than 10000 characters", "{{#with text}}" + source + string.Concat(Enumerable.Repeat("{{/with}}", 26)));
    }

    [Fact]
    public void A_slow_template_comes_to_an_end()
    {
        using var templates = new ScratchTemplates(("a/a.html.hbs", "{{#each list}}{{/each}}"));

        var fault = Assert.Throws<TemplateException>(() => templates.Load(clock: new Hurried()).Render("a/a.html", "pl", Model));

        Assert.Equal("The template a/a.html takes longer than 5 s to render; make it simpler", fault.Message);
    }

    [Fact]
    public void A_slow_template_without_loops_comes_to_an_end()
    {
        using var templates = new ScratchTemplates(("a/a.html.hbs", string.Concat(Enumerable.Repeat(new string('x', 5_000) + "{{text}}", 5))));

        Assert.Contains("takes longer than 5 s", Assert.Throws<TemplateException>(() => templates.Load(clock: new Hurried()).Render("a/a.html", "pl", Model)).Message, StringComparison.Ordinal);
    }

    private static void Refused(string limit, string source, params ReadOnlySpan<(string Name, string Text)> others)
    {
        TemplateException? fault = null;
        try
        {
            ScratchTemplates.Render(source, Model, Small, others);
        }
        catch (TemplateException caught)
        {
            fault = caught;
        }

        Assert.Contains(limit, fault?.Message ?? "nothing", StringComparison.Ordinal);
    }

    /// <summary>Two seconds pass between two looks at it.</summary>
    private sealed class Hurried : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => now += 2;
    }
}
