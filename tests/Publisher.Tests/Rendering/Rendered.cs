using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Mail;
using Publisher.Mail.Merge;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Tests.Rendering;

/// <summary>Renders, compiles and merges an edition as the product does, without any storage.</summary>
internal static class Rendered
{
    public static readonly Instant AsOf = Instant.FromUtc(2023, 5, 2, 6, 0);

    public static readonly Sender Sender = new(TestProduct.Settings.Mail.From, null, "https://news.example.org");

    public static readonly DigestRenderer Renderer = new(
        TestProduct.Templates, new Organisation("LGD „Dla Miasta Torunia”", "ul. Wymyślona 1, 87-100 Toruń", "biuro@example.org", "https://facebook.example/lgd", "https://linkedin.example/lgd"), TestProduct.Settings.Districts, Some.Zone);

    public static RenderedDigest Render(IReadOnlyList<Item> items, bool whole = false, string heading = "") =>
        Renderer.Render(new DigestContent(items, heading, Sender.ArchiveUrl("weekly-0001"), AsOf, whole), "pl");

    /// <summary>One reader's mail of an edition, as it would leave.</summary>
    public static SentMail Merge(IReadOnlyList<Item> items, Subscriber reader, bool whole = false)
    {
        var recipients = new Recipients(Sender, new LinkTokens(TestProduct.Settings.Secret), Renderer);
        var values = new MergeValues();
        var edition = new CompiledEdition("weekly-0001", items, new Dictionary<string, MergeProgram>(), new HashSet<ItemRef>());
        recipients.Fill(values, reader, edition, AsOf, Some.Zone);
        using var buffer = new MessageBuffer();
        Sender.Compile(Render(items, whole), "weekly").Write(values, buffer);
        return new SentMail("weekly-0001", "", reader.Address, buffer.Written.ToArray(), null);
    }

    public static IReadOnlyList<Item> Sample() => Publisher.Content.Import.ContentFile.Read(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json")), TestProduct.Settings.Districts, Some.Zone);
}
