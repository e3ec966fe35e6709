using Azure;
using NodaTime;
using Publisher.Content;

namespace Publisher.Social;

/// <summary>
/// Makes one post, once: it is claimed by a conditional write before the network is called. A claim without a result means that the
/// reply, or this process, was lost; then the network is asked whether the post is there before anything is done again.
/// </summary>
public sealed class PublishPost(Items items, Posts posts, PostText texts, IReadOnlyList<ISocialNetwork> networks, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>So long a claim's maker may still be calling the network: as long as a killed instance hides its message.</summary>
    private static readonly Duration ClaimTime = Duration.FromMinutes(10);

    /// <returns>What happened, in a sentence.</returns>
    public async Task<string> RunAsync(PublishPostWork work, CancellationToken cancellationToken)
    {
        if (networks.FirstOrDefault(network => network.Key == work.Network) is not { } network)
            return $"There is no network {work.Network} here";
        if (!ItemRef.TryParse(work.Item, out var item) || await posts.FindAsync(work.Network, item, cancellationToken) is not { } post)
            return $"No post of {work.Item} is planned";
        try
        {
            return post.State switch
            {
                PostState.Planned => await MakeAsync(network, post, cancellationToken),
                PostState.Claimed or PostState.Unknown => await RecoverAsync(network, post, cancellationToken),
                _ => Describe(post),
            };
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
            return $"{work.Item} is being posted to {work.Network} by another instance";
        }
    }

    private async Task<string> MakeAsync(ISocialNetwork network, Post post, CancellationToken cancellationToken)
    {
        var stored = await items.FindAsync(post.Item, cancellationToken);
        if (Obsolete(stored?.Item) is { } reason)
            return Describe(await posts.SaveAsync(post with { State = PostState.Dropped, Note = reason, Since = clock.Now() }, cancellationToken));
        var (text, link) = texts.Write(network.Key, stored!.Item, clock.Now());
        return await CallAsync(network, post with { Version = stored.Version, Text = text, Link = link }, cancellationToken);
    }

    private async Task<string> CallAsync(ISocialNetwork network, Post post, CancellationToken cancellationToken)
    {
        post = await posts.SaveAsync(post with { State = PostState.Claimed, Since = clock.Now() }, cancellationToken);
        var result = await network.PublishAsync(post, cancellationToken);
        Telemetry.Posts.Add(1, new("network", network.Key), new("outcome", result.State.ToString()));
        return Describe(await posts.SaveAsync(post with { State = result.State, PostId = result.PostId, Note = result.Note, Since = clock.Now() }, cancellationToken));
    }

    private async Task<string> RecoverAsync(ISocialNetwork network, Post post, CancellationToken cancellationToken)
    {
        if (await network.FindAsync(post, cancellationToken) is not { } found)
        {
            return post.State == PostState.Claimed && clock.Now() - post.Since < ClaimTime
                ? $"{post.Item} is being posted to {post.Network} by another instance"
                : await CallAsync(network, post, cancellationToken);
        }

        return Describe(await posts.SaveAsync(post with { State = PostState.Posted, PostId = found, Since = clock.Now() }, cancellationToken));
    }

    private string? Obsolete(Item? item) => item switch
    {
        null or { Status: not ItemStatus.Published } => "the item is not published any more",
        _ when item.Expires(zone) is { } end && end <= clock.Now() => "the item was over before it could be posted",
        _ => null,
    };

    private static string Describe(Post post) => post.Note.Length > 0
        ? $"{post.Item} on {post.Network} is {post.State.ToString().ToLowerInvariant()}: {post.Note}"
        : $"{post.Item} on {post.Network} is {post.State.ToString().ToLowerInvariant()}";
}
