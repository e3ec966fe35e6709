using Publisher.Tests.Rendering;

namespace Publisher.Tests.Mails;

/// <summary>A mail on a reader's or a member of staff's own account, made of a sample that lies beside its template.</summary>
internal sealed record SampleNotice(string Name, string Html, string Text)
{
    private const string Ending = ".sample.json";

    /// <summary>Every notice there is, as usual and very long, in every language. Hostile ones say nothing of where links lead.</summary>
    public static IReadOnlyList<SampleNotice> All { get; } =
    [
        .. from file in Directory.EnumerateFiles(Checkout.At("templates", "notices"), "*" + Ending).Order(StringComparer.Ordinal)
           let sample = "notices/" + Path.GetFileName(file)[..^Ending.Length]
           where !sample.EndsWith(".hostile", StringComparison.Ordinal)
           from language in SampleMails.Languages
           select Of(sample, language),
    ];

    private static SampleNotice Of(string sample, string language)
    {
        var (template, model) = (SampleTests.TemplateOf(sample), SampleTests.Model(sample, language));
        return new SampleNotice(
            $"{sample.Replace('/', '-')}.{language}", TestProduct.Templates.Render($"{template}.html", language, model), TestProduct.Templates.Render($"{template}.txt", language, model));
    }
}
