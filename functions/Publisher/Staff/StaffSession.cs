using NodaTime;

namespace Publisher.Staff;

/// <summary>How long somebody stays signed in. From settings.</summary>
/// <param name="Life">At most, whatever they do.</param>
/// <param name="Idle">Without asking for a page.</param>
public sealed record SessionRules(Duration Life, Duration Idle)
{
    public static SessionRules Default { get; } = new(Duration.FromHours(12), Duration.FromHours(1));

    /// <summary>An id older than this is exchanged for a new one.</summary>
    public static readonly Duration Rotate = Duration.FromMinutes(15);

    /// <summary>So long an exchanged id is still taken: a browser asks for several things at once.</summary>
    public static readonly Duration Grace = Duration.FromSeconds(30);

    /// <summary>That they were seen is written down no more often.</summary>
    public static readonly Duration SeenEvery = Duration.FromMinutes(1);
}

/// <summary>Somebody who has signed in.</summary>
/// <param name="Id">Hash of the id that the browser keeps.</param>
/// <param name="KeyHash">Of the key they signed in with: with another, or in another role, they sign in again.</param>
/// <param name="Created">When they signed in.</param>
/// <param name="Issued">When this id was made.</param>
/// <param name="Csrf">What every form of theirs carries; it outlives the id.</param>
/// <param name="Replaced">When the id was exchanged for another; null while it was not.</param>
public sealed record StaffSession(string Id, string Name, StaffRole Role, string KeyHash, Instant Created, Instant Seen, Instant Issued, string Csrf, Instant? Replaced)
{
    // A record would print what forms carry.
    public override string ToString() => $"{Name} ({Role.Key()})";

    /// <summary>Whether it opens anything at an instant.</summary>
    public bool IsOpen(SessionRules rules, Instant now) =>
        now < Created + rules.Life && now < Seen + rules.Idle && (Replaced is not { } replaced || now < replaced + SessionRules.Grace);
}

/// <summary>A session, and the id to give to the browser where it is a new one.</summary>
/// <param name="NewId">Null where the browser keeps the one it has.</param>
public sealed record OpenSession(StaffSession Session, string? NewId);
