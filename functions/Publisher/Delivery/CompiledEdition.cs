using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Mail.Merge;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>What the messages of a batch have in common.</summary>
/// <param name="AsOf">The instant its words are true at; what has changed by the day of delivery is shown by merge flags.</param>
/// <param name="UselessAfter">From then on nobody gets it; null for never.</param>
/// <param name="Entries">As they were when the edition was made; the place of each is its merge flag.</param>
/// <param name="Programs">The compiled message of each language.</param>
/// <param name="Withdrawn">Items that nobody gets any more.</param>
public sealed record CompiledEdition(
    string Id,
    Instant AsOf,
    Instant? UselessAfter,
    IReadOnlyList<DigestEntry> Entries,
    IReadOnlyDictionary<string, MergeProgram> Programs,
    IReadOnlySet<ItemRef> Withdrawn)
{
    public const string FallbackLanguage = "pl";

    /// <summary>Reads what was stored when the edition was made ready; nothing is withdrawn yet.</summary>
    public static async Task<CompiledEdition> LoadAsync(Edition edition, EditionBlobs blobs, CancellationToken cancellationToken)
    {
        var programs = new Dictionary<string, MergeProgram>(StringComparer.Ordinal);
        foreach (var language in await blobs.LanguagesAsync(edition, cancellationToken))
            programs[language] = await blobs.LoadMessageAsync(edition, language, cancellationToken);
        return new CompiledEdition(edition.Id, edition.CutOff, edition.UselessAfter, await blobs.LoadItemsAsync(edition, cancellationToken), programs, new HashSet<ItemRef>());
    }

    /// <summary>The same without what was withdrawn meanwhile.</summary>
    public async Task<CompiledEdition> WithoutWithdrawnAsync(Items items, CancellationToken cancellationToken)
    {
        var withdrawn = new HashSet<ItemRef>();
        foreach (var entry in Entries)
            if (await items.FindAsync(entry.Item.Ref, cancellationToken) is not { Item.Status: ItemStatus.Published }) withdrawn.Add(entry.Item.Ref);
        return this with { Withdrawn = withdrawn };
    }

    public MergeProgram For(string language) => Programs.TryGetValue(language, out var program) ? program : Programs[FallbackLanguage];

    /// <summary>True where there is anything in it for this reader.</summary>
    public bool Offers(Subscriber subscriber, Instant now, DateTimeZone zone) => Entries.Any(entry => Offers(entry.Item, subscriber, now, zone));

    /// <summary>True where the reader chose the item, and it is still worth offering.</summary>
    public bool Offers(Item item, Subscriber subscriber, Instant now, DateTimeZone zone) =>
        subscriber.Interests.Want(item) && !Withdrawn.Contains(item.Ref) && (item.Expires(zone) is not { } end || end > now);
}
