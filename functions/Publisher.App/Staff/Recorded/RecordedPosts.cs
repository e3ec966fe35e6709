using Publisher.Content;
using Publisher.Social;
using Publisher.Staff;

namespace Publisher.App.Staff.Recorded;

/// <summary>What staff do with posts, written down alike from the console, the API and the command line.</summary>
public sealed class RecordedPosts(StaffPosts staff, Posts posts, AuditedChanges changes)
{
    /// <inheritdoc cref="StaffPosts.WishAsync"/>
    public async Task<Post> WishAsync(PostWish wish, string by, CancellationToken cancellationToken)
    {
        var before = await CountingAsync(wish.Network, wish.Item, wish.Occasion, cancellationToken);
        var note = Note(by, "send", wish.Network, wish.Item, wish.Occasion) with { Old = before?.Text ?? "", New = wish.Text ?? "" };
        return await changes.RunAsync(note, () => staff.WishAsync(wish, CancellationToken.None), post => IsSame(post, before) ? null : note with { New = post.Text }, cancellationToken);
    }

    /// <inheritdoc cref="StaffPosts.DecideAsync"/>
    public async Task<Post> DecideAsync(string network, ItemRef item, Occasion occasion, PostDecision decision, string address, string by, CancellationToken cancellationToken)
    {
        var before = await CountingAsync(network, item, occasion, cancellationToken);
        var note = Note(by, decision.ToString().ToLowerInvariant(), network, item, occasion) with { Old = before is null ? "" : StateOf(before), New = address };
        return await changes.RunAsync(
            note,
            () => staff.DecideAsync(network, item, occasion, decision, address, CancellationToken.None),
            post => IsSame(post, before) ? null : note with { New = $"{StateOf(post)} {address}".TrimEnd() },
            cancellationToken);
    }

    private static AuditNote Note(string by, string act, string network, ItemRef item, Occasion occasion) => new(by, $"{AuditVerbs.Post}-{act}", $"{item} {network} {occasion.Key()}");

    private static bool IsSame(Post post, Post? before) => before is not null && post.Version == before.Version && post.ETag == before.ETag;

    private static string StateOf(Post post) => post.State.ToString().ToLowerInvariant();

    /// <summary>What counts of an item and occasion before the change; null where there is nothing.</summary>
    private async Task<Post?> CountingAsync(string network, ItemRef item, Occasion occasion, CancellationToken cancellationToken) =>
        (await posts.OfItemAsync(network, item, cancellationToken)).LastOrDefault(post => post.Occasion == occasion && post.State != PostState.Dropped);
}
