using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>Every template's sample beside what it becomes, in every language there is. UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class SampleTests
{
    private const string Ending = ".sample.json";

    private static readonly string Folder = Checkout.At("templates");

    private static readonly string[] NothingToShow = ["web/unsubscribe"];

    public static TheoryData<string, string> Samples()
    {
        var samples = new TheoryData<string, string>();
        foreach (var sample in Directory.EnumerateFiles(Folder, "*" + Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var language in LanguagesOf(Name(sample, Ending)).Order(StringComparer.Ordinal)) samples.Add(Name(sample, Ending), language);
        return samples;

        // The staff console is in fewer languages than its readers have.
        static IReadOnlyList<string> LanguagesOf(string name) =>
            name.StartsWith("staff/", StringComparison.Ordinal) ? TestProduct.Templates.ConsoleLanguages : TestProduct.Templates.Languages;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_it_was_agreed(string sample, string language)
    {
        var (template, model) = (TemplateOf(sample), Model(sample, language));
        var kinds = Kinds(template);

        Assert.NotEmpty(kinds);
        // A mark for what differs from reader to reader is shown as ⟦…⟧.
        foreach (var kind in kinds)
            GoldenTests.Compare($"samples/{sample}.{language}.{kind}", TestProduct.Templates.Render($"{template}.{kind}", language, model).Replace('\uE000', '⟦').Replace('\uE001', '⟧'));
    }

    public static TheoryData<string, string> Hostile()
    {
        var hostile = new TheoryData<string, string>();
        foreach (var (sample, language) in Samples().Select(row => ((string)row[0], (string)row[1])).Where(row => row.Item1.EndsWith(".hostile", StringComparison.Ordinal)))
            hostile.Add(sample, language);
        return hostile;
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Whatever_a_model_holds_is_shown_as_words(string sample, string language)
    {
        var (template, model) = (TemplateOf(sample), Model(sample, language));

        foreach (var kind in Kinds(template))
        {
            var rendered = TestProduct.Templates.Render($"{template}.{kind}", language, model);
            Assert.Matches("""\{\{t\s+("|&quot;)web("|&quot;)\}\}""", rendered);
            if (kind == "html") Assert.DoesNotMatch("""(?i)<script(?! src="/staff/files/)|<img src=x|<b>bold|" onclick="alert""", rendered);
        }
    }

    [Fact]
    public void Every_template_has_samples_of_a_hostile_and_of_a_long_model_or_shows_nothing_of_its_model() => Assert.All(
        Samples().Select(row => TemplateOf((string)row[0])).Distinct().Where(template => !NothingToShow.Contains(template)),
        template => Assert.All((string[])["hostile", "long"], variant => Assert.True(File.Exists(Path.Combine(Folder, $"{template}.{variant}{Ending}")), $"{template}.{variant}{Ending}")));

    /// <summary>A model in the language that is looked at, where it has one.</summary>
    internal static IReadOnlyDictionary<string, object?> Model(string sample, string language)
    {
        var model = new Dictionary<string, object?>(SampleModel.Read(File.ReadAllText(Path.Combine(Folder, sample + Ending))), StringComparer.Ordinal);
        if (!model.ContainsKey("lang")) return model;
        model["lang"] = language;
        if (model.TryGetValue("headingLang", out var heading)) model["headingNative"] = Equals(heading, language);
        if (model.TryGetValue("items", out var items)) Mark(items, language);
        if (model.TryGetValue("sections", out var sections))
            foreach (var section in ((IEnumerable<object?>)sections!).Cast<Dictionary<string, object?>>()) Mark(section["items"], language);
        return model;
    }

    private static void Mark(object? items, string language)
    {
        foreach (var item in ((IEnumerable<object?>)items!).Cast<Dictionary<string, object?>>()) item["native"] = Equals(item["lang"], language);
    }

    private static List<string> Kinds(string template) => [.. ((string[])["html", "txt", "subject"]).Where(kind => TestProduct.Templates.Has($"{template}.{kind}"))];

    /// <summary><c>digest/digest</c> of <c>digest/digest.hostile</c>.</summary>
    internal static string TemplateOf(string sample) => Path.GetFileName(sample) is var name && name.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0
        ? sample[..^(name.Length - dot)]
        : sample;

    private static string Name(string file, string ending) => Path.GetRelativePath(Folder, file)[..^ending.Length].Replace(Path.DirectorySeparatorChar, '/');
}
