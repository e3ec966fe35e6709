using NodaTime;

namespace Publisher.Social;

/// <summary>What becomes of the post of a withdrawn item.</summary>
public enum WithdrawnPosts { Note, Delete }

/// <summary>How posts are made. From settings.</summary>
/// <param name="Gap">Between two posts on one wall, so that nobody's feed is filled at one go.</param>
/// <param name="ReminderDays">Days before a deadline or an event at which it is posted again; 0 for never.</param>
public sealed record SocialRules(Duration Gap, int ReminderDays, WithdrawnPosts Withdrawn)
{
    public static SocialRules Default { get; } = new(Duration.FromMinutes(15), 3, WithdrawnPosts.Note);

    /// <summary>So long a claim's maker may still be calling the network: as long as the host lets a function run (5 min).</summary>
    public static readonly Duration ClaimTime = Duration.FromMinutes(5);

    /// <summary>A call ends, or is given up, well before its claim does.</summary>
    public static readonly Duration CallTime = Duration.FromMinutes(2);

    /// <summary>A post may take this long to be seen by who reads the wall; one that is not there then was never made.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(10);

    /// <summary>After so long a wall that cannot be read is a question for staff.</summary>
    public static readonly Duration ReadLimit = Duration.FromHours(24);

    /// <summary>Replies lost one after the other for one post: after so many staff decide.</summary>
    public const int MaxLostReplies = 5;

    /// <summary>Looks at a link or picture that does not load, before staff are asked to mend it: with the waits between them about a day.</summary>
    public const int MaxLooks = 30;

    /// <summary>No reminder follows the first post sooner.</summary>
    public static readonly Duration ReminderDistance = Duration.FromHours(24);

    /// <summary>Before the next try of what was not made: a minute, doubled each time, an hour at most.</summary>
    public static Duration BackOff(int attempts) => Duration.FromMinutes(Math.Min(60, 1 << Math.Clamp(attempts - 1, 0, 6)));
}
