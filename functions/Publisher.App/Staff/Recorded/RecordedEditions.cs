using Publisher.Approvals;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;

namespace Publisher.App.Staff.Recorded;

/// <summary>
/// What staff do with editions, written down alike from the console, the API and the command line. Each may be said twice; what changes nothing is not
/// written down. What is refused is a <see cref="RefusedException"/>, as where it is done.
/// </summary>
public sealed class RecordedEditions(
    PrepareEdition prepare, CorrectItem correct, DispatchEditions dispatch, SteerEdition steer, ApprovalList approvals, AuditedChanges changes)
{
    /// <summary>Makes a digest's next edition, for staff to look at and send.</summary>
    public Task<Edition> PrepareAsync(string digest, string by, CancellationToken cancellationToken)
    {
        var note = new AuditNote(by, AuditVerbs.PrepareEdition, digest);
        return changes.RunAsync(
            note, () => prepare.RunNowAsync(digest, CancellationToken.None), edition => note with { Target = edition.Id, New = StateOf(edition) }, cancellationToken);
    }

    /// <summary>Keeps a correction, and asks for it or sends it. One that is there already and on its way stays as it is.</summary>
    public async Task<Edition> CorrectAsync(DraftedEdition draft, string by, CancellationToken cancellationToken)
    {
        var note = new AuditNote(by, AuditVerbs.Correct, draft.Edition.Items[0].Ref.ToString(), "", draft.Edition.Id);
        return (await changes.RunAsync(
            note,
            async () =>
            {
                var kept = await correct.KeepAsync(draft, CancellationToken.None);
                if (kept.State != EditionState.Scheduled) return new Dispatched(kept, null);
                var done = await dispatch.AskOrSendAsync(kept, by, CancellationToken.None);
                return done with { Edition = done.Edition with { IsNew = kept.IsNew } };
            },
            done => done.Edition.IsNew ? note : done.Asked is { IsNew: true } ? AskNote(by, done.Edition) : null,
            cancellationToken)).Edition;
    }

    /// <summary>Sends it, or asks the second person where two have to look; what has a time waits for it.</summary>
    public Task<Dispatched> SendAsync(Edition edition, string by, CancellationToken cancellationToken)
    {
        var note = Note(by, AuditVerbs.SendEdition, edition);
        return changes.RunAsync(
            note,
            () => dispatch.AskOrSendAsync(edition, by, CancellationToken.None),
            done => done.Asked is { } asked
                ? asked.IsNew ? AskNote(by, edition) : null
                : After(note, edition, done.Edition),
            cancellationToken);
    }

    /// <param name="act">pause, resume or cancel.</param>
    public Task<Edition> SteerAsync(Edition edition, string act, string by, CancellationToken cancellationToken)
    {
        var note = Note(by, $"{AuditVerbs.Steer}-{act}", edition);
        return changes.RunAsync(
            note,
            () => act switch
            {
                "pause" => steer.PauseAsync(edition, CancellationToken.None),
                "resume" => steer.ResumeAsync(edition, CancellationToken.None),
                "cancel" => steer.CancelAsync(edition, CancellationToken.None),
                _ => throw new ArgumentException($"„{act}” is nothing that one does with an edition.", nameof(act)),
            },
            after => After(note, edition, after),
            cancellationToken);
    }

    /// <inheritdoc cref="SteerEdition.RetryAsync"/>
    public Task<(Edition Edition, int Retried)> RetryAsync(Edition edition, bool rejected, string by, CancellationToken cancellationToken)
    {
        var note = Note(by, $"{AuditVerbs.Steer}-retry", edition);
        return changes.RunAsync(
            note,
            () => steer.RetryAsync(edition, rejected, CancellationToken.None),
            done => done.Retried > 0 ? note with { New = StateOf(done.Edition) } : null,
            cancellationToken);
    }

    /// <param name="hash">Of what the approver has seen.</param>
    public Task ApproveAsync(Edition edition, string hash, string by, CancellationToken cancellationToken) => DecideAsync(
        edition, new AuditNote(by, AuditVerbs.ApproveEdition, edition.Id, "", hash), (subject, stop) => approvals.ApproveAsync(subject, hash, by, stop), cancellationToken);

    /// <param name="hash">Of what the approver has seen.</param>
    public Task RefuseAsync(Edition edition, string hash, string by, string reason, CancellationToken cancellationToken) => DecideAsync(
        edition, new AuditNote(by, AuditVerbs.RefuseEdition, edition.Id, hash, reason.Trim()), (subject, stop) => approvals.RefuseAsync(subject, hash, by, reason, stop), cancellationToken);

    /// <summary>An emergency: it may go out though nobody else has looked.</summary>
    /// <param name="hash">Of what they have seen.</param>
    public Task BypassAsync(Edition edition, string hash, string by, string reason, CancellationToken cancellationToken) => DecideAsync(
        edition, new AuditNote(by, AuditVerbs.BypassEdition, edition.Id, hash, reason.Trim()), (subject, stop) => approvals.BypassAsync(subject, hash, by, "", reason, stop), cancellationToken);

    /// <summary>Who asked takes it back.</summary>
    /// <param name="hash">Of what they have seen.</param>
    public Task TakeBackAsync(Edition edition, string hash, string by, CancellationToken cancellationToken) => DecideAsync(
        edition, new AuditNote(by, AuditVerbs.TakeEditionBack, edition.Id, hash), (subject, stop) => approvals.TakeBackAsync(subject, hash, by, stop), cancellationToken);

    private async Task DecideAsync(Edition edition, AuditNote note, Func<string, CancellationToken, Task<Approval>> decide, CancellationToken cancellationToken)
    {
        var subject = ApproveEdition.SubjectOf(edition);
        var before = await approvals.FindAsync(subject, cancellationToken);
        await changes.RunAsync(note, () => decide(subject, CancellationToken.None), after => after == before ? null : note, cancellationToken);
    }

    internal static AuditNote AskNote(string by, Edition edition) => new(by, AuditVerbs.AskForEdition, edition.Id, "", edition.Content);

    private static AuditNote Note(string by, string verb, Edition edition) => new(by, verb, edition.Id, StateOf(edition));

    private static AuditNote? After(AuditNote note, Edition before, Edition after) => after.State == before.State ? null : note with { New = StateOf(after) };

    private static string StateOf(Edition edition) => edition.State.ToString().ToLowerInvariant();
}
