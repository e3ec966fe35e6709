using Publisher.Content;
using Publisher.Editions;

namespace Publisher.Board;

/// <summary>Whether readers were told of an item what is different now, and nobody has set it right yet.</summary>
public sealed class ToldWrong(EditionList editions, Candidates candidates)
{
    /// <param name="channels">Of the same item: where nothing older was sent, nothing has to be read.</param>
    public async Task<bool> IsSoAsync(StoredItem item, ItemChannels channels, CancellationToken cancellationToken)
    {
        if (item.Item.Status == ItemStatus.Draft) return false;
        if (!channels.Digests.Concat(channels.Announcements).Concat(channels.Reminders).Any(stand => stand.Started is not null && stand.Version < item.Version)) return false;
        var id = Corrections.IdOf(item);
        if (await editions.FindAsync(id, cancellationToken) is not (null or { State: EditionState.Cancelled })) return false;
        return Corrections.Entries(item, await candidates.ToldAsync(item.Ref, id, cancellationToken)).Count > 0;
    }
}
