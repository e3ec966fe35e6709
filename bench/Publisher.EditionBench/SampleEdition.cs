using Microsoft.Extensions.Configuration;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Content.Import;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Mail;
using Publisher.Mail.Merge;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.EditionBench;

/// <summary>An edition of the sample's items, each four times over, and a reader who wants all of it.</summary>
internal sealed class SampleEdition
{
    public const int Items = 20;

    private const string Language = "pl";

    private static readonly Instant AsOf = Instant.FromUtc(2023, 5, 2, 6, 0);

    private readonly DigestRenderer renderer;
    private readonly Sender sender;
    private readonly DigestContent content;
    private readonly Recipients recipients;
    private readonly CompiledEdition edition;
    private readonly Subscriber reader;

    public SampleEdition()
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", "torun");
        var settings = PublisherSettings.Read(
            new ConfigurationBuilder().AddJsonFile(Path.Combine(sample, "settings.json"))
                .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Publisher:Secret"] = "for measuring only, and long enough for a key" }).Build(),
            local: true);
        var zone = settings.Zone;
        renderer = new DigestRenderer(
            Templates.Load(Path.Combine(AppContext.BaseDirectory, "templates")), settings.Organisation, settings.Look, settings.Programmes, settings.Districts, zone);
        sender = new Sender(settings.Mail.From, settings.Mail.ReplyTo, "https://news.example.org");
        var items = ContentFile.Read(File.ReadAllBytes(Path.Combine(sample, "content.json")), settings.Districts, zone);
        var entries = Enumerable.Range(0, Items).Select(at => items[at % items.Count] with { Id = $"item-{at}" })
            .Select(item => new DigestEntry(item, SelectItems.SectionOfNew(item, AsOf, zone))).OrderBy(entry => entry.Section).ToList();
        content = new DigestContent(entries, "", sender.ArchiveUrl("weekly-0001"), sender.CalendarUrl, sender.From, AsOf, Announcement: false);
        recipients = new Recipients(sender, new LinkTokens(settings.Secret), renderer);
        edition = new CompiledEdition("weekly-0001", AsOf, null, entries, new Dictionary<string, MergeProgram>(), new HashSet<ItemRef>(), zone);
        var address = Address.Parse("jan.kowalski@example.org", out _)!;
        reader = new Subscriber(
            SubscriberKey.Of(address), address.Mailbox, "Łucja", Language, SubscriptionStatus.Confirmed, Interests.Everything, "a measurement", AsOf);
    }

    public MergeProgram Compile() => sender.Compile(renderer.Render(content, Language), "weekly");

    public void Assemble(MergeProgram program, MergeValues values, MessageBuffer buffer)
    {
        buffer.Clear();
        Fill(values);
        program.Write(values, buffer);
    }

    public void Fill(MergeValues values) => recipients.Fill(values, reader, edition, AsOf);

    /// <summary>The plain way, at its best: templates that are compiled already.</summary>
    public void RenderPlain() => renderer.RenderMarked(content, Language);
}
