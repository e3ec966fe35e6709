using NodaTime;
using Publisher.Content;
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

    public MergeProgram For(string language) => Programs.TryGetValue(language, out var program) ? program : Programs[FallbackLanguage];

    /// <summary>True where there is anything in it for this reader.</summary>
    public bool Offers(Subscriber subscriber, Instant now, DateTimeZone zone) => Entries.Any(entry => Offers(entry.Item, subscriber, now, zone));

    /// <summary>True where the reader chose the item, and it is still worth offering.</summary>
    public bool Offers(Item item, Subscriber subscriber, Instant now, DateTimeZone zone) =>
        subscriber.Interests.Want(item) && !Withdrawn.Contains(item.Ref) && (item.Expires(zone) is not { } end || end > now);
}
