using Azure;
using NodaTime;

namespace Publisher.Approvals;

/// <summary>asked → approved | refused | taken back by who asked; whatever is asked for anew takes the place of what was asked before.</summary>
public enum ApprovalState { Asked, Approved, Refused, TakenBack }

/// <summary>That one person wants a thing to go out, and what another said to it. It holds for the thing just as it was shown, and for no other.</summary>
/// <param name="Subject">What it is about: <c>edition/announcement-text-1</c>, <c>item/call/2023-2</c>.</param>
/// <param name="Hash">Of what was shown.</param>
/// <param name="Asked">When it was asked for.</param>
/// <param name="Proposal">What is to take the place of what there is, as the asker wrote it; empty where the subject itself is to go out.</param>
/// <param name="DecidedBy">Who approved, refused or took it back; empty before.</param>
/// <param name="Reason">Why it was refused, or why nobody else was asked.</param>
/// <param name="IsBypass">True where nobody but the asker has looked: an emergency.</param>
public sealed record Approval(
    string Subject,
    string Hash,
    ApprovalState State,
    string AskedBy,
    Instant Asked,
    string Proposal = "",
    string DecidedBy = "",
    Instant? Decided = null,
    string Reason = "",
    bool IsBypass = false)
{
    /// <summary>Characters of a reason.</summary>
    public const int MaxReason = 500;

    public ETag ETag { get; init; }

    /// <summary>True where just this may go out.</summary>
    public bool Allows(string hash) => State == ApprovalState.Approved && Hash == hash;
}

/// <summary>What came of asking.</summary>
/// <param name="Approval">As it is now.</param>
/// <param name="Before">As it was before; null where nobody had asked.</param>
public sealed record AskedApproval(Approval Approval, Approval? Before)
{
    /// <summary>Nothing of the kind was asked or said before.</summary>
    public bool IsNew => Approval != Before;

    /// <summary>What waited until now, and waits no more; null where nothing did.</summary>
    public Approval? Replaced => IsNew && Before is { State: ApprovalState.Asked } ? Before : null;
}
