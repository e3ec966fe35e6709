using NodaTime;

namespace Publisher.Social;

/// <summary>Writes down what a call came to, on the post and on its network's queue.</summary>
public sealed class SettlePost(Posts posts, NetworkStates states, TimeProvider clock)
{
    /// <summary>Before a lost reply is looked for: who reads a wall at once may see it without its last post.</summary>
    private static readonly Duration FirstLook = Duration.FromMinutes(1);

    private const string Unaddressed = "its address is not known here: change it there yourselves, if it needs to";

    public async Task<string> DropAsync(Post post, string reason, CancellationToken cancellationToken) =>
        Describe(await posts.SaveAsync(post with { State = PostState.Dropped, Note = reason, Since = clock.Now() }, cancellationToken));

    /// <summary>A later version of what people ended: as it is, so it stays.</summary>
    public async Task<string> StayEndedAsync(Post post, Post ended, CancellationToken cancellationToken) => Describe(await posts.SaveAsync(
        post with { State = ended.State, Ended = true, PostId = "", Url = ended.Url, Note = ended.State == PostState.Posted ? Unaddressed : ended.Note, Since = clock.Now() }, cancellationToken));

    /// <summary>A post that is on the wall and stays there as it is, whatever words it was to get.</summary>
    public async Task<string> StayAsync(ISocialNetwork network, Post post, string reason, CancellationToken cancellationToken) => Describe(await posts.SaveAsync(
        post with { State = network.IsWall ? PostState.Posted : PostState.Ready, NotBefore = null, Note = reason, Since = clock.Now() }, cancellationToken));

    /// <summary>What a look for a post came to, whose reply was lost: it is adopted, or looked for again.</summary>
    public Task<string> FoundAsync(ISocialNetwork network, Post post, NetworkAnswer found, CancellationToken cancellationToken) => SettleAsync(
        network, post with { Note = "" }, found.Outcome switch
        {
            NetworkOutcome.Done => found with { Note = "the reply was lost; the post was found on the network" },
            NetworkOutcome.Refused or NetworkOutcome.NotMade => found with { Outcome = NetworkOutcome.Unknown },
            _ => found,
        }, cancellationToken);

    /// <param name="post">As it was claimed.</param>
    public async Task<string> SettleAsync(ISocialNetwork network, Post post, NetworkAnswer answer, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        await TellQueueAsync(network, answer, cancellationToken);
        var settled = answer.Outcome switch
        {
            NetworkOutcome.Done => post with { State = PostState.Posted, PostId = answer.PostId, Url = answer.Url.Length > 0 ? answer.Url : post.Url, Note = Joined(post.Note, answer.Note), NotBefore = null, Ended = false },
            NetworkOutcome.Ready => post with { State = PostState.Ready, Ended = false, PostId = answer.PostId, Note = answer.Note, NotBefore = null },
            NetworkOutcome.NotMade => post with { State = PostState.Planned, NotBefore = now + SocialRules.BackOff(post.Attempts), Note = answer.Note },
            NetworkOutcome.Wait or NetworkOutcome.Hold => post with { State = PostState.Planned, NotBefore = null, Note = answer.Note, Attempts = Math.Max(0, post.Attempts - 1) },
            // What changes a post may be said again, whatever became of it.
            NetworkOutcome.Unknown when post.PostId.Length > 0 => post with { State = PostState.Planned, NotBefore = now + SocialRules.BackOff(post.Attempts), Note = answer.Note },
            NetworkOutcome.Unknown => post with { State = PostState.Unknown, NotBefore = now + FirstLook, Note = answer.Note },
            NetworkOutcome.Gone => post with { State = PostState.Withdrawn, Ended = true, Wanted = false, PostId = "", Url = "", Note = "somebody deleted the post on the network; it is not made again by itself" },
            _ => post with { State = PostState.Failed, Note = answer.Note },
        };
        Telemetry.Posts.Add(1, new("network", network.Key), new("outcome", answer.Outcome.ToString()));
        return Describe(await posts.SaveAsync(settled with { Since = now }, cancellationToken));
    }

    /// <summary>The same for a deletion.</summary>
    /// <param name="note">Why it was taken down; what the network says of it goes before.</param>
    public Task<string> TakenDownAsync(ISocialNetwork network, Post post, NetworkAnswer answer, string note, CancellationToken cancellationToken) =>
        answer.Outcome is NetworkOutcome.Done or NetworkOutcome.Gone ? EndAsync(post, answer.Note.Length > 0 ? answer.Note : note, cancellationToken) : SettleAsync(network, post, answer, cancellationToken);

    public static string Describe(Post post) => post.Note.Length > 0
        ? $"{post} is {post.State.ToString().ToLowerInvariant()}: {post.Note}"
        : $"{post} is {post.State.ToString().ToLowerInvariant()}";

    private async Task<string> EndAsync(Post post, string note, CancellationToken cancellationToken) => Describe(await posts.SaveAsync(
        post with { State = PostState.Withdrawn, PostId = "", Url = "", Note = note, Since = clock.Now() }, cancellationToken));

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
