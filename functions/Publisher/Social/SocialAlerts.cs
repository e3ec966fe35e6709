using NodaTime;
using Publisher.Alerts;

namespace Publisher.Social;

/// <summary>What of the posts waits for staff: a network that is held, a token that ends, a post that nobody else can decide or mend.</summary>
public sealed class SocialAlerts(Posts posts, NetworkStates states, IReadOnlyList<ISocialNetwork> networks)
{
    /// <summary>Who has not answered for so long knows of it, and wants no more mail.</summary>
    private static readonly Duration AskedFor = Duration.FromDays(7);

    public async Task<IReadOnlyList<Alert>> FindAsync(Instant now, CancellationToken cancellationToken)
    {
        var found = new List<Alert>();
        foreach (var network in networks)
        {
            var name = ("network", NetworkKeys.NameOf(network.Key));
            var state = await states.ReadAsync(network.Key, cancellationToken);
            if (state.HeldSince is not null) found.Add(new Alert($"held-{network.Key}", "Held", [name], [state.Note]));
            else if (ProbeTokens.Warning(network.Key, state.TokenEnds, now) is { Length: > 0 } warning)
                found.Add(new Alert($"token-{network.Key}", "Token", [name], [warning], state.TokenEnds!.Value.InUtc().Date));
            var waiting = await WaitingAsync(network.Key, now, cancellationToken);
            if (waiting.Count > 0) found.Add(new Alert($"posts-{network.Key}", "Posts", [name], [.. waiting.Select(SettlePost.Describe)]));
        }

        return found;
    }

    private async Task<IReadOnlyList<Post>> WaitingAsync(string network, Instant now, CancellationToken cancellationToken)
    {
        var waiting = new List<Post>();
        foreach (var post in await posts.WaitingForStaffAsync(network, cancellationToken))
        {
            if (now - post.Since > AskedFor || post.Until <= now) continue;
            var versions = (await posts.OfItemAsync(network, post.Item, cancellationToken)).Where(other => other.Occasion == post.Occasion);
            // What a newer version took the place of is nobody's concern; all that is newer waits for what is in doubt.
            if (post.IsInDoubt || versions.All(other => other.Version <= post.Version || other.State == PostState.Dropped)) waiting.Add(post);
        }

        return waiting;
    }
}
