namespace Publisher.Charts;

/// <summary>Round numbers along an axis from 0.</summary>
public static class Scale
{
    /// <summary>Steps that people count in.</summary>
    private static readonly int[] Steps = [1, 2, 5];

    /// <summary>The ends of some three or four equal steps, the last at or above the largest value; 0 and 1 where there is none.</summary>
    public static IReadOnlyList<int> Of(int largest)
    {
        const int Most = 4;
        for (long power = 1; ; power *= 10)
        {
            foreach (var step in Steps)
            {
                var size = step * power;
                var count = (Math.Max(largest, 1) + size - 1) / size;
                if (count <= Most) return [.. Enumerable.Range(0, (int)count + 1).Select(at => (int)Math.Min(int.MaxValue, at * size))];
            }
        }
    }
}
