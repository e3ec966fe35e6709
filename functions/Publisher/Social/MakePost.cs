using NodaTime;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Social.Preflight;
using Publisher.Social.Texts;

namespace Publisher.Social;

/// <summary>
/// Brings one planned post onto the wall, or onto the post that an earlier version left there. It is claimed by a conditional write
/// before the network is called; whoever loses that race does nothing.
/// </summary>
public sealed class MakePost(
    Items items, Posts posts, NetworkStates states, PostText texts, LinkCheck check, SettlePost settle, SocialRules rules, DateTimeZone zone, TimeProvider clock)
{
    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(ISocialNetwork network, Post post, CancellationToken cancellationToken)
    {
        var versions = (await posts.OfItemAsync(network.Key, post.Item, cancellationToken)).Where(other => other.Occasion == post.Occasion).ToList();
        if (versions.Any(other => other.Version > post.Version && other.State != PostState.Dropped)) return await settle.DropAsync(post, "a newer version takes its place", cancellationToken);
        if (versions.Find(other => other.Version < post.Version && other.IsInDoubt) is { } before)
        {
            await posts.SaveAsync(post with { NotBefore = clock.Now() + Duration.FromMinutes(1), Note = $"waits until it is known what became of version {before.Version}" }, cancellationToken);
            return $"{post} waits for version {before.Version}";
        }

        // Whoever has one of them in hand by now wins, and this waits.
        foreach (var older in versions.Where(other => other.Version < post.Version && other.State == PostState.Planned))
            await settle.DropAsync(older, "a newer version takes its place", cancellationToken);

        var live = LiveOf(post, versions);
        if (live is null && PostPlan.EndedBefore(post, versions) is { } ended) return await settle.StayEndedAsync(post, ended, cancellationToken);
        var stored = await items.FindAsync(post.Item, cancellationToken);
        var kept = live is not null && PostPlan.IsKept(live, clock.Now());
        if (kept && stored is { Item.Status: ItemStatus.Published } && PostPlan.UsefulUntil(stored.Item, zone) <= live!.At)
            return await DeleteAsync(network, post, live, "it would have come out after its item's end, and was taken back", cancellationToken);
        if (Obsolete(stored?.Item, post.Occasion, live) is { } reason)
            return ReferenceEquals(live, post) ? await settle.StayAsync(network, post, reason, cancellationToken) : await settle.DropAsync(post, reason, cancellationToken);
        var withdrawn = stored is not { Item.Status: ItemStatus.Published };
        if (withdrawn && (kept || rules.Withdrawn == WithdrawnPosts.Delete)) return await DeleteAsync(network, post, live!, "the item was withdrawn and its post deleted", cancellationToken);

        var shown = live?.Snapshot;
        var item = stored?.Item ?? shown;
        if (item is null) return await settle.DropAsync(post, "there is no such item any more", cancellationToken);
        var matters = shown is not null && ItemChanges.Matter(shown, item);
        var written = texts.Write(network.Key, new PostSubject(item, post.Occasion, matters ? shown : null, withdrawn), clock.Now());
        var ready = Fill(post, written, item);
        return live is null ? await CreateAsync(network, ready, cancellationToken) : await EditAsync(network, ready, live, cancellationToken);
    }

    private async Task<string> CreateAsync(ISocialNetwork network, Post post, CancellationToken cancellationToken)
    {
        post = post with { PostId = "", Url = "" };
        // It may have waited for long since it was looked for in vain.
        if (post.Lost > 0 && await NetworkCall.RunAsync(network.FindAsync, post, clock, cancellationToken) is { Outcome: not NetworkOutcome.Gone } found)
            return await settle.FoundAsync(network, post, found, cancellationToken);
        if (network.IsWall)
        {
            var findings = await check.RunAsync(post, cancellationToken);
            if (findings.Blocking is { } blocking)
            {
                return findings.MayPass && post.Attempts < SocialRules.MaxLooks
                    ? await settle.SettleAsync(network, post with { Attempts = post.Attempts + 1 }, new NetworkAnswer(NetworkOutcome.NotMade, Note: blocking), cancellationToken)
                    : await settle.SettleAsync(network, post, new NetworkAnswer(NetworkOutcome.Refused, Note: findings.MayPass ? $"{blocking.Split(';')[0]}, and has not for a day: mend it in the item, or send the post again" : blocking), cancellationToken);
            }

            post = post with { Note = string.Join("; ", findings.Notes) };
            if (rules.Gap > Duration.Zero && !await TakeTurnAsync(network, cancellationToken)) return $"{post} waits for its turn";
        }

        post = await ClaimAsync(post, cancellationToken);
        return await settle.SettleAsync(network, post, await NetworkCall.RunAsync(network.PublishAsync, post, clock, cancellationToken), cancellationToken);
    }

    /// <summary>The next post's time is taken before this one's call: two instances never fill the wall together.</summary>
    private async Task<bool> TakeTurnAsync(ISocialNetwork network, CancellationToken cancellationToken)
    {
        var state = await states.ReadAsync(network.Key, cancellationToken);
        if (state.NextAt > clock.Now()) return false;
        await states.SaveAsync(state with { NextAt = clock.Now() + rules.Gap }, cancellationToken);
        return true;
    }

    private async Task<string> EditAsync(ISocialNetwork network, Post post, Post live, CancellationToken cancellationToken)
    {
        post = post with { PostId = live.PostId, Url = live.Url, At = PostPlan.IsKept(live, clock.Now()) ? live.At : post.At };
        if (live.Version < post.Version && live.State == PostState.Posted && live.Text == post.Text)
            return await settle.SettleAsync(network, post, new NetworkAnswer(NetworkOutcome.Done, live.PostId, live.Url), cancellationToken);
        post = await ClaimAsync(post, cancellationToken);
        return await settle.SettleAsync(network, post, await NetworkCall.RunAsync(network.EditAsync, post, clock, cancellationToken), cancellationToken);
    }

    private async Task<string> DeleteAsync(ISocialNetwork network, Post post, Post live, string note, CancellationToken cancellationToken)
    {
        post = await ClaimAsync(post with { PostId = live.PostId, Url = live.Url, Text = live.Text, Link = live.Link }, cancellationToken);
        return await settle.TakenDownAsync(network, post, await NetworkCall.RunAsync(network.DeleteAsync, post, clock, cancellationToken), note, cancellationToken);
    }

    private Task<Post> ClaimAsync(Post post, CancellationToken cancellationToken) => posts.SaveAsync(
        post with { State = PostState.Claimed, Since = clock.Now(), Called = clock.Now(), LookFrom = post.Lost > 0 ? post.LookFrom ?? clock.Now() : clock.Now(), Attempts = post.Attempts + 1, NotBefore = null }, cancellationToken);

    /// <summary>What is on the wall now: this very post, whose text staff changed, or an older version's.</summary>
    private static Post? LiveOf(Post post, List<Post> versions) => post switch
    {
        { Ended: true } => null,
        { PostId.Length: > 0, Snapshot: not null } => post,
        _ => PostPlan.OnWall(versions, post.Version),
    };

    private static Post Fill(Post post, WrittenPost written, Item item) => post with
    {
        Text = post.Own && post.Text.Length > 0 ? PostText.WithLink(post.Text, written.Link, post.Network) : written.Text,
        Link = written.Link,
        Title = written.Title,
        Summary = written.Summary,
        Language = written.Language,
        Images = post.Own && post.Images.Count > 0 ? post.Images : written.Images,
        Snapshot = item with { Body = "" },
    };

    /// <returns>Why nothing is to be done; null where something is.</returns>
    private string? Obsolete(Item? item, Occasion occasion, Post? live)
    {
        if (item is not { Status: ItemStatus.Published }) return live is null ? "the item is not published any more" : null;
        if (PostPlan.IsOver(item, clock.Now(), zone)) return live is null ? "the item was over before it could be posted" : "the item is over; its post stays as it is";
        if (live is not null) return null;
        if (PostPlan.UsefulUntil(item, zone) <= clock.Now()) return "the event had begun before it could be posted";
        return occasion switch
        {
            Occasion.First when item is Call { Results: not null } => "its results are posted instead",
            Occasion.Result when item is not Call { Results: not null } => "its results were taken back",
            Occasion.Reminder when !PostPlan.IsNear(item, clock.Now(), zone, rules) => "its day is no longer near",
            _ => null,
        };
    }
}
