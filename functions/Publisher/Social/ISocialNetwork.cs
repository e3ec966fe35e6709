using NodaTime;

namespace Publisher.Social;

/// <summary>
/// A network that posts can be made on. No call throws for what the network, or the way to it, does: the answer says what may be done
/// next. What it says is for staff to read and never has a token in it.
/// </summary>
public interface ISocialNetwork
{
    /// <summary>Its key in rows, templates and settings: <c>facebook</c>.</summary>
    string Key { get; }

    /// <summary>Others see at once what is posted here: posts are made one after the other, with time between them, and their links are looked at before.</summary>
    bool IsWall { get; }

    /// <summary>Whether the network itself keeps a post until then.</summary>
    bool Schedules(Instant at, Instant now);

    /// <summary>Makes a post. What cannot be taken back is tried once; this never does it again by itself.</summary>
    Task<NetworkAnswer> PublishAsync(Post post, CancellationToken cancellationToken);

    /// <summary>Gives the post that <see cref="Post.PostId"/> names the text of this one. Doing it twice changes nothing.</summary>
    Task<NetworkAnswer> EditAsync(Post post, CancellationToken cancellationToken);

    /// <summary>Deletes it. <see cref="NetworkOutcome.Gone"/> where it was not there any more.</summary>
    Task<NetworkAnswer> DeleteAsync(Post post, CancellationToken cancellationToken);

    /// <summary>Reads the latest posts for one made by an earlier try whose reply was lost: <see cref="NetworkOutcome.Done"/> or <see cref="NetworkOutcome.Gone"/>.</summary>
    Task<NetworkAnswer> FindAsync(Post post, CancellationToken cancellationToken);

    /// <summary>Asks whether the token is taken, and until when.</summary>
    Task<TokenHealth> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>What a call came to, by what may be done next.</summary>
public enum NetworkOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>A pack lies ready; staff post it by hand.</summary>
    Ready,

    /// <summary>The request never got there, or was refused for now: nothing was done, and it may be tried again.</summary>
    NotMade,

    /// <summary>It was sent, and what became of it is not known.</summary>
    Unknown,

    /// <summary>Too much at once: nothing was done; the whole network waits until <see cref="NetworkAnswer.Until"/>.</summary>
    Wait,

    /// <summary>The token is not taken: nothing was done; the whole network waits for staff.</summary>
    Hold,

    /// <summary>Refused for good: as it is, it will never be taken.</summary>
    Refused,

    /// <summary>There is no such post (any more).</summary>
    Gone,
}

/// <param name="PostId">The network's name for the post, where there is one.</param>
/// <param name="Url">Where people see it; empty where the network does not say.</param>
/// <param name="Note">For staff: what is wrong and what to do. Empty where all is well.</param>
/// <param name="Until">With <see cref="NetworkOutcome.Wait"/>: when to go on. With any other: the network asks for no more posts before then.</param>
public sealed record NetworkAnswer(NetworkOutcome Outcome, string PostId = "", string Url = "", string Note = "", Instant? Until = null);

/// <param name="Valid">False: not taken; null: it could not be asked.</param>
/// <param name="Ends">Null for never, or where the network does not say.</param>
/// <param name="Note">For staff, where something is to be done.</param>
public sealed record TokenHealth(bool? Valid, Instant? Ends = null, string Note = "");
