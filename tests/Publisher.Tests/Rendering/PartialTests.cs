using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

public sealed class PartialTests
{
    private static readonly Dictionary<string, object?> Model = new(StringComparer.Ordinal)
    {
        ["name"] = "A & B",
        ["people"] = new List<object?> { new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = "<Jan>" } },
    };

    [Fact]
    public void A_partial_sees_what_stands_where_it_is_used() => Assert.Equal(
        "A &amp; B/&lt;Jan&gt;", ScratchTemplates.Render("{{> who}}{{#each people}}/{{> who}}{{/each}}", Model, null, ("partials/who.html.hbs", "{{name}}")));

    [Fact]
    public void A_partial_takes_values_of_its_own() => Assert.Equal(
        "Tytuł A &amp; B", ScratchTemplates.Render("{{> who label=(t \"title\")}}", Model, null, ("partials/who.html.hbs", "{{label}} {{name}}")));

    [Fact]
    public void A_partial_is_picked_by_the_kind_of_the_template_and_escapes_as_that()
    {
        using var folder = new ScratchTemplates(
            ("a/a.html.hbs", "{{> who}}"), ("a/a.txt.hbs", "{{> who}}"), ("a/a.subject.hbs", "{{> who}}"), ("partials/who.html.hbs", "<b>{{name}}</b>"), ("partials/who.txt.hbs", "* {{name}}"));
        var templates = folder.Load();

        Assert.Equal("<b>A &amp; B</b>", templates.Render("a/a.html", "pl", Model));
        Assert.Equal("* A & B", templates.Render("a/a.txt", "pl", Model));
        Assert.Equal("* A & B", templates.Render("a/a.subject", "pl", Model));
    }

    [Fact]
    public void Slots_and_conditions_work_in_partials() => Assert.Equal(
        "\uE000+1\uE001\uE000sname\uE001\uE000/\uE001",
        ScratchTemplates.Render("{{> hello}}", new Dictionary<string, object?>(StringComparer.Ordinal) { ["flag"] = 1 }, null, ("partials/hello.html.hbs", "{{#shown flag}}{{slot \"name\"}}{{/shown}}")));

    [Fact]
    public void A_partial_that_is_not_there_is_named()
    {
        var fault = Assert.Throws<TemplateException>(() => ScratchTemplates.Render("{{> who}}", Model, null, ("partials/who.txt.hbs", "{{name}}")));

        Assert.Equal("The template a/a.html uses the partial „who”, but there is no partials/who.html.hbs", fault.Message);
    }

    [Fact]
    public void A_fault_in_a_partial_is_told_by_what_is_missing()
    {
        var fault = Assert.Throws<TemplateException>(() => ScratchTemplates.Render("{{> who}}", Model, null, ("partials/who.html.hbs", "{{surname}}")));

        Assert.Contains("asks for „surname”", fault.Message, StringComparison.Ordinal);
    }
}
