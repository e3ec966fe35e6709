namespace Publisher.App.Local;

/// <summary>Growing waits: each is twice the one before, up to a limit, until something is found.</summary>
public sealed class BackOff(TimeSpan first, TimeSpan limit)
{
    private TimeSpan next = Min(first, limit);

    /// <summary>The wait to make now; the one after it is twice as long, or the limit.</summary>
    public TimeSpan Next()
    {
        var wait = next;
        next = Min(next * 2, limit);
        return wait;
    }

    /// <summary>Something was found: the next wait is the shortest again.</summary>
    public void Reset() => next = Min(first, limit);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
