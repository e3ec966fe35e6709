using Azure;
using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>A key range of the audience on its way: planned → queued → done.</summary>
public enum BatchState { Planned, Queued, Done }

/// <summary>One range of subscribers of one edition. Who got what stands in the ledger; this row is its sum.</summary>
/// <param name="Attempt">Passes over the range so far.</param>
/// <param name="Since">When it came into its state; for one that is queued, when its message is to be seen: the wait for a word of it starts then.</param>
/// <param name="Trouble">What the relay said of a message that it did not take, in the latest pass; no address in it.</param>
public sealed record Batch(string Edition, int Number, KeyRange Range, BatchState State, int Attempt, Instant Since, Tally Tally, string Trouble = "")
{
    public ETag ETag { get; init; }

    public string Name => Number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Counts of recipients.</summary>
/// <param name="Accepted">Taken by the relay.</param>
/// <param name="Rejected">Refused for good.</param>
/// <param name="Deferred">Refused for now; tried again while attempts are left.</param>
/// <param name="Failed">Still deferred or unknown when the attempts were used up.</param>
/// <param name="Repeated">Sent again because the first try's outcome was lost: the only possible duplicates.</param>
/// <param name="Empty">Chose nothing of what the edition holds, and got no mail.</param>
/// <param name="Suppressed">Never mailed.</param>
/// <param name="Late">Not reached before the edition was useless, and got no mail.</param>
/// <param name="Paused">Want no mail until a day to come.</param>
public readonly record struct Tally(int Accepted, int Rejected, int Deferred, int Failed, int Repeated, int Empty, int Suppressed, int Late = 0, int Paused = 0)
{
    /// <summary>All who were looked at.</summary>
    public int Recipients => Accepted + Rejected + Deferred + Failed;

    public static Tally operator +(Tally a, Tally b) => new(
        a.Accepted + b.Accepted,
        a.Rejected + b.Rejected,
        a.Deferred + b.Deferred,
        a.Failed + b.Failed,
        a.Repeated + b.Repeated,
        a.Empty + b.Empty,
        a.Suppressed + b.Suppressed,
        a.Late + b.Late,
        a.Paused + b.Paused);
}
