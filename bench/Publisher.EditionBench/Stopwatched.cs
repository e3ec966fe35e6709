using System.Diagnostics;

namespace Publisher.EditionBench;

/// <summary>Something that is done over and over, on one thread, and what it took when nothing disturbed it.</summary>
/// <param name="times">In one round.</param>
internal sealed class Stopwatched(Action part, int times)
{
    /// <summary>Microseconds a time, of the best round so far.</summary>
    public double Best { get; private set; } = double.MaxValue;

    public void Run()
    {
        var start = Stopwatch.GetTimestamp();
        for (var at = 0; at < times; at++) part();
        Best = Math.Min(Best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / times);
    }
}
