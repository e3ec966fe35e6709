using Publisher.Approvals;
using Publisher.Editions;

namespace Publisher.Delivery;

/// <summary>
/// Where two people have to look at what staff send (<see cref="FourEyes"/>): one asks, another approves the edition just as it was compiled. What is edited
/// afterwards is compiled anew, and nobody has approved that. Digests and reminders that the timer makes bring what is published, and need no word of their own.
/// </summary>
public sealed class ApproveEdition(ApprovalList approvals, FourEyes fourEyes)
{
    public const string Prefix = "edition/";

    public static string SubjectOf(Edition edition) => Prefix + edition.Id;

    /// <summary>True for what staff send, where two have to look.</summary>
    public bool IsNeeded(Edition edition) => fourEyes.IsOn && (edition.Held || edition.IsAnnouncement || edition.IsCorrection);

    /// <summary>Why it may not go out yet, in words; null where it may.</summary>
    public async Task<string?> MissingAsync(Edition edition, CancellationToken cancellationToken)
    {
        if (!IsNeeded(edition)) return null;
        return await approvals.FindAsync(SubjectOf(edition), cancellationToken) switch
        {
            { } given when given.Allows(edition.Content) => null,
            { State: ApprovalState.Refused, Hash: var hash } refused when hash == edition.Content => $"{refused.DecidedBy} has refused it: {refused.Reason}",
            { State: ApprovalState.TakenBack, Hash: var hash } taken when hash == edition.Content => $"{taken.AskedBy} has taken the request back; ask again",
            { } other when other.Hash != edition.Content => "it has been changed since somebody was asked to approve it; ask again",
            _ => "it waits for somebody else to approve it",
        };
    }

    /// <summary>Asks for somebody else's approval of an edition as it is compiled.</summary>
    /// <exception cref="RefusedException">It is not ready.</exception>
    public Task<AskedApproval> AskAsync(Edition edition, string by, CancellationToken cancellationToken) => edition.State == EditionState.Scheduled
        ? approvals.AskAsync(SubjectOf(edition), edition.Content, by, "", null, cancellationToken)
        : throw new RefusedException("Nobody was asked.", [new Fault("edition", $"{edition.Id} is {edition.State.ToString().ToLowerInvariant()}; only what is ready to be sent can be approved").As($"edition{edition.State}")]);
}
