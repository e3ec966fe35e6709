using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Social;
using Publisher.Storage;

namespace Publisher.App.Staff;

/// <summary>Sends what staff announce on every channel that they chose; by mail when somebody else has approved it, where two have to look.</summary>
public sealed class AnnounceOnChannels(AnnounceItem announce, DispatchEditions dispatch, ApproveEdition approve, StaffPosts posts, WorkQueues queues, TimeProvider clock)
{
    /// <param name="networks">Keys; an item's only.</param>
    /// <param name="by">Who asks for it.</param>
    /// <returns>The edition as it is by now; null where it goes by no mail.</returns>
    /// <exception cref="RefusedException">It cannot go out so.</exception>
    public async Task<Edition?> RunAsync(AnnouncementWish wish, DraftedEdition draft, IReadOnlyList<string> networks, bool isMailed, string by, CancellationToken cancellationToken)
    {
        foreach (var network in networks)
        {
            var post = await posts.WishAsync(new PostWish(network, wish.Item!.Value, At: draft.Edition.Due), cancellationToken);
            if (post.IsOpen) await queues.SendAsync(new PublishPostWork(network), cancellationToken);
        }

        if (!isMailed) return null;
        var edition = await announce.KeepAsync(draft, cancellationToken);
        if (edition.State == EditionState.Cancelled)
        {
            throw new RefusedException("Nothing was announced.", [new Fault("item", $"{edition.Id} was cancelled, and stays so; to announce it after all, give it a time („at”), or an Idempotency-Key of its own where it has no item").As("announcementCancelled")]);
        }

        if (edition.State == EditionState.Scheduled && approve.IsNeeded(edition)) await approve.AskAsync(edition, by, cancellationToken);
        if (edition.State == EditionState.Scheduled && !(edition.Due > clock.Now())) edition = await dispatch.SendAsync(edition, cancellationToken);
        return edition;
    }
}
