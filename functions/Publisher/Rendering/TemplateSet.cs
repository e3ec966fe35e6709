using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using HandlebarsDotNet;

namespace Publisher.Rendering;

/// <summary>Templates that belong together, never changed: what is rendered from one set is of one piece.</summary>
internal sealed class TemplateSet
{
    private const string PartialsFolder = "partials/";

    /// <summary>Pages of the staff console, which has words of its own; so have the partials in the folder of this name.</summary>
    private const string ConsoleFolder = "staff/";

    private readonly FrozenDictionary<string, string> sources;
    private readonly FrozenDictionary<string, string> samples;
    private readonly FrozenDictionary<string, Strings> words;
    private readonly FrozenDictionary<string, Strings> console;
    private readonly RenderLimits limits;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, TemplateSource> read = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Language), HandlebarsTemplate<TextWriter, object, object>> compiled = new();
    private readonly ConcurrentDictionary<(bool Html, bool Console, string Language), IHandlebars> compilers = new();
    private readonly Lock compiling = new();

    /// <param name="sources">By path without <c>.hbs</c>, partials among them.</param>
    /// <param name="samples">JSON by path without <c>.sample.json</c>.</param>
    /// <param name="console">The words of the staff console, in fewer languages than readers have.</param>
    public TemplateSet(
        FrozenDictionary<string, string> sources,
        FrozenDictionary<string, string> samples,
        FrozenDictionary<string, Strings> words,
        FrozenDictionary<string, Strings> console,
        RenderLimits limits,
        TimeProvider clock,
        string version = "") =>
        (this.sources, this.samples, this.words, this.console, this.limits, this.clock, Version) = (sources, samples, words, console, limits, clock, version);

    /// <summary>Empty for the built-in ones; otherwise it differs where the overrides do.</summary>
    public string Version { get; }

    public IReadOnlyList<string> Languages => words.Keys;

    /// <summary>Those of the staff console.</summary>
    public IReadOnlyList<string> ConsoleLanguages => console.Keys;

    /// <summary>What can be rendered: all but the partials.</summary>
    public IEnumerable<string> Names => sources.Keys.Where(name => !IsPartial(name));

    public static bool IsPartial(string name) => name.StartsWith(PartialsFolder, StringComparison.Ordinal);

    /// <summary>Whether it belongs to the staff console.</summary>
    public static bool IsConsole(string name) =>
        name.StartsWith(ConsoleFolder, StringComparison.Ordinal) || name.StartsWith(PartialsFolder + ConsoleFolder, StringComparison.Ordinal);

    public bool Has(string name) => sources.ContainsKey(name);

    public Strings StringsFor(string language) => Of(words, language);

    /// <summary>The words of the staff console.</summary>
    public Strings TextsFor(string language) => Of(console, language);

    /// <summary>This set with other sources in the place of some, or beside them.</summary>
    public TemplateSet With(IReadOnlyDictionary<string, string> overrides)
    {
        var merged = new Dictionary<string, string>(sources, StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in overrides.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            merged[name] = text;
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{text}\0"));
        }

        var version = overrides.Count == 0 ? "" : Convert.ToHexStringLower(hash.GetHashAndReset());
        return new TemplateSet(merged.ToFrozenDictionary(StringComparer.Ordinal), samples, words, console, limits, clock, version);
    }

    /// <summary>The sample models of a template: <c>digest/digest.sample.json</c> for <c>digest/digest.html</c>, and beside it any
    /// <c>digest/digest.VARIANT.sample.json</c>; none where the first is not there.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, object?>> SamplesOf(string name)
    {
        var key = name[..name.LastIndexOf('.')];
        if (!samples.ContainsKey(key)) return [];
        return [.. samples.Where(sample => sample.Key == key || sample.Key.StartsWith(key + ".", StringComparison.Ordinal)).OrderBy(sample => sample.Key, StringComparer.Ordinal).Select(sample => SampleModel.Read(sample.Value))];
    }

    /// <summary>The template's own name and those of the partials it uses, and they.</summary>
    /// <exception cref="TemplateException">One of them is no template.</exception>
    public IReadOnlySet<string> PartsOf(string name)
    {
        var parts = new HashSet<string>(StringComparer.Ordinal);
        var left = new Stack<string>([name]);
        while (left.TryPop(out var part))
        {
            if (!parts.Add(part)) continue;
            foreach (var partial in SourceOf(part).Partials)
            {
                var used = PartialsFolder + partial + (IsHtml(name) ? ".html" : ".txt");
                if (!Has(used)) throw new TemplateException(part, $"uses the partial „{partial}”, but there is no {used}.hbs");
                left.Push(used);
            }
        }

        return parts;
    }

    /// <summary>What is wrong with a source by itself, to be read after its name; null where nothing is.</summary>
    public string? FaultOfSource(string name, string text)
    {
        try
        {
            foreach (var key in TemplateSource.Read(name, text, limits).Texts)
                foreach (var (language, texts) in WordsOf(name))
                    if (!texts.Has(key)) return $"asks for the text „{key}”, which templates/strings/{language}.json does not have";
            return null;
        }
        catch (TemplateException fault)
        {
            return fault.Fault;
        }
    }

    public string Render(string name, string language, IReadOnlyDictionary<string, object?> model)
    {
        PlainModel.Check(name, model);
        var template = compiled.GetOrAdd((name, Of(WordsOf(name), language).Language), key => Compile(key.Name, key.Language));
        var budget = new RenderBudget(name, limits, clock);
        using var writer = new LimitedWriter(budget);
        try
        {
            budget.Run(() => template(writer, model, null!));
        }
        catch (Exception fault)
        {
            throw Explain(name, fault);
        }

        return writer.ToString();
    }

    private static Strings Of(FrozenDictionary<string, Strings> words, string language) => words.TryGetValue(language, out var found) ? found : words[Templates.DefaultLanguage];

    private FrozenDictionary<string, Strings> WordsOf(string name) => IsConsole(name) ? console : words;

    private static bool IsHtml(string name) => name.EndsWith(".html", StringComparison.Ordinal);

    private TemplateSource SourceOf(string name) => read.GetOrAdd(name, key => sources.TryGetValue(key, out var text)
        ? TemplateSource.Read(key, text, limits)
        : throw new TemplateException(key, "does not exist"));

    private HandlebarsTemplate<TextWriter, object, object> Compile(string name, string language)
    {
        foreach (var part in PartsOf(name))
        {
            foreach (var key in SourceOf(part).Texts)
                if (!WordsOf(name)[language].Has(key)) throw new TemplateException(part, $"asks for the text „{key}”, which templates/strings/{(IsConsole(name) ? ConsoleFolder : "")}{language}.json does not have");
        }

        lock (compiling) return Compile(compilers.GetOrAdd((IsHtml(name), IsConsole(name), language), key => Compiler(key.Html, (key.Console ? console : words)[key.Language])), name);
    }

    private IHandlebars Compiler(bool html, Strings strings)
    {
        var configuration = new HandlebarsConfiguration
        {
            NoEscape = !html,
            TextEncoder = new HtmlText(),
            ThrowOnUnresolvedBindingExpression = true,
            PartialTemplateResolver = null!,
        };
        configuration.ObjectDescriptorProviders.Add(new PlainModel());
        var handlebars = Handlebars.Create(configuration);
        TemplateFunctions.Register(handlebars, strings);
        var ending = html ? ".html" : ".txt";
        foreach (var name in sources.Keys.Where(name => IsPartial(name) && name.EndsWith(ending, StringComparison.Ordinal)))
        {
            // Compiled when first used: a partial that nobody uses harms nobody.
            var partial = new Lazy<HandlebarsTemplate<TextWriter, object, object>>(() => Compile(handlebars, name));
            handlebars.RegisterTemplate(
                name[PartialsFolder.Length..^ending.Length],
                (writer, context, data) => RenderBudget.Running.Partial(() => partial.Value(writer, context, data)));
        }

        return handlebars;
    }

    private HandlebarsTemplate<TextWriter, object, object> Compile(IHandlebars handlebars, string name)
    {
        using var source = new StringReader(SourceOf(name).Text);
        try
        {
            return handlebars.Compile(source);
        }
        catch (Exception fault)
        {
            throw Explain(name, fault);
        }
    }

    /// <summary>The library wraps what went wrong once for each partial it happened in.</summary>
    private static TemplateException Explain(string name, Exception fault)
    {
        for (var each = fault; each is not null; each = each.InnerException)
            if (each is TemplateException known) return known;
        var cause = fault.GetBaseException();
        return new TemplateException(
            name,
            cause is HandlebarsDotNet.Compiler.HandlebarsUndefinedBindingException missing
                ? $"asks for „{missing.Path}”, which is neither in its model nor a helper"
                : $"cannot be used: {cause.Message.ReplaceLineEndings(" ")}",
            fault);
    }
}
