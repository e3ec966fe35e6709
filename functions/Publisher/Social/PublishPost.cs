using Azure;
using NodaTime;
using Publisher.Storage;

namespace Publisher.Social;

/// <summary>
/// Does what is next on a network: first what was lost, then changes of what is on the wall, then new posts, the nearest deadline first
/// and with time between them. Any number of instances may run at once.
/// </summary>
public sealed class PublishPost(
    Posts posts, NetworkStates states, MakePost make, RecoverPost recover, ProbeTokens probes, IReadOnlyList<ISocialNetwork> networks, SocialRules rules, WorkQueues queues, TimeProvider clock)
{
    /// <summary>A run ends well before the host's functionTimeout (5 min), which kills the process.</summary>
    private static readonly Duration RunTime = Duration.FromMinutes(1);

    /// <summary>A message to do more is not sent for longer than the timer's own interval (5 min): it would come too late to be of use.</summary>
    private static readonly Duration Soon = Duration.FromMinutes(5);

    /// <returns>What happened, in a sentence for each post.</returns>
    public async Task<string> RunAsync(PublishPostWork work, CancellationToken cancellationToken)
    {
        if (networks.FirstOrDefault(network => network.Key == work.Network) is not { } network) return $"There is no network {work.Network} here";
        var said = new List<string>();
        var end = clock.Now() + RunTime;
        // Read once: a post that another instance took in between is refused by its conditional write.
        var open = (await posts.OpenAsync(network.Key, cancellationToken)).ToList();
        while (clock.Now() < end)
        {
            var state = await states.ReadAsync(network.Key, cancellationToken);
            if (state.HeldSince is not null && !await probes.ReleaseAsync(network, state, cancellationToken))
            {
                said.Add($"{network.Key} is held: {state.Describe(clock.Now())}");
                break;
            }

            if (Next(network, state, open) is not { } next)
            {
                await LookAgainAsync(network, state, open, cancellationToken);
                break;
            }

            open.Remove(next);
            said.Add(await DoAsync(network, next, cancellationToken));
        }

        return said.Count == 0 ? $"Nothing to do on {network.Key}" : string.Join("; ", said);
    }

    /// <summary>Does one post, whatever else waits. One that breaks our own code is put aside before its fault is thrown on: those behind it go on.</summary>
    public async Task<string> DoAsync(ISocialNetwork network, Post post, CancellationToken cancellationToken)
    {
        try
        {
            return post.State == PostState.Planned ? await make.RunAsync(network, post, cancellationToken) : await recover.RunAsync(network, post, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status is 409 or 412)
        {
            return $"{post} is in the hands of another instance";
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or RequestFailedException))
        {
            // Nothing was called yet, else its row had changed. The fault's own words might quote a secret.
            if (post.State == PostState.Planned) await PutAsideAsync(post, fault, cancellationToken);
            throw;
        }
    }

    private async Task PutAsideAsync(Post post, Exception fault, CancellationToken cancellationToken)
    {
        try
        {
            await posts.SaveAsync(post with { State = PostState.Failed, Since = clock.Now(), Note = $"the post could not be written ({fault.GetType().Name}): look at its item, and at the function's log; then send it again" }, cancellationToken);
        }
        catch (RequestFailedException taken) when (taken.Status is 409 or 412)
        {
            // Another instance has it.
        }
    }

    private Post? Next(ISocialNetwork network, NetworkState state, IEnumerable<Post> open)
    {
        var now = clock.Now();
        if (state.WaitUntil > now) return null;
        var due = open.Where(post => DueAt(network, post) <= now).ToList();
        var lost = due.Where(post => post.State != PostState.Planned).OrderBy(post => post.Since).FirstOrDefault();
        if (lost is not null) return lost;
        // A change of what is on the wall fills nobody's feed: it need not wait for the next post's turn.
        return due.Where(post => post.PostId.Length > 0 || !(state.NextAt > now)).OrderBy(post => post.PostId.Length == 0).ThenBy(post => post.Until ?? Instant.MaxValue).ThenBy(post => post.Since).ThenBy(post => post.Version).FirstOrDefault();
    }

    private Instant DueAt(ISocialNetwork network, Post post) => post.State switch
    {
        PostState.Claimed => (post.Called ?? post.Since) + SocialRules.ClaimTime,
        PostState.Planned when post is { PostId: "", At: { } at } && !network.Schedules(at, clock.Now()) => Later(post.NotBefore, at),
        _ => post.NotBefore ?? Instant.MinValue,
    };

    private static Instant Later(Instant? one, Instant other) => one is { } some && some > other ? some : other;

    /// <summary>What comes due before the timer's next run is not left to wait for it.</summary>
    private async Task LookAgainAsync(ISocialNetwork network, NetworkState state, List<Post> open, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var next = open.Select(post => Later(state.WaitUntil, post is { State: PostState.Planned, PostId: "" } ? Later(state.NextAt, DueAt(network, post)) : DueAt(network, post)))
            .Where(at => at > now && at - now <= Soon).DefaultIfEmpty(Instant.MaxValue).Min();
        if (next < Instant.MaxValue && rules.Gap > Duration.Zero) await queues.SendAsync(new PublishPostWork(network.Key), cancellationToken, (next - now).ToTimeSpan());
    }
}
