using System.Runtime.CompilerServices;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Tests.Mails;

namespace Publisher.Tests.Rendering;

/// <summary>What readers see of the sample content, under review in the diff. UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Languages { get; } = new(TestProduct.Templates.Languages.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_digest_reads_as_it_was_agreed(string language)
    {
        var reader = Some.Subscriber("lucja@example.org", new([], ["rubinkowo", "stawki"], []), "Łucja") with { Language = language };
        var mail = Rendered.Merge(Rendered.Sample(), reader);

        Compare($"digest.{language}.subject.txt", mail.Message.Subject);
        Compare($"digest.{language}.txt", mail.Message.Text);
        Compare($"digest.{language}.html", mail.Message.Html);
        Compare($"digest.{language}.web.html", Rendered.Render(Rendered.Sample(), language: language).Web);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void An_announcement_reads_as_it_was_agreed(string language)
    {
        var mail = Rendered.Merge(Rendered.Sample().OfType<Call>().Take(1).ToList<Item>(), Some.Subscriber("jan@example.org") with { Language = language }, announcement: true);

        Compare($"announcement.{language}.txt", mail.Message.Text);
        Compare($"announcement.{language}.html", mail.Message.Html);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_kind_of_section_fact_and_change_reads_as_it_was_agreed(string language)
    {
        var reader = Some.Subscriber("lucja@example.org", name: "Łucja") with { Language = language };
        var mail = Rendered.Compile(Everything.Entries, language, renderer: Rendered.RendererOf(SampleMails.Settings.Programmes)).Write(reader, Rendered.AsOf);

        Compare($"everything.{language}.subject.txt", mail.Message.Subject);
        Compare($"everything.{language}.txt", mail.Message.Text);
        Compare($"everything.{language}.html", mail.Message.Html);
        Compare($"everything.{language}.ics", mail.Message.Calendar);
    }

    /// <param name="name">Below the folder <c>Golden</c> beside the caller.</param>
    internal static void Compare(string name, string rendered, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", name);
        rendered = string.Join('\n', rendered.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, rendered);
        }

        Assert.Equal(File.ReadAllText(path), rendered);
    }
}
