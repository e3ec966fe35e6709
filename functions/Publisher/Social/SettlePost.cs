using NodaTime;

namespace Publisher.Social;

/// <summary>Writes down what a call came to, on the post and on its network's queue.</summary>
public sealed class SettlePost(Posts posts, NetworkStates states, TimeProvider clock)
{
    /// <summary>Before a lost reply is looked for: who reads a wall at once may see it without its last post.</summary>
    private static readonly Duration FirstLook = Duration.FromMinutes(1);

    public async Task<string> DropAsync(Post post, string reason, CancellationToken cancellationToken) =>
        Describe(await posts.SaveAsync(post with { State = PostState.Dropped, Note = reason, Since = clock.Now() }, cancellationToken));

    /// <param name="post">As it was claimed.</param>
    public async Task<string> SettleAsync(ISocialNetwork network, Post post, NetworkAnswer answer, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        await TellQueueAsync(network, answer, cancellationToken);
        var settled = answer.Outcome switch
        {
            NetworkOutcome.Done => post with { State = PostState.Posted, PostId = answer.PostId, Url = answer.Url.Length > 0 ? answer.Url : post.Url, Note = Joined(post.Note, answer.Note), NotBefore = null },
            NetworkOutcome.Ready => post with { State = PostState.Ready, PostId = answer.PostId, Note = answer.Note, NotBefore = null },
            NetworkOutcome.NotMade => post with { State = PostState.Planned, NotBefore = now + SocialRules.BackOff(post.Attempts), Note = answer.Note },
            NetworkOutcome.Wait or NetworkOutcome.Hold => post with { State = PostState.Planned, NotBefore = null, Note = answer.Note, Attempts = Math.Max(0, post.Attempts - 1) },
            // What changes a post may be said again, whatever became of it.
            NetworkOutcome.Unknown when post.PostId.Length > 0 => post with { State = PostState.Planned, NotBefore = now + SocialRules.BackOff(post.Attempts), Note = answer.Note },
            NetworkOutcome.Unknown => post with { State = PostState.Unknown, NotBefore = now + FirstLook, Note = answer.Note },
            NetworkOutcome.Gone => post with { State = PostState.Withdrawn, PostId = "", Url = "", Note = "somebody deleted the post on the network; it is not made again by itself" },
            _ => post with { State = PostState.Failed, Note = answer.Note },
        };
        Telemetry.Posts.Add(1, new("network", network.Key), new("outcome", answer.Outcome.ToString()));
        return Describe(await posts.SaveAsync(settled with { Since = now }, cancellationToken));
    }

    /// <summary>The same for a deletion.</summary>
    public Task<string> TakenDownAsync(ISocialNetwork network, Post post, NetworkAnswer answer, CancellationToken cancellationToken) =>
        answer.Outcome is NetworkOutcome.Done or NetworkOutcome.Gone ? EndAsync(post, answer.Note, cancellationToken) : SettleAsync(network, post, answer, cancellationToken);

    public static string Describe(Post post) => post.Note.Length > 0
        ? $"{post} is {post.State.ToString().ToLowerInvariant()}: {post.Note}"
        : $"{post} is {post.State.ToString().ToLowerInvariant()}";

    private async Task<string> EndAsync(Post post, string note, CancellationToken cancellationToken) => Describe(await posts.SaveAsync(
        post with { State = PostState.Withdrawn, PostId = "", Url = "", Note = note.Length > 0 ? note : "the item was withdrawn and its post deleted", Since = clock.Now() }, cancellationToken));

    /// <summary>A limit, or a token that is not taken, concerns all that waits.</summary>
    internal async Task TellQueueAsync(ISocialNetwork network, NetworkAnswer answer, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (answer.Outcome == NetworkOutcome.Hold)
            await states.ChangeAsync(network.Key, state => state with { HeldSince = state.HeldSince ?? now, Note = answer.Note, TokenChecked = now }, cancellationToken);
        else if (answer.Until is { } until)
            await states.ChangeAsync(network.Key, state => state with { WaitUntil = state.WaitUntil is { } wait && wait > until ? wait : until }, cancellationToken);
    }

    private static string Joined(string one, string other) => one.Length > 0 && other.Length > 0 ? $"{one}; {other}" : one + other;
}
