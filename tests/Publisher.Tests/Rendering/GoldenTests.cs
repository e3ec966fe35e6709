using System.Runtime.CompilerServices;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.Tests.Rendering;

/// <summary>What readers see of the sample content, under review in the diff. UPDATE_GOLDEN=1 writes the files anew.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void The_digest_reads_as_it_was_agreed()
    {
        var mail = Rendered.Merge(Rendered.Sample(), Some.Subscriber("lucja@example.org", new([], ["rubinkowo", "stawki"], []), "Łucja"));

        Compare("digest.subject.txt", mail.Message.Subject);
        Compare("digest.txt", mail.Message.Text);
        Compare("digest.html", mail.Message.Html);
        Compare("digest.web.html", Rendered.Render(Rendered.Sample()).Web);
    }

    [Fact]
    public void An_announcement_reads_as_it_was_agreed()
    {
        var mail = Rendered.Merge(Rendered.Sample().OfType<Call>().Take(1).ToList<Item>(), Some.Subscriber("jan@example.org"), announcement: true);

        Compare("announcement.txt", mail.Message.Text);
        Compare("announcement.html", mail.Message.Html);
    }

    [Theory]
    [InlineData(ItemKind.Call)]
    [InlineData(ItemKind.Event)]
    [InlineData(ItemKind.News)]
    public void A_post_reads_as_it_was_agreed(ItemKind kind)
    {
        var texts = new PostText(TestProduct.Templates, TestProduct.Settings.Organisation, "https://news.example.org", Some.Zone);

        Compare($"facebook.{kind.Key()}.txt", texts.Write("facebook", Rendered.Sample().First(item => item.Kind == kind), Rendered.AsOf).Text);
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
