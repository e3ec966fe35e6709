using Publisher.Delivery;

namespace Publisher.App.Trial;

/// <summary>What came of one round.</summary>
/// <param name="Reached">Recipients who got the edition at least once.</param>
/// <param name="Lost">Recipients who did not.</param>
/// <param name="Duplicates">Messages beyond each one's first.</param>
/// <param name="Unexplained">Duplicates to somebody whose outcome the ledger never called unknown.</param>
/// <param name="Kills">Processes killed: senders, planners, closers.</param>
/// <param name="Interrupted">Batches that may have been in flight at a kill, a lost lease, or a pass that storage broke off.</param>
/// <param name="LostReplies">Messages whose reply was lost on purpose.</param>
/// <param name="Seconds">From the first process to the closed edition.</param>
public sealed record TrialRound(
    int Number, int Reached, int Lost, int Duplicates, int Unexplained, int Repeated, int Kills, int Interrupted, int LostReplies, int Requeued, double Seconds)
{
    /// <summary>Duplicates that the ledger's way of working allows.</summary>
    public int Allowed => (Window.MaxSize * Interrupted) + LostReplies;

    public bool IsGood => Lost == 0 && Unexplained == 0 && Duplicates <= Allowed;

    public override string ToString() => FormattableString.Invariant(
        $"round {Number}: {Reached} reached, {Lost} lost, {Duplicates} duplicates ({Allowed} allowed, {Unexplained} not called unknown), {Kills} kills, {LostReplies} replies lost, {Requeued} batches requeued, {Seconds:0.0} s");
}
