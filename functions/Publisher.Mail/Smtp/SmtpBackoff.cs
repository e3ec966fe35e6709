using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>
/// How the relay has fared lately. Troubles in a row make pauses, each twice as long as the one before; after so many the relay is left
/// alone for a while, and what is to be delivered meanwhile is deferred at once. A message accepted ends the row. Safe for several threads.
/// </summary>
internal sealed class SmtpBackoff(SmtpSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1); // a choice: what a delivery can bear to stand still
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15); // a choice: half of the retry interval of RFC 5321 §4.5.4.1

    private readonly Lock gate = new();
    private volatile bool troubled;
    private bool forgiven;
    private int row;
    private long last;
    private long until;
    private DeliveryOutcome? reason;

    /// <summary>Notes a trouble.</summary>
    /// <param name="begun">When the connection that broke was begun, or the envelope refused was sent: what was under way at once fails but once.</param>
    /// <param name="why">What is reported of messages that are deferred for it.</param>
    /// <param name="isFinal">Whether trying again is of no use, as with refused credentials.</param>
    /// <returns>What is reported of the messages at hand, where the relay is left alone now.</returns>
    public DeliveryOutcome? Failed(long begun, DeliveryOutcome why, bool isFinal = false)
    {
        lock (gate)
        {
            if (troubled && begun < last && !isFinal) return Told();
            troubled = true;
            row = isFinal ? Math.Max(row + 1, settings.ConnectAttempts) : row + 1;
            reason = why;
            last = clock.GetTimestamp();
            var over = row - settings.ConnectAttempts;
            var wait = over < 0 ? Doubled(settings.ConnectPause, row - 1, LongestPause) : Doubled(settings.RestPeriod, over, LongestRest);
            until = last + (long)(wait.TotalSeconds * clock.TimestampFrequency);
            return Told();
        }
    }

    /// <summary>
    /// Notes that the server hung up behind a refusal. Some do so for a mailbox they do not know, and are well: it is a trouble only when it
    /// happens again before a message is accepted.
    /// </summary>
    public void HungUp(long begun, DeliveryOutcome why)
    {
        lock (gate)
        {
            if (forgiven)
            {
                Failed(begun, why);
                return;
            }
            if (troubled && begun < last) return;
            (troubled, forgiven) = (true, true);
            last = clock.GetTimestamp();
        }
    }

    /// <summary>Notes that a message was accepted.</summary>
    public void Succeeded()
    {
        if (!troubled) return;
        lock (gate) (troubled, forgiven, row) = (false, false, 0);
    }

    /// <summary>How long to wait before a connection is opened; zero mostly.</summary>
    public TimeSpan Pause()
    {
        lock (gate) return row == 0 || row >= settings.ConnectAttempts ? TimeSpan.Zero : Left();
    }

    /// <summary>What is reported of every message while the relay is left alone; null when it is not.</summary>
    public DeliveryOutcome? Rest()
    {
        if (Volatile.Read(ref row) < settings.ConnectAttempts) return null;
        lock (gate) return Left() > TimeSpan.Zero ? Told() : null;
    }

    private DeliveryOutcome? Told() => row >= settings.ConnectAttempts ? reason! with { RetryAfter = Left() } : null;

    private TimeSpan Left()
    {
        var now = clock.GetTimestamp();
        return now < until ? clock.GetElapsedTime(now, until) : TimeSpan.Zero;
    }

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        var wait = first * Math.Pow(2, Math.Min(times, 20));
        return wait < longest ? wait : longest;
    }
}
