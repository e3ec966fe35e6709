using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers;

public enum SubscriptionStatus { Unconfirmed, Confirmed, Unsubscribed }

/// <summary>Who gets mail, of what.</summary>
/// <param name="Name">How to greet them; empty where they did not say.</param>
/// <param name="Language">Two letters (ISO 639-1) of the mail's language.</param>
/// <param name="Source">Where the subscription came from, in words: it is part of the proof of consent.</param>
public sealed record Subscriber(
    SubscriberKey Key,
    string Address,
    string Name,
    string Language,
    SubscriptionStatus Status,
    Interests Interests,
    string Source,
    Instant Since);

/// <summary>What a subscriber chose. An empty list means "all of it".</summary>
public sealed record Interests(IReadOnlyList<ItemKind> Kinds, IReadOnlyList<string> Districts, IReadOnlyList<string> Topics)
{
    public static Interests Everything { get; } = new([], [], []);

    public bool Want(Item item) => WantKind(item) && WantPlace(item) && WantTopic(item);

    public bool WantKind(Item item) => Kinds.Count == 0 || Kinds.Contains(item.Kind);

    /// <summary>An item without districts is the whole city's.</summary>
    public bool WantPlace(Item item) => Districts.Count == 0 || item.Districts.Count == 0 || item.Districts.Any(Districts.Contains);

    /// <summary>An item without topics is everybody's.</summary>
    public bool WantTopic(Item item) => Topics.Count == 0 || item.Topics.Count == 0 || item.Topics.Any(Topics.Contains);
}
