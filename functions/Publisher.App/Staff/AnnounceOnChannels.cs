using Publisher.App.Staff.Recorded;
using Publisher.Approvals;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Social;
using Publisher.Staff;
using Publisher.Storage;

namespace Publisher.App.Staff;

/// <summary>Sends what staff announce on every channel that they chose; by mail when somebody else has approved it, where two have to look. Written down once.</summary>
public sealed class AnnounceOnChannels(AnnounceItem announce, DispatchEditions dispatch, EditionList editions, StaffPosts posts, Posts walls, WorkQueues queues, AuditedChanges changes)
{
    /// <param name="networks">Keys; an item's only.</param>
    /// <param name="by">Who asks for it.</param>
    /// <returns>The edition as it is by now; null where it goes by no mail.</returns>
    /// <exception cref="RefusedException">It cannot go out so; posts that could may have.</exception>
    public async Task<Edition?> RunAsync(AnnouncementWish wish, DraftedEdition draft, IReadOnlyList<string> networks, bool isMailed, string by, CancellationToken cancellationToken)
    {
        var there = isMailed ? await editions.FindAsync(draft.Edition.Id, cancellationToken) : null;
        if (there?.State == EditionState.Cancelled)
        {
            throw new RefusedException("Nothing was announced.", [new Fault("item", $"{there.Id} was cancelled, and stays so; to announce it after all, give it a time („at”), or an Idempotency-Key of its own where it has no item").As("announcementCancelled")]);
        }

        var note = new AuditNote(by, AuditVerbs.Announce, wish.Item?.ToString() ?? draft.Edition.Id, "", AnnouncementLog.Of(wish, draft.Edition, networks, isMailed));
        var done = await changes.RunAsync(note, () => SendAsync(wish, draft, networks, isMailed, by), done => done.Told(note), cancellationToken);
        return done.Refusal is { } refusal ? throw refusal : done.Edition;
    }

    private async Task<Done> SendAsync(AnnouncementWish wish, DraftedEdition draft, IReadOnlyList<string> networks, bool isMailed, string by)
    {
        var (stop, isNew) = (CancellationToken.None, false);
        foreach (var network in networks)
        {
            try
            {
                var known = (await walls.OfItemAsync(network, wish.Item!.Value, stop)).Select(each => each.ETag).ToHashSet();
                var post = await posts.WishAsync(new PostWish(network, wish.Item!.Value, At: draft.Edition.Due), stop);
                isNew |= !known.Contains(post.ETag);
                if (post.IsOpen) await queues.SendAsync(new PublishPostWork(network), stop);
            }
            catch (RefusedException refusal) when (isNew)
            {
                // One network's refusal takes nothing back that another has got already: that stays written down.
                return new Done(null, isNew, null, refusal);
            }
        }

        if (!isMailed) return new Done(null, isNew, null, null);
        var edition = await announce.KeepAsync(draft, stop);
        isNew |= edition.IsNew;
        if (edition.State != EditionState.Scheduled) return new Done(edition, isNew, null, null);
        var (sent, asked) = await dispatch.AskOrSendAsync(edition, by, stop);
        return new Done(sent, isNew, asked, null);
    }

    private sealed record Done(Edition? Edition, bool IsNew, AskedApproval? Asked, RefusedException? Refusal)
    {
        /// <summary>What was said before changes nothing; but who was refused may ask again.</summary>
        public AuditNote? Told(AuditNote note) => IsNew ? note : Asked is { IsNew: true } ? RecordedEditions.AskNote(note.Who, Edition!) : null;
    }
}
