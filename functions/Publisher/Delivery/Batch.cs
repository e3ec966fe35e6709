using Azure;
using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>A key range of the audience on its way: planned → queued → done; stuck when it failed again and again, until somebody or time helps.</summary>
public enum BatchState { Planned, Queued, Done, Stuck }

/// <summary>One range of subscribers of one edition. Who got what stands in the ledger; this row is its sum.</summary>
/// <param name="Attempt">Times that the whole range was gone through so far.</param>
/// <param name="Since">The last word of it; for one that is queued, when its message is to be seen: the wait for a word of it starts then.</param>
/// <param name="Trouble">What the relay said of a message that it did not take, in the latest pass, or what broke the pass off; no address in it.</param>
public sealed record Batch(string Edition, int Number, KeyRange Range, BatchState State, int Attempt, Instant Since, Tally Tally, string Trouble = "")
{
    /// <summary>Passes that broke off, one after the other.</summary>
    public int Failures { get; init; }

    /// <summary>How often it was found lost, and queued again.</summary>
    public int Requeued { get; init; }

    public ETag ETag { get; init; }

    public string Name => NameOf(Number);

    public static string NameOf(int number) => number.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Counts of recipients.</summary>
/// <param name="Accepted">Taken by the relay.</param>
/// <param name="Rejected">Refused for good.</param>
/// <param name="Deferred">Refused for now; tried again while there is time.</param>
/// <param name="Failed">Still deferred or unknown when the time was up.</param>
/// <param name="Repeated">Sent again because the first try's outcome was lost: the only possible duplicates.</param>
/// <param name="Empty">Chose nothing of what the edition holds, and got no mail.</param>
/// <param name="Suppressed">Never mailed.</param>
/// <param name="Late">Not reached before the edition was useless, and got no mail.</param>
/// <param name="Paused">Want no mail until a day to come.</param>
/// <param name="Unknown">The outcome was lost; sent again like who was deferred, and then counted as repeated.</param>
public readonly record struct Tally(int Accepted, int Rejected, int Deferred, int Failed, int Repeated, int Empty, int Suppressed, int Late = 0, int Unknown = 0, int Paused = 0)
{
    /// <summary>All to whom a message went out, or was to.</summary>
    public int Recipients => Accepted + Rejected + Deferred + Failed + Unknown;

    /// <summary>All who were looked at.</summary>
    public int Seen => Recipients + Empty + Suppressed + Late + Paused;

    /// <summary>Who may still get it.</summary>
    public int Open => Deferred + Unknown;

    public static Tally operator +(Tally a, Tally b) => new(
        a.Accepted + b.Accepted,
        a.Rejected + b.Rejected,
        a.Deferred + b.Deferred,
        a.Failed + b.Failed,
        a.Repeated + b.Repeated,
        a.Empty + b.Empty,
        a.Suppressed + b.Suppressed,
        a.Late + b.Late,
        a.Unknown + b.Unknown,
        a.Paused + b.Paused);
}
