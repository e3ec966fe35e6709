namespace Publisher.Mail.Smtp;

/// <summary>Where a group of commands was lost.</summary>
/// <param name="Sent">When it left; a timestamp of the clock.</param>
/// <param name="WithContent">Whether it went out together with a content, and not by itself.</param>
internal readonly record struct LostGroup(long Sent, bool WithContent);

/// <summary>
/// Whether a relay is to be given commands in groups. Some offer PIPELINING and lose what comes with it, mostly behind a meddling firewall;
/// but any relay may hang up once. So the message whose group was lost goes step by step on the next connection, and only when that went
/// well twice in a row, and no group in between, everything goes step by step for a while. Safe for several threads at once.
/// </summary>
internal sealed class PipeliningTrust(TimeProvider clock)
{
    private const int MostLost = 2; // a choice: one is chance
    private static readonly TimeSpan Distrust = TimeSpan.FromHours(1); // a choice: firewalls are mended, and a step costs but a round trip

    private readonly Lock gate = new();
    private long until = long.MinValue; // a timestamp of the clock; MinValue while there is trust
    private long last;
    private volatile int lost;
    private bool withContent;

    public bool Holds => Volatile.Read(ref until) is var end && (end == long.MinValue || clock.GetTimestamp() > end);

    /// <summary>Notes that the message of a lost group went well step by step.</summary>
    public void Lost(LostGroup group)
    {
        lock (gate)
        {
            // Groups that were under way at once are lost but once: the relay was restarted.
            if (lost > 0 && group.Sent < last) return;
            last = clock.GetTimestamp();
            withContent = group.WithContent;
            if (++lost < MostLost) return;
            lost = 0;
            Volatile.Write(ref until, last + (long)(Distrust.TotalSeconds * clock.TimestampFrequency));
        }
    }

    /// <summary>Notes that a group went well. One by itself says nothing of those that go with a content.</summary>
    public void WentWell(bool withContent)
    {
        if (lost == 0) return;
        lock (gate)
        {
            if (withContent || !this.withContent) lost = 0;
        }
    }
}
