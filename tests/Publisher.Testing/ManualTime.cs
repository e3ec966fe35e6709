namespace Publisher.Testing;

/// <summary>A clock that stands still until a test moves it; its timers ring when it passes them.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock moving = new();
    private readonly List<Alarm> alarms = [];
    private DateTimeOffset now = start;

    /// <summary>How many waits are pending; a test moves the clock on when the code under test has come to wait.</summary>
    public int Waiting
    {
        get { lock (moving) return alarms.Count; }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (moving) return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock on at one go, then rings every timer that it passed.</summary>
    public void Advance(TimeSpan by)
    {
        List<Alarm> rung;
        lock (moving)
        {
            now += by;
            rung = [.. alarms.Where(alarm => alarm.Due <= now)];
            alarms.RemoveAll(rung.Contains);
        }

        foreach (var alarm in rung) alarm.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Rings once; nothing under test asks for a period.</summary>
    private sealed class Alarm(ManualTime clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var atOnce = false;
            lock (clock.moving)
            {
                clock.alarms.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock.now + dueTime;
                if (dueTime <= TimeSpan.Zero) atOnce = true;
                else clock.alarms.Add(this);
            }

            if (atOnce) Ring();
            return true;
        }

        public void Dispose()
        {
            lock (clock.moving) clock.alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
