namespace Publisher.Testing.Walls;

/// <summary>What a call to a network is for.</summary>
public enum WallCallKind
{
    /// <summary>Makes a post: what cannot be taken back.</summary>
    Create,

    Edit,

    Delete,

    /// <summary>Reads the wall.</summary>
    Read,

    /// <summary>Before a post: a picture, a look at its link.</summary>
    Prepare,

    /// <summary>Asks about the token.</summary>
    Probe,
}

/// <summary>How a network fails.</summary>
public enum WallFault
{
    None,

    /// <summary>The connection breaks before anything is done.</summary>
    BrokenBefore,

    /// <summary>It is done, and the connection breaks.</summary>
    BrokenAfter,

    /// <summary>500, and nothing was done.</summary>
    ErrorBefore,

    /// <summary>500, though it was done.</summary>
    ErrorAfter,

    /// <summary>No answer ever, and nothing was done.</summary>
    HangBefore,

    /// <summary>No answer ever, though it was done.</summary>
    HangAfter,

    /// <summary>Half an answer, though it was done.</summary>
    HalfAnswer,

    /// <summary>Too much at once.</summary>
    Limit,

    /// <summary>No right to.</summary>
    Forbidden,
}

/// <summary>A call as it arrived.</summary>
/// <param name="Path">With its query.</param>
public sealed record WallCall(WallCallKind Kind, string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}

/// <summary>A post on a wall.</summary>
/// <param name="Pictures">Each with its words for those who do not see it.</param>
/// <param name="Scheduled">When it is to be seen; null for at once.</param>
public sealed record WallPost(string Id, string Text, string Link, DateTimeOffset Made, IReadOnlyList<(string Picture, string Alt)> Pictures, DateTimeOffset? Scheduled = null)
{
    /// <summary>When who reads the wall begins to see it.</summary>
    public DateTimeOffset Visible { get; init; } = Made;
}
