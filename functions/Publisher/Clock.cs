using NodaTime;

namespace Publisher;

/// <summary>Bridges the platform's clock to Noda Time's types.</summary>
public static class Clock
{
    public static Instant Now(this TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow());
}

/// <summary>A clock that was set to a moment at its making and runs on from there: for demonstrations "as of" a day.</summary>
public sealed class AsOfClock(Instant asOf, TimeProvider real) : TimeProvider
{
    private readonly TimeSpan offset = asOf.ToDateTimeOffset() - real.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + offset;

    public override long GetTimestamp() => real.GetTimestamp();

    public override long TimestampFrequency => real.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);
}
