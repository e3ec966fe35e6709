using NodaTime;
using Publisher.Content;
using Publisher.Mail.Merge;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>What the messages of a batch have in common.</summary>
/// <param name="Items">As they were when the edition was made; the place of each is its merge flag.</param>
/// <param name="Programs">The compiled message of each language.</param>
/// <param name="Withdrawn">Items that nobody gets any more.</param>
public sealed record CompiledEdition(
    string Id, IReadOnlyList<Item> Items, IReadOnlyDictionary<string, MergeProgram> Programs, IReadOnlySet<ItemRef> Withdrawn)
{
    public const string FallbackLanguage = "pl";

    public MergeProgram For(string language) => Programs.TryGetValue(language, out var program) ? program : Programs[FallbackLanguage];

    /// <summary>True where there is anything in it for this reader.</summary>
    public bool Offers(Subscriber subscriber, Instant now, DateTimeZone zone) => Items.Any(item => Offers(item, subscriber, now, zone));

    /// <summary>True where the reader chose the item, and it is still worth offering.</summary>
    public bool Offers(Item item, Subscriber subscriber, Instant now, DateTimeZone zone) =>
        subscriber.Interests.Want(item) && !Withdrawn.Contains(item.Ref) && (item.Expires(zone) is not { } end || end > now);
}
