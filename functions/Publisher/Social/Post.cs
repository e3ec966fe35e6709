using Azure;
using NodaTime;
using Publisher.Content;

namespace Publisher.Social;

/// <summary>planned → claimed → posted; or dropped (nothing to offer any more), unknown (its reply was lost), failed.</summary>
public enum PostState { Planned, Claimed, Posted, Dropped, Unknown, Failed }

/// <summary>One item on one network. There is one row for the two, so there can be one post.</summary>
/// <param name="Network">Its key: <c>facebook</c>.</param>
/// <param name="Text">As it was, or will be, posted.</param>
/// <param name="PostId">The network's own name for it.</param>
/// <param name="Note">What staff should know, in words.</param>
public sealed record Post(
    string Network, ItemRef Item, int Version, PostState State, Instant Since, string Text = "", string Link = "", string PostId = "", string Note = "")
{
    public ETag ETag { get; init; }

    /// <summary>Names the post in links and file names: <c>call-2023-2</c>.</summary>
    public string Marker => $"{Item.Kind.Key()}-{Item.Id}";
}
