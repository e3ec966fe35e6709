using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Feedback;

/// <summary>What follows from all that is known about mail to one address: the same, in whatever order it came and however often. Pure.</summary>
/// <param name="Reason">Why the address is mailed no more: <see cref="Suppressions.Bounced"/> and its like.</param>
/// <param name="Deciding">What decided it.</param>
public sealed record Verdict(string Reason, FeedbackEntry Deciding)
{
    /// <summary>Soft bounces that together are as good as a hard one.</summary>
    public const int SoftLimit = 3;

    /// <summary>The time they have to fall in.</summary>
    public static readonly Duration SoftWindow = Duration.FromDays(30);

    /// <summary>By what the subscription ends, for its history.</summary>
    public string Channel => Reason == Suppressions.Complained ? HistoryChannel.Complaint : HistoryChannel.Bounce;

    /// <returns>Null where the address may be mailed.</returns>
    public static Verdict? Of(IReadOnlyList<FeedbackEntry> entries)
    {
        var lifted = entries.Where(entry => entry.Kind == FeedbackKind.Lifted).Select(entry => entry.At).DefaultIfEmpty(Instant.MinValue).Max();
        var counted = entries.Where(entry => entry.At > lifted).OrderBy(entry => entry.At).ToList();
        if (counted.Find(entry => entry.Kind == FeedbackKind.Complaint) is { } complaint) return new Verdict(Suppressions.Complained, complaint);
        if (counted.Find(entry => entry.Kind == FeedbackKind.HardBounce) is { } bounce) return new Verdict(Suppressions.Bounced, bounce);
        var soft = counted.FindAll(entry => entry.Kind == FeedbackKind.SoftBounce);
        for (var last = SoftLimit - 1; last < soft.Count; last++)
            if (soft[last].At - soft[last - SoftLimit + 1].At <= SoftWindow) return new Verdict(Suppressions.BouncedOften, soft[last]);
        return null;
    }

    /// <summary>Whether it says more than why an address is on the list already.</summary>
    public bool Outweighs(string? reason) => Weight(Reason) > Weight(reason);

    private static int Weight(string? reason) => reason switch
    {
        null => 0,
        Suppressions.LeftElsewhere => 1,
        Suppressions.Complained => 3,
        _ => 2,
    };
}
