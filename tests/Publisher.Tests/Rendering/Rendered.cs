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

    public static readonly DigestRenderer Renderer = RendererOf(Programmes.None);

    public static DigestRenderer RendererOf(Programmes programmes) => new(
        TestProduct.Templates,
        new Organisation("LGD „Dla Miasta Torunia”", "ul. Wymyślona 1, 87-100 Toruń", "biuro@example.org", "https://facebook.example/lgd", "https://linkedin.example/lgd"),
        Look.Default,
        programmes,
        TestProduct.Settings.Districts,
        Some.Zone);

    /// <summary>The items as an edition holds them that nothing came before.</summary>
    public static IReadOnlyList<DigestEntry> Entries(IReadOnlyList<Item> items, Instant? asOf = null) =>
        [.. SelectItems.Decide(items.Select(item => new StoredItem(item, 1, asOf ?? AsOf, asOf ?? AsOf)), new Dictionary<ItemRef, Brought>(), new Dictionary<ItemRef, Item>(), asOf ?? AsOf, Some.Zone)
            .Where(decision => decision.Section is not null).Select(decision => decision.Entry)];

    public static DigestContent Content(IReadOnlyList<DigestEntry> entries, bool announcement = false, Instant? asOf = null) =>
        new(entries, "", Sender.ArchiveUrl("weekly-0001"), Sender.CalendarUrl, Sender.From, asOf ?? AsOf, announcement);

    public static RenderedDigest Render(IReadOnlyList<Item> items, bool announcement = false, string language = "pl") =>
        Renderer.Render(Content(Entries(items), announcement), language);

    /// <summary>One reader's mail of an edition, as it would leave.</summary>
    public static SentMail Merge(IReadOnlyList<Item> items, Subscriber reader, bool announcement = false) =>
        Merge(Entries(items), reader, AsOf, announcement);

    /// <param name="now">When the mail leaves.</param>
    public static SentMail Merge(IReadOnlyList<DigestEntry> entries, Subscriber reader, Instant now, bool announcement = false) =>
        Compile(entries, reader.Language, announcement).Write(reader, now);

    /// <param name="renderer">The plain one where none is given.</param>
    public static Compiled Compile(IReadOnlyList<DigestEntry> entries, string language, bool announcement = false, Instant? asOf = null, DigestRenderer? renderer = null) =>
        new(renderer ?? Renderer, new CompiledEdition(
            "weekly-0001",
            asOf ?? AsOf,
            null,
            entries,
            new Dictionary<string, MergeProgram>(StringComparer.Ordinal) { [language] = Sender.Compile((renderer ?? Renderer).Render(Content(entries, announcement, asOf), language), "weekly") },
            new HashSet<ItemRef>(),
            Some.Zone));

    public static IReadOnlyList<Item> Sample() => Publisher.Content.Import.ContentFile.Read(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json")), TestProduct.Settings.Districts, Some.Zone);

    /// <summary>An edition ready to be written for one reader after another.</summary>
    internal sealed class Compiled(DigestRenderer renderer, CompiledEdition edition)
    {
        private readonly Recipients recipients = new(Sender, new LinkTokens(TestProduct.Settings.Secret), renderer);
        private readonly MergeValues values = new();

        public SentMail Write(Subscriber reader, Instant now)
        {
            recipients.Fill(values, reader, edition, now);
            using var buffer = new MessageBuffer();
            edition.For(reader.Language).Write(values, buffer);
            return new SentMail(edition.Id, "", reader.Address, buffer.Written.ToArray(), null);
        }
    }
}
