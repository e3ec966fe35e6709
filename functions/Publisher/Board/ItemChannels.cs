using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.Board;

/// <summary>Where one item stands on every channel.</summary>
/// <param name="Digests">Editions of digests that bring it, the latest first; all rhythms.</param>
/// <param name="Announcements">The latest first.</param>
/// <param name="Reminders">The latest first.</param>
/// <param name="Posts">The one that counts of each network and occasion.</param>
/// <param name="ArchiveUrl">Where everyone can read it; empty before an edition brought it there.</param>
/// <param name="CalendarUrl">Its calendar file; empty where it has no date, or nobody may see it.</param>
public sealed record ItemChannels(
    ItemRef Item,
    IReadOnlyList<EditionStand> Digests,
    IReadOnlyList<EditionStand> Announcements,
    IReadOnlyList<EditionStand> Reminders,
    IReadOnlyList<PostStand> Posts,
    string ArchiveUrl,
    string CalendarUrl);

/// <summary>An item in an edition.</summary>
/// <param name="Version">Of the item, in this edition.</param>
/// <param name="Due">When it is to go; null for as soon as it is ready.</param>
/// <param name="Started">When its sending began; null before.</param>
/// <param name="Closed">When the last message had its outcome; null before.</param>
/// <param name="Reached">Messages that the relay took so far, of the whole edition: who did not choose this item got the others. Null before the first.</param>
/// <param name="Url">Where everyone can read it; empty while nobody can.</param>
public sealed record EditionStand(
    string Edition, string Digest, EditionState State, Section Section, int Version, Instant? Due, Instant? Started, Instant? Closed, int? Reached, string Url);

/// <summary>An item on a network.</summary>
/// <param name="Version">Of the item, in this post.</param>
/// <param name="Since">When it came into its state.</param>
/// <param name="At">When staff want it on the wall; null for as soon as it may be.</param>
/// <param name="Url">Where people see it; empty where the network does not say.</param>
/// <param name="Note">What staff should know, in words.</param>
public sealed record PostStand(string Network, Occasion Occasion, int Version, PostState State, Instant Since, Instant? At, string Url, string Note);
