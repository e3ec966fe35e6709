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
    IReadOnlySet<ItemRef> Withdrawn,
    DateTimeZone Zone)
{
    /// <summary>When each item expires, worked out once: it is asked for every reader.</summary>
    private readonly Instant?[] ends = [.. Entries.Select(entry => entry.Item.Expires(Zone))];

    public const string FallbackLanguage = "pl";

    /// <summary>Reads what was stored when the edition was made ready; nothing is withdrawn yet.</summary>
    public static async Task<CompiledEdition> LoadAsync(Edition edition, EditionBlobs blobs, DateTimeZone zone, CancellationToken cancellationToken)
    {
        var programs = new Dictionary<string, MergeProgram>(StringComparer.Ordinal);
        foreach (var language in await blobs.LanguagesAsync(edition, cancellationToken))
            programs[language] = await blobs.LoadMessageAsync(edition, language, cancellationToken);
        return new CompiledEdition(edition.Id, edition.CutOff, edition.UselessAfter, await blobs.LoadItemsAsync(edition, cancellationToken), programs, new HashSet<ItemRef>(), zone);
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
    public bool Offers(Subscriber subscriber, Instant now)
    {
        for (var at = 0; at < Entries.Count; at++)
            if (Offers(at, subscriber, now)) return true;
        return false;
    }

    /// <summary>True where a call that the reader follows is in it.</summary>
    public bool HasFollowed(Subscriber subscriber) =>
        subscriber.Calls.Followed.Count > 0 && Entries.Any(entry => entry.Item is Call && subscriber.Calls.For(entry.Item.Id) == CallChoice.Followed);

    /// <summary>True where the reader chose the item at a place, and it is still worth offering.</summary>
    public bool Offers(int at, Subscriber subscriber, Instant now) =>
        !(ends[at] <= now) && subscriber.Wants(Entries[at].Item) && !Withdrawn.Contains(Entries[at].Item.Ref);
}
