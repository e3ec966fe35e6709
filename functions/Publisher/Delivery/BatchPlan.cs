using System.Globalization;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Splits the key space into ranges of a fair size. Pure.</summary>
public static class BatchPlan
{
    /// <summary>Recipients a batch should have: small enough to end well inside five minutes at a slow relay, large enough to be few.</summary>
    public const int Size = 500;

    /// <summary>Ranges that together cover everything, each once; at least one, so that an edition for nobody is closed like any other.</summary>
    /// <param name="counts">Recipients in each of the 256 partitions.</param>
    public static IReadOnlyList<KeyRange> Split(IReadOnlyList<int> counts, int size = Size)
    {
        var ranges = new List<KeyRange>();
        int first = 0, sum = 0;
        for (var partition = 0; partition < counts.Count; partition++)
        {
            if (sum > 0 && sum + counts[partition] > size)
            {
                ranges.Add(new KeyRange(first, partition - 1));
                (first, sum) = (partition, 0);
            }

            sum += counts[partition];
        }

        ranges.Add(new KeyRange(first, counts.Count - 1));
        return ranges;
    }

    /// <summary>The plan as it is kept in the edition's row: each range's first partition.</summary>
    public static string Write(IReadOnlyList<KeyRange> ranges) => string.Join(' ', ranges.Select(range => range.FirstPartition));

    public static IReadOnlyList<KeyRange> Read(string plan)
    {
        var firsts = plan.Split(' ').Select(first => int.Parse(first, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
        return [.. firsts.Select((first, at) => new KeyRange(first, (at + 1 < firsts.Count ? firsts[at + 1] : KeyRange.Partitions) - 1))];
    }
}
