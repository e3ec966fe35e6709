using NodaTime;

namespace Publisher.Social;

/// <summary>
/// A claim without a result means that the reply, or a process, was lost. Before anything is done again the network's latest posts are
/// read: one that is there is adopted, one that is not there after the grace time was never made, and what cannot be read staff decide.
/// </summary>
public sealed class RecoverPost(Posts posts, SettlePost settle, TimeProvider clock)
{
    private static readonly Duration LookEvery = Duration.FromMinutes(2);

    public async Task<string> RunAsync(ISocialNetwork network, Post post, CancellationToken cancellationToken)
    {
        var called = post.Called ?? post.Since;
        if (post.State == PostState.Claimed && clock.Now() - called < SocialRules.ClaimTime) return $"{post} is in the hands of another instance";
        // What changes a post may be said again, whatever became of it.
        if (post.PostId.Length > 0) return await SayAsync(post with { State = PostState.Planned, NotBefore = null }, cancellationToken);
        var found = await NetworkCall.RunAsync(network.FindAsync, post, clock, cancellationToken);
        await settle.TellQueueAsync(network, found, cancellationToken);
        return found.Outcome switch
        {
            NetworkOutcome.Done => await settle.FoundAsync(network, post, found, cancellationToken),
            NetworkOutcome.Gone => await NotThereAsync(post, called, cancellationToken),
            NetworkOutcome.Refused => await AskAsync(post, found.Note, cancellationToken),
            _ when clock.Now() - called > SocialRules.ReadLimit => await AskAsync(post, found.Note, cancellationToken),
            _ => await LookLaterAsync(post, found.Note, cancellationToken),
        };
    }

    private Task<string> NotThereAsync(Post post, Instant called, CancellationToken cancellationToken)
    {
        // The post itself may have been made as late as the call could last.
        if (clock.Now() - called < SocialRules.CallTime + SocialRules.Grace) return LookLaterAsync(post, "it is not on the network yet; its reply was lost", cancellationToken);
        post = post with { Lost = post.Lost + 1 };
        return post.Lost >= SocialRules.MaxLostReplies
            ? AskAsync(post, $"the network's reply was lost {post.Lost} times, and it shows no such post", cancellationToken)
            : SayAsync(post with { State = PostState.Planned, NotBefore = null, Note = "its reply was lost, and it is not on the network" }, cancellationToken);
    }

    private Task<string> LookLaterAsync(Post post, string note, CancellationToken cancellationToken) =>
        SayAsync(post with { State = PostState.Unknown, NotBefore = clock.Now() + LookEvery, Note = note }, cancellationToken);

    private Task<string> AskAsync(Post post, string note, CancellationToken cancellationToken) => SayAsync(
        post with { State = PostState.Undecided, NotBefore = null, Note = $"{note}. Look on the network whether it is there, then say so: publisher post reconcile {post.Network} {post.Item} --posted ADDRESS, or --again" },
        cancellationToken);

    private async Task<string> SayAsync(Post post, CancellationToken cancellationToken) =>
        SettlePost.Describe(await posts.SaveAsync(post with { Since = clock.Now() }, cancellationToken));
}
