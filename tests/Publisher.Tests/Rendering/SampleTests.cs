using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

/// <summary>Every template's sample beside what it becomes, in every language there is. UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class SampleTests
{
    private const string Ending = ".sample.json";

    private static readonly string Folder = Checkout.At("templates");

    public static TheoryData<string, string> Samples()
    {
        var samples = new TheoryData<string, string>();
        foreach (var sample in Directory.EnumerateFiles(Folder, "*" + Ending, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            foreach (var language in TestProduct.Templates.Languages.Order(StringComparer.Ordinal)) samples.Add(Name(sample, Ending), language);
        return samples;
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_reads_as_it_was_agreed(string sample, string language)
    {
        var model = SampleModel.Read(File.ReadAllText(Path.Combine(Folder, sample + Ending)));
        var kinds = ((string[])["html", "txt", "subject"]).Where(kind => TestProduct.Templates.Has($"{sample}.{kind}")).ToList();

        Assert.NotEmpty(kinds);
        // A mark for what differs from reader to reader is shown as ⟦…⟧.
        foreach (var kind in kinds)
            GoldenTests.Compare($"samples/{sample}.{language}.{kind}", TestProduct.Templates.Render($"{sample}.{kind}", language, model).Replace('\uE000', '⟦').Replace('\uE001', '⟧'));
    }

    private static string Name(string file, string ending) => Path.GetRelativePath(Folder, file)[..^ending.Length].Replace(Path.DirectorySeparatorChar, '/');
}
