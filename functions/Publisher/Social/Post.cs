using Azure;
using NodaTime;
using Publisher.Content;
using Publisher.Social.Texts;

namespace Publisher.Social;

/// <summary>
/// planned → claimed → posted, with these ways out: unknown (the reply was lost) → posted | planned again | undecided; failed (refused; the
/// note says what to do); dropped (nothing to offer any more, or a newer version took its place). Ready is a pack to be copied by staff,
/// withdrawn a post that was taken down or marked.
/// </summary>
public enum PostState { Planned, Claimed, Unknown, Undecided, Posted, Ready, Withdrawn, Dropped, Failed }

/// <summary>One version of one item on one network, for one occasion. There is one row for these four, so there can be one post.</summary>
/// <param name="Network">Its key: <c>facebook</c>.</param>
/// <param name="Version">Of the item.</param>
/// <param name="Since">When it came into its state.</param>
public sealed record Post(string Network, ItemRef Item, Occasion Occasion, int Version, PostState State, Instant Since)
{
    public ETag ETag { get; init; }

    /// <summary>As it was, or will be, posted.</summary>
    public string Text { get; init; } = "";

    /// <summary>Staff wrote the text, or chose the pictures, themselves.</summary>
    public bool Own { get; init; }

    public string Link { get; init; } = "";

    /// <summary>Of the card that shows the link.</summary>
    public string Title { get; init; } = "";

    public string Summary { get; init; } = "";

    /// <summary>Two letters (ISO 639-1).</summary>
    public string Language { get; init; } = "";

    public IReadOnlyList<ItemImage> Images { get; init; } = [];

    /// <summary>The network's own name for it; empty before it has one, and once it is deleted.</summary>
    public string PostId { get; init; } = "";

    /// <summary>Where people see it; empty where the network does not say.</summary>
    public string Url { get; init; } = "";

    /// <summary>What staff should know, in words.</summary>
    public string Note { get; init; } = "";

    /// <summary>How often it was called out to the network.</summary>
    public int Attempts { get; init; }

    /// <summary>How often its reply was lost and it was not on the network afterwards.</summary>
    public int Lost { get; init; }

    /// <summary>When the network was last called for it: a lost reply is looked for from then on.</summary>
    public Instant? Called { get; init; }

    /// <summary>The first call that may have made it without our knowing: it is looked for from then on.</summary>
    public Instant? LookFrom { get; init; }

    /// <summary>Nothing is done for it earlier.</summary>
    public Instant? NotBefore { get; init; }

    /// <summary>When staff want it on the wall; null for as soon as it may be.</summary>
    public Instant? At { get; init; }

    /// <summary>When it is worth nothing any more, as it was when it was planned; null for never.</summary>
    public Instant? Until { get; init; }

    /// <summary>The item as it was posted, without its body: a later version is compared with it.</summary>
    public Item? Snapshot { get; init; }

    /// <summary>
    /// People ended it: staff dropped it, somebody deleted it on the network, or it is there under an address that we do not know. Nothing of
    /// an older version is ours to change any more, and no later version is made by itself.
    /// </summary>
    public bool Ended { get; init; }

    /// <summary>Staff asked for it themselves: it is made although an older version was ended.</summary>
    public bool Wanted { get; init; }

    /// <summary>Names the post in links and file names: <c>call-2023-2</c>. Every version of it has the same.</summary>
    public string Marker => PostText.MarkerOf(Item, Occasion);

    /// <summary>Something is still to be done for it without anybody's word.</summary>
    public bool IsOpen => State is PostState.Planned or PostState.Claimed or PostState.Unknown;

    /// <summary>It is not known whether it is on the wall.</summary>
    public bool IsInDoubt => State is PostState.Claimed or PostState.Unknown or PostState.Undecided;

    /// <summary>On the wall, or in staff's hands.</summary>
    public bool IsLive => State is PostState.Posted or PostState.Ready or PostState.Withdrawn;

    public override string ToString() => $"{Item}{(Occasion == Occasion.First ? "" : $" ({Occasion.Key()})")} on {Network}";
}
