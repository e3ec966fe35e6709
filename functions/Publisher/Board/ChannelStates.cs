using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Social;

namespace Publisher.Board;

/// <summary>Where items stand on every channel: derived from editions and posts, which know; nothing of it is kept.</summary>
/// <remarks>
/// However many items are asked for, it reads the editions once, the posts once (a page of each has up to 1,000 rows), and the batches of each edition
/// that is on its way just now.
/// </remarks>
public sealed class ChannelStates(EditionList editions, Batches batches, Posts posts, Sender sender)
{
    public async Task<ItemChannels> OfAsync(StoredItem item, CancellationToken cancellationToken) =>
        (await OfAsync([item], await posts.BrieflyAsync(item.Ref, cancellationToken), cancellationToken))[item.Ref];

    /// <summary>The same of many.</summary>
    public async Task<IReadOnlyDictionary<ItemRef, ItemChannels>> OfAsync(IReadOnlyCollection<StoredItem> items, CancellationToken cancellationToken) =>
        await OfAsync(items, await posts.BrieflyAsync(null, cancellationToken), cancellationToken);

    private async Task<IReadOnlyDictionary<ItemRef, ItemChannels>> OfAsync(IReadOnlyCollection<StoredItem> items, IReadOnlyList<Post> all, CancellationToken cancellationToken)
    {
        var asked = items.Select(item => item.Ref).ToHashSet();
        var bringing = new List<(Edition Edition, int? Reached)>();
        await foreach (var edition in editions.BrieflyAsync(cancellationToken))
        {
            if (!Counts(edition) || !edition.Items.Any(item => asked.Contains(item.Ref))) continue;
            bringing.Add((edition, await ReachedAsync(edition, cancellationToken)));
        }

        var byItem = bringing.OrderByDescending(each => each.Edition.CutOff)
            .SelectMany(each => each.Edition.Items.Select(item => (item.Ref, each.Edition, Stand: Stand(each.Edition, item, each.Reached))))
            .ToLookup(each => each.Ref);
        var onNetworks = all.ToLookup(post => post.Item);
        return items.ToDictionary(item => item.Ref, item =>
        {
            var there = byItem[item.Ref].ToList();
            return new ItemChannels(
                item.Ref,
                [.. there.Where(each => each.Edition.Rhythm is not null).Select(each => each.Stand)],
                [.. there.Where(each => each.Edition.IsAnnouncement).Select(each => each.Stand)],
                [.. there.Where(each => each.Edition.IsReminder).Select(each => each.Stand)],
                [.. onNetworks[item.Ref].Select(Stand)],
                // A reminder's page says no more of it, and is on no list.
                there.Where(each => !each.Edition.IsReminder).Select(each => each.Stand.Url).FirstOrDefault(url => url.Length > 0) ?? "",
                HasCalendar(item) ? sender.CalendarUrl(item.Ref) : "");
        });
    }

    /// <summary>What was called off before anybody got it brought nothing.</summary>
    private static bool Counts(Edition edition) => edition.State != EditionState.Skipped && (edition.State != EditionState.Cancelled || edition.Started is not null);

    /// <summary>Kept when it was closed; until then, and for what was closed before that was kept, its batches know.</summary>
    private async Task<int?> ReachedAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (edition.State == EditionState.Sent && edition.Reached is { } reached) return reached;
        return edition.Started is null ? null : (await batches.OfAsync(edition.Id, cancellationToken)).Sum(batch => batch.Tally.Accepted);
    }

    private EditionStand Stand(Edition edition, EditionItem item, int? reached) => new(
        edition.Id,
        edition.Digest,
        edition.State,
        item.Section,
        item.Version,
        edition.Due,
        edition.Started,
        edition.Closed,
        reached,
        edition.IsPublic ? $"{sender.ArchiveUrl(edition.Id)}#{item.Ref.Kind.Key()}-{item.Ref.Id}" : "");

    private static PostStand Stand(Post post) => new(post.Network, post.Occasion, post.Version, post.State, post.Since, post.At, post.Url, post.Note);

    private static bool HasCalendar(StoredItem item) =>
        CalendarText.HasDate(item.Item) && (item.Item.Status == ItemStatus.Published || (item.Item.Status == ItemStatus.Withdrawn && item.Published is not null));
}
