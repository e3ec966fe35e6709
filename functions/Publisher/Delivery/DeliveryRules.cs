using NodaTime;

namespace Publisher.Delivery;

/// <summary>How batches are sent. From settings.</summary>
/// <param name="PassTime">After so long a pass stops at a window's end and queues the rest: well inside the host's functionTimeout.</param>
/// <param name="RetryFor">After so long who is still deferred has failed.</param>
/// <param name="WindowSize">Messages whose intents are written together, 1 to <see cref="Window.MaxSize"/>: what a crash can repeat.</param>
/// <param name="Quota">What the relay takes, of all instances together.</param>
/// <param name="Lease">Of a batch's ledger, 15 to 60 s (Lease Blob, Azure Storage REST reference): how long a dead instance keeps others off.</param>
/// <param name="Lost">A queued batch without a word for so long is lost: longer than a killed instance hides its message (10 min) and a pass takes (5 min).</param>
/// <param name="FirstRetry">Wait before the second pass over who was deferred: greylisting lets through after a few minutes.</param>
public sealed record DeliveryRules(Duration PassTime, Duration RetryFor, int WindowSize, RelayQuota Quota, Duration Lease, Duration Lost, Duration FirstRetry)
{
    /// <summary>A window of a relay with a limit should not take longer: a pass looks at its time between windows only.</summary>
    private static readonly Duration LongestWindow = Duration.FromSeconds(30);

    /// <summary>Each wait is so many times the one before.</summary>
    private const int Growth = 3;

    public static DeliveryRules Default { get; } = new(
        Duration.FromMinutes(2), Duration.FromHours(24), Window.MaxSize, RelayQuota.None, Duration.FromSeconds(60), Duration.FromMinutes(20), Duration.FromMinutes(1));

    /// <summary>The waits between passes over who is deferred; together they are as long as <see cref="RetryFor"/>, and after the last pass who is left has failed.</summary>
    public IReadOnlyList<Duration> Waits => WaitsIn(FirstRetry, RetryFor);

    /// <summary>The window for a relay that takes so many messages a minute; null for no limit.</summary>
    public static int WindowFor(int? perMinute) =>
        (int)Math.Clamp((perMinute ?? double.MaxValue) * LongestWindow.TotalMinutes, 1, Window.MaxSize);

    private static List<Duration> WaitsIn(Duration first, Duration whole)
    {
        var waits = new List<Duration>();
        for (var (left, wait) = (whole, first); left > Duration.Zero; wait *= Growth)
        {
            waits.Add(Duration.Min(wait, left));
            left -= wait;
        }

        return waits;
    }
}
