using Publisher.Social;

namespace Publisher.Testing;

/// <summary>Stands in for a social network: keeps what was posted, and answers as a test tells it.</summary>
public sealed class FakeNetwork(string key = "facebook") : ISocialNetwork
{
    private readonly Lock gate = new();
    private readonly List<Post> posted = [];

    public string Key { get; } = key;

    /// <summary>How often it was asked whether a post is there.</summary>
    public int Searches { get; private set; }

    /// <summary>Runs when a post has arrived, before the reply: a test may wait there, or lose the reply by throwing.</summary>
    public Func<Post, Task<PostResult>>? Reply { get; set; }

    public IReadOnlyList<Post> Posted
    {
        get { lock (gate) return [.. posted]; }
    }

    public async Task<PostResult> PublishAsync(Post post, CancellationToken cancellationToken)
    {
        if (Reply is { } reply) return await reply(post);
        return Arrive(post);
    }

    /// <summary>Puts a post on the network.</summary>
    public PostResult Arrive(Post post)
    {
        lock (gate) posted.Add(post);
        return new PostResult(PostState.Posted, $"post-{post.Marker}");
    }

    public Task<string?> FindAsync(Post post, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            Searches++;
            return Task.FromResult(posted.Exists(each => each.Marker == post.Marker) ? $"post-{post.Marker}" : null);
        }
    }
}
