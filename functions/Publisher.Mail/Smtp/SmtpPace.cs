namespace Publisher.Mail.Smtp;

/// <summary>
/// Spaces messages evenly, so that in no minute and no hour there are more than allowed: each takes the next place in a row of moments
/// (the virtual scheduling of ITU-T I.371 without tolerance). Safe for several threads at once.
/// </summary>
internal sealed class SmtpPace
{
    private readonly TimeProvider clock;
    private readonly long interval; // timestamps between two messages; 0 without limit
    private readonly Lock gate = new();
    private long next;

    public SmtpPace(int? perMinute, int? perHour, TimeProvider clock)
    {
        this.clock = clock;
        var seconds = Math.Max(perMinute is { } m ? 60d / m : 0, perHour is { } h ? 3600d / h : 0);
        interval = (long)Math.Ceiling(seconds * clock.TimestampFrequency);
        next = clock.GetTimestamp();
    }

    /// <summary>Whether a message may leave now; if so, its place is taken.</summary>
    /// <param name="wait">How long until there is a place.</param>
    public bool TryEnter(out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (interval == 0) return true;
        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (now < next)
            {
                wait = clock.GetElapsedTime(now, next);
                return false;
            }
            next = now + interval;
            return true;
        }
    }

    /// <summary>How long until there is a place; none is taken.</summary>
    public TimeSpan Wait()
    {
        if (interval == 0) return TimeSpan.Zero;
        lock (gate)
        {
            var now = clock.GetTimestamp();
            return now < next ? clock.GetElapsedTime(now, next) : TimeSpan.Zero;
        }
    }
}
