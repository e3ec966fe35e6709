using NodaTime;

namespace Publisher.Subscribers;

/// <summary>
/// Everyone of a range who must not be mailed, kept up to date while a batch runs: read whole once, and from then on only what is new. Looking again costs
/// one call of storage however many are in the range, and is done at most once in <see cref="LookEvery"/>, whatever the speed of the batch.
/// </summary>
public sealed class SuppressedInRange
{
    /// <summary>A batch that sends a window in 10 ms would otherwise ask storage 100 times a second for what comes a few times a day.</summary>
    public static readonly Duration LookEvery = Duration.FromSeconds(1);

    /// <summary>More than the clocks of two instances differ.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(5);

    private readonly Suppressions suppressions;
    private readonly KeyRange range;
    private readonly TimeProvider clock;
    private readonly HashSet<SubscriberKey> keys;
    private readonly Instant opened;
    private Instant looked;

    internal SuppressedInRange(Suppressions suppressions, KeyRange range, HashSet<SubscriberKey> keys, Instant opened, TimeProvider clock) =>
        (this.suppressions, this.range, this.keys, this.opened, looked, this.clock) = (suppressions, range, keys, opened, opened, clock);

    public bool Contains(SubscriberKey key) => keys.Contains(key);

    /// <summary>Takes in who has been suppressed since; call it between windows.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (now - looked < LookEvery) return;
        await suppressions.AddSinceAsync(keys, range, opened - Skew, cancellationToken);
        looked = now;
    }
}
