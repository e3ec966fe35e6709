namespace Publisher.Social;

/// <summary>A network that posts can be made on.</summary>
public interface ISocialNetwork
{
    /// <summary>Its key in rows, templates and settings: <c>facebook</c>.</summary>
    string Key { get; }

    /// <summary>Makes a post. Called at most once for each claim: what it may have done it never does again by itself.</summary>
    Task<PostResult> PublishAsync(Post post, CancellationToken cancellationToken);

    /// <summary>Looks for a post made by an earlier try whose reply was lost.</summary>
    /// <returns>The network's name for it, or null where it certainly is not there.</returns>
    Task<string?> FindAsync(Post post, CancellationToken cancellationToken);
}

/// <param name="State"><see cref="PostState.Posted"/>, <see cref="PostState.Unknown"/> or <see cref="PostState.Failed"/>.</param>
/// <param name="PostId">The network's name for it, where posted.</param>
/// <param name="Note">For staff, where not.</param>
public sealed record PostResult(PostState State, string PostId = "", string Note = "");
