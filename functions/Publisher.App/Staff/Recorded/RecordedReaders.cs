using Publisher.Feedback;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Recorded;

/// <summary>What staff do for one reader, written down alike from the console and the command line; never with an address: the log is kept for ever.</summary>
public sealed class RecordedReaders(LiftSuppression lift, EraseSubscriber erase, AuditedChanges changes)
{
    public static string TargetOf(SubscriberKey key) => $"subscriber/{key.Short}";

    /// <inheritdoc cref="LiftSuppression.RunAsync"/>
    public Task<Suppression?> LiftAsync(SubscriberKey key, string reason, string by, CancellationToken cancellationToken)
    {
        var note = new AuditNote(by, AuditVerbs.Lift, TargetOf(key), "", reason);
        return changes.RunAsync(note, () => lift.RunAsync(key, reason, CancellationToken.None), lifted => lifted is null ? null : note with { Old = lifted.Reason }, cancellationToken);
    }

    /// <inheritdoc cref="EraseSubscriber.RunAsync(SubscriberKey, CancellationToken)"/>
    public Task<bool> EraseAsync(SubscriberKey key, string by, CancellationToken cancellationToken)
    {
        var note = new AuditNote(by, AuditVerbs.Erase, TargetOf(key));
        return changes.RunAsync(note, () => erase.RunAsync(key, CancellationToken.None), erased => erased ? note : null, cancellationToken);
    }
}
