using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>A folder of templates made up for a test.</summary>
internal sealed class ScratchTemplates : IDisposable
{
    private readonly ScratchFolder folder = new();

    public ScratchTemplates(params ReadOnlySpan<(string Name, string Text)> files)
    {
        Add("strings/pl.json", """{ "title": "Tytuł", "left": { "one": "{n} dzień", "few": "{n} dni", "many": "{n} dni" } }""");
        foreach (var (name, text) in files) Add(name, text);
    }

    public Templates Load(RenderLimits? limits = null, TimeProvider? clock = null) => Templates.Load(folder.Path, limits, clock);

    public static string Render(string source, IReadOnlyDictionary<string, object?> model, RenderLimits? limits = null, params ReadOnlySpan<(string Name, string Text)> others)
    {
        using var templates = new ScratchTemplates([("a/a.html.hbs", source), .. others]);
        return templates.Load(limits).Render("a/a.html", "pl", model);
    }

    public void Add(string name, string text)
    {
        var file = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public void Dispose() => folder.Dispose();
}
