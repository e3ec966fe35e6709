namespace Publisher.Mail.Tests.Smtp;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private long now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref now);

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (gate) timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        Interlocked.Add(ref now, time.Ticks);
        ManualTimer[] all;
        lock (gate) all = [.. timers];
        foreach (var timer in all) timer.Fire();
    }

    /// <summary>Moves on again and again, so that whoever begins to wait a little later is served too.</summary>
    public void AdvanceLater(TimeSpan time) => _ = Task.Run(async () =>
    {
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(20);
            Advance(time);
        }
    });

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private long due = long.MaxValue;
        private TimeSpan every;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            every = period;
            due = dueTime < TimeSpan.Zero ? long.MaxValue : clock.GetTimestamp() + dueTime.Ticks;
            if (dueTime == TimeSpan.Zero) Fire();
            return true;
        }

        public void Fire()
        {
            if (clock.GetTimestamp() < due) return;
            due = every > TimeSpan.Zero ? clock.GetTimestamp() + every.Ticks : long.MaxValue;
            callback(state);
        }

        public void Dispose()
        {
            lock (clock.gate) clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
