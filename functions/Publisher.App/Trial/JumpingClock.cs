namespace Publisher.App.Trial;

/// <summary>A clock that is set to another time now and then, as by a service that corrects it; what it measures goes on evenly.</summary>
public sealed class JumpingClock(Random chance) : TimeProvider
{
    /// <summary>Farther than this no machine of a cloud is off.</summary>
    private const int MostSeconds = 20;

    /// <summary>How long it goes right between two jumps.</summary>
    private const int Steady = 5000;

    private readonly Lock gate = new();
    private TimeSpan offset;
    private long next;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            if (Environment.TickCount64 < next) return System.GetUtcNow() + offset;
            next = Environment.TickCount64 + chance.Next(Steady);
            offset = TimeSpan.FromSeconds(chance.Next(-MostSeconds, MostSeconds + 1));
            return System.GetUtcNow() + offset;
        }
    }
}
