using System.Collections.Frozen;

namespace Publisher.Rendering;

/// <summary>The compiled templates and the strings beside them, as the build laid them out, with the overrides that are in force.
/// Templates reach nothing but their model, helpers nothing but their arguments.</summary>
public sealed class Templates
{
    /// <summary>The language of whoever has named none that there are strings for.</summary>
    public const string DefaultLanguage = "pl";

    private const string Ending = ".hbs";
    private const string SampleEnding = ".sample.json";

    private volatile TemplateSet current;

    private Templates(TemplateSet builtIn, TemplateSet current) => (BuiltIn, this.current) = (builtIn, current);

    public IReadOnlyList<string> Languages => current.Languages;

    /// <summary>Those that the staff console is in.</summary>
    public IReadOnlyList<string> ConsoleLanguages => current.ConsoleLanguages;

    /// <summary>Tells one state of the overrides from another; empty where there are none.</summary>
    public string Version => current.Version;

    internal TemplateSet BuiltIn { get; }

    /// <exception cref="InvalidDataException">The folder is not the compiled templates'.</exception>
    public static Templates Load(string folder, RenderLimits? limits = null, TimeProvider? clock = null)
    {
        var builtIn = new TemplateSet(
            Read(folder, Ending),
            Read(folder, SampleEnding),
            ReadStrings(Path.Combine(folder, "strings")) is { Count: > 0 } words ? words : throw new InvalidDataException($"{folder} holds no strings/*.json: the templates were not built."),
            ReadStrings(Path.Combine(folder, "strings", "staff")),
            limits ?? RenderLimits.Default,
            clock ?? TimeProvider.System);
        return new Templates(builtIn, builtIn);
    }

    /// <summary>The strings of a language, or Polish where there are none in it.</summary>
    public Strings StringsFor(string language) => current.StringsFor(language);

    /// <summary>The words of the staff console in a language, or in Polish.</summary>
    public Strings TextsFor(string language) => current.TextsFor(language);

    /// <summary>Whether there is a template of this name.</summary>
    public bool Has(string name) => current.Has(name);

    /// <param name="name">Path below the folder without <c>.hbs</c>: <c>digest/digest.html</c>. Names that end in .html escape for HTML, all others nothing.</param>
    /// <param name="model">Dictionaries, lists, texts, numbers and booleans.</param>
    /// <exception cref="TemplateException">The template is over a limit, or asks for what there is not.</exception>
    public string Render(string name, string language, IReadOnlyDictionary<string, object?> model) => current.Render(name, language, model);

    /// <summary>These templates as they are now, whatever is overridden later.</summary>
    public Templates Snapshot() => new(BuiltIn, current);

    internal void Use(TemplateSet set) => current = set;

    private static FrozenDictionary<string, Strings> ReadStrings(string folder) =>
        (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : []).Select(Strings.Load).ToFrozenDictionary(each => each.Language, StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Read(string folder, string ending) => Directory
        .EnumerateFiles(folder, "*" + ending, SearchOption.AllDirectories)
        .ToFrozenDictionary(
            file => Path.GetRelativePath(folder, file)[..^ending.Length].Replace(Path.DirectorySeparatorChar, '/'), File.ReadAllText, StringComparer.Ordinal);
}
