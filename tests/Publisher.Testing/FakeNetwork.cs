using NodaTime;
using Publisher.Social;

namespace Publisher.Testing;

/// <summary>Stands in for a social network: keeps what was posted, and answers as a test tells it.</summary>
public sealed class FakeNetwork(string key = "facebook") : ISocialNetwork
{
    private readonly Lock gate = new();
    private readonly List<Post> posted = [];
    private readonly List<string> calls = [];

    public string Key { get; } = key;

    public bool IsWall => true;

    /// <summary>How often it was asked whether a post is there.</summary>
    public int Searches { get; private set; }

    /// <summary>Runs when a post has arrived, before the reply: a test may wait there, or lose the reply.</summary>
    public Func<Post, Task<NetworkAnswer>>? Reply { get; set; }

    /// <summary>What it answers to who looks for a post; null for the truth.</summary>
    public NetworkAnswer? Found { get; set; }

    /// <summary>Runs when it is asked for a post, before its answer.</summary>
    public Action<Post>? Finding { get; set; }

    public NetworkAnswer Edited { get; set; } = new(NetworkOutcome.Done);

    public TokenHealth Token { get; set; } = new(true);

    public IReadOnlyList<Post> Posted
    {
        get { lock (gate) return [.. posted]; }
    }

    /// <summary>Edits and deletions: „edit post-news-a”.</summary>
    public IReadOnlyList<string> Calls
    {
        get { lock (gate) return [.. calls]; }
    }

    /// <summary>It takes a post now that it shows later.</summary>
    public bool KeepsForLater { get; set; }

    public bool Schedules(Instant at, Instant now) => KeepsForLater;

    public async Task<NetworkAnswer> PublishAsync(Post post, CancellationToken cancellationToken)
    {
        if (Reply is { } reply) return await reply(post);
        return Arrive(post);
    }

    /// <summary>Puts a post on the network.</summary>
    public NetworkAnswer Arrive(Post post)
    {
        lock (gate) posted.Add(post);
        return new NetworkAnswer(NetworkOutcome.Done, $"post-{post.Marker}");
    }

    public Task<NetworkAnswer> EditAsync(Post post, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            calls.Add($"edit {post.PostId}");
            if (Edited.Outcome == NetworkOutcome.Done && posted.FindLastIndex(each => each.Marker == post.Marker) is var at and >= 0) posted[at] = post;
        }

        return Task.FromResult(Edited with { PostId = post.PostId });
    }

    public Task<NetworkAnswer> DeleteAsync(Post post, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            calls.Add($"delete {post.PostId}");
            return Task.FromResult(new NetworkAnswer(posted.RemoveAll(each => each.Marker == post.Marker) > 0 ? NetworkOutcome.Done : NetworkOutcome.Gone));
        }
    }

    public Task<NetworkAnswer> FindAsync(Post post, CancellationToken cancellationToken)
    {
        Finding?.Invoke(post);
        lock (gate)
        {
            Searches++;
            if (Found is { } found) return Task.FromResult(found);
            return Task.FromResult(posted.Exists(each => each.Marker == post.Marker) ? new NetworkAnswer(NetworkOutcome.Done, $"post-{post.Marker}") : new NetworkAnswer(NetworkOutcome.Gone));
        }
    }

    public Task<TokenHealth> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(Token);
}
