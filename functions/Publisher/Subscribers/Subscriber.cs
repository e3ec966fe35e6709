using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers;

public enum SubscriptionStatus { Unconfirmed, Confirmed, Unsubscribed }

/// <summary>As whom somebody reads, if they said so: it tells the organisation whom its calls reach.</summary>
public enum ReaderRole { Resident, Ngo, Group, Firm, School, Official }

/// <summary>Who gets mail, of what.</summary>
/// <param name="Name">How to greet them; empty where they did not say.</param>
/// <param name="Language">Two letters (ISO 639-1) of the mail's language.</param>
/// <param name="Source">Where the subscription came from, in words: it is part of the proof of consent.</param>
/// <param name="Role">Null where they did not say.</param>
/// <param name="Asked">When somebody last asked, by a form, for mail to this address; null where that was confirmed or has been ended since.</param>
public sealed record Subscriber(
    SubscriberKey Key,
    string Address,
    string Name,
    string Language,
    SubscriptionStatus Status,
    Interests Interests,
    string Source,
    Instant Since,
    ReaderRole? Role = null,
    Instant? Asked = null)
{
    /// <summary>How often.</summary>
    public RhythmChoice Rhythm { get; init; } = RhythmChoice.Usual;

    /// <summary>Nothing is mailed until this day begins in the organisation's zone; null where there is no pause.</summary>
    public LocalDate? PausedUntil { get; init; }

    /// <summary>The calls that they chose or declined on their own.</summary>
    public CallChoices Calls { get; init; } = CallChoices.None;

    /// <summary>A change of address that both mailboxes have not agreed to yet, or that is being carried out; null where there is none.</summary>
    public AddressMove? Move { get; init; }

    /// <summary>The key under which they are found now; null but for a row that is left behind by a change of address.</summary>
    public SubscriberKey? MovedTo { get; init; }

    /// <summary>The keys under which they were found before, the latest last.</summary>
    public IReadOnlyList<SubscriberKey> MovedFrom { get; init; } = [];

    /// <summary>What the sign-up of <see cref="Asked"/> asks for, where the row has words of its owner's; null elsewhere.</summary>
    public AskedFor? AskedFor { get; init; }

    /// <summary>As they would be if they confirmed now what was asked for.</summary>
    public Subscriber AsAsked() => AskedFor?.In(this) ?? this;

    public bool IsPaused(Instant now, DateTimeZone zone) => PausedUntil is { } day && now < zone.AtStartOfDay(day).ToInstant();

    /// <summary>What they said of one call counts before what they said of all.</summary>
    public bool Wants(Item item, bool isDeadline) => (item is Call ? Calls.For(item.Id) : CallChoice.Neither) switch
    {
        CallChoice.Followed => true,
        CallChoice.Left => false,
        _ => Interests.Want(item, isDeadline),
    };
}

/// <summary>What a subscriber chose. An empty list means "all of it".</summary>
/// <param name="Kinds">With <paramref name="Deadlines"/>, empty means no other kind.</param>
/// <param name="Deadlines">Of calls only their deadlines: when one is near, or has changed. False where they want calls as such.</param>
public sealed record Interests(IReadOnlyList<ItemKind> Kinds, IReadOnlyList<string> Districts, IReadOnlyList<string> Topics, bool Deadlines = false)
{
    /// <summary>Stands beside the keys of the kinds where people choose.</summary>
    public const string DeadlinesKey = "deadlines";

    public static Interests Everything { get; } = new([], [], []);

    /// <summary>What was ticked, as it is kept: everything is nothing chosen, so that what comes new one day is in it too; who wants calls gets their deadlines with them.</summary>
    public static Interests Of(IReadOnlyList<string> kinds, IReadOnlyList<string> districts, IReadOnlyList<string> topics)
    {
        var chosen = ItemKinds.All.Where(kind => kinds.Contains(kind.Key(), StringComparer.Ordinal)).ToArray();
        var deadlines = kinds.Contains(DeadlinesKey, StringComparer.Ordinal) && !chosen.Contains(ItemKind.Call);
        return new Interests(chosen.Length == ItemKinds.All.Count ? [] : chosen, districts, topics, deadlines);
    }

    /// <summary>True for what may stand in <see cref="KindKeys"/>.</summary>
    public static bool IsKindKey(string key) => key == DeadlinesKey || ItemKinds.TryParse(key, out _);

    /// <summary>The boxes of kinds that are ticked where this is shown.</summary>
    public IReadOnlyList<string> KindKeys =>
        [.. (Kinds.Count == 0 && !Deadlines ? ItemKinds.All : Kinds).Select(kind => kind.Key()), .. Deadlines ? [DeadlinesKey] : (string[])[]];

    /// <param name="deadline">Whether the edition has it because a deadline is near, or something about it has changed.</param>
    public bool Want(Item item, bool deadline = false) => WantKind(item, deadline) && WantPlace(item) && WantTopic(item);

    public bool WantKind(Item item, bool deadline = false) =>
        item.Kind == ItemKind.Call && Deadlines ? deadline : WantsAny(item.Kind);

    /// <summary>True where items of a kind come as such, and not their deadlines only.</summary>
    public bool WantsAny(ItemKind kind) => (Kinds.Count == 0 && !Deadlines) || Kinds.Contains(kind);

    /// <summary>An item without districts is the whole city's.</summary>
    public bool WantPlace(Item item) => Districts.Count == 0 || item.Districts.Count == 0 || item.Districts.Any(Districts.Contains);

    /// <summary>An item without topics is everybody's.</summary>
    public bool WantTopic(Item item) => Topics.Count == 0 || item.Topics.Count == 0 || item.Topics.Any(Topics.Contains);
}

public static class ReaderRoles
{
    public static IReadOnlyList<ReaderRole> All { get; } =
        [ReaderRole.Resident, ReaderRole.Ngo, ReaderRole.Group, ReaderRole.Firm, ReaderRole.School, ReaderRole.Official];

    /// <summary>The role as it stands in storage and forms.</summary>
    public static string Key(this ReaderRole role) => role.ToString().ToLowerInvariant();

    /// <summary>Null for what is no role.</summary>
    public static ReaderRole? Parse(string key)
    {
        foreach (var role in All)
            if (string.Equals(role.Key(), key, StringComparison.Ordinal)) return role;
        return null;
    }
}
