using System.Collections.Concurrent;
using System.Collections.Frozen;
using HandlebarsDotNet;

namespace Publisher.Rendering;

/// <summary>The compiled templates and the strings beside them, as the build laid them out. Helpers reach nothing but their arguments.</summary>
public sealed class Templates
{
    /// <summary>The language of whoever has named none that there are strings for.</summary>
    public const string DefaultLanguage = "pl";

    private readonly string folder;
    private readonly FrozenDictionary<string, Strings> strings;
    private readonly ConcurrentDictionary<(string Name, string Language), HandlebarsTemplate<object, object>> compiled = new();

    private Templates(string folder, FrozenDictionary<string, Strings> strings) => (this.folder, this.strings) = (folder, strings);

    public IReadOnlyList<string> Languages => strings.Keys;

    /// <exception cref="InvalidDataException">The folder is not the compiled templates'.</exception>
    public static Templates Load(string folder)
    {
        var files = Path.Combine(folder, "strings") is var at && Directory.Exists(at) ? Directory.GetFiles(at, "*.json") : [];
        if (files.Length == 0) throw new InvalidDataException($"{folder} holds no strings/*.json: the templates were not built.");
        return new Templates(folder, files.Select(Strings.Load).ToFrozenDictionary(each => each.Language, StringComparer.Ordinal));
    }

    /// <summary>The strings of a language, or Polish where there are none in it.</summary>
    public Strings StringsFor(string language) => strings.TryGetValue(language, out var found) ? found : strings[DefaultLanguage];

    /// <param name="name">Path below the folder without <c>.hbs</c>: <c>digest/digest.html</c>. Names that end in .html escape for HTML, all others nothing.</param>
    public string Render(string name, string language, IReadOnlyDictionary<string, object?> model)
    {
        var template = compiled.GetOrAdd((name, StringsFor(language).Language), key => Compile(key.Name, key.Language));
        return template(model);
    }

    private HandlebarsTemplate<object, object> Compile(string name, string language)
    {
        var html = name.EndsWith(".html", StringComparison.Ordinal);
        var handlebars = Handlebars.Create(new HandlebarsConfiguration
        {
            NoEscape = !html,
            TextEncoder = new HtmlText(),
            ThrowOnUnresolvedBindingExpression = true,
        });
        TemplateFunctions.Register(handlebars, strings[language]);
        return handlebars.Compile(File.ReadAllText(Path.Combine(folder, name + ".hbs")));
    }
}
