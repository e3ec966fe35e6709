using System.Globalization;
using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>A batch as it is planned.</summary>
/// <param name="Recipients">About as many as were in it when it was planned.</param>
/// <param name="At">When it begins, counted from the plan's own beginning.</param>
/// <param name="UrgentAt">When those of it are sent first for whom the later moment would be too late; null where there are none.</param>
public sealed record PlannedBatch(KeyRange Range, int Recipients, Duration At, Duration? UrgentAt = null)
{
    /// <summary>When anything of it is to be sent.</summary>
    public Duration First => UrgentAt ?? At;
}

/// <summary>Splits the key space into ranges of a fair size, and writes them down. Pure.</summary>
public static class BatchPlan
{
    /// <summary>
    /// Recipients of a batch where no quota says less: what a batch costs in storage operations by itself, about 20, is then a hundredth of a message's.
    /// A slow relay gets through it in several passes.
    /// </summary>
    public const int Size = 2000;

    /// <summary>Batches of one edition at the most: their plan must fit into a table's string (64 KiB of UTF-16), some 15 characters each.</summary>
    public const int MostBatches = 2000;

    /// <summary>The share of a pass's time that a batch should need at its relay's quota, so that it mostly ends in one.</summary>
    private const double ShareOfPass = 0.75;

    /// <summary>Recipients that a batch should have, for a relay with a quota and a list of a size.</summary>
    public static int SizeFor(RelayQuota quota, Duration passTime, long recipients)
    {
        var size = Math.Min(Size, Math.Min(quota.PerHour ?? Size, quota.PerDay ?? Size));
        if (quota.PerMinute is { } perMinute) size = Math.Min(size, (int)(perMinute * passTime.TotalMinutes * ShareOfPass));
        // Partitions are filled up to the size and not beyond: with as many again there is room for those that stay half full.
        return (int)Math.Max(Math.Max(1, size), 2 * recipients / MostBatches);
    }

    /// <summary>
    /// Ranges that together cover everything, each once; at least one, so that an edition for nobody is closed like any other. A partition that
    /// is too large for one batch is split by its keys, which are hashes: each part has about as many.
    /// </summary>
    /// <param name="counts">Recipients in each of the 256 partitions.</param>
    public static IReadOnlyList<(KeyRange Range, int Recipients)> Split(IReadOnlyList<int> counts, int size = Size)
    {
        var ranges = new List<(KeyRange, int)>();
        int first = 0, sum = 0;
        for (var partition = 0; partition < counts.Count; partition++)
        {
            var count = counts[partition];
            if (sum > 0 && sum + count > size)
            {
                ranges.Add((new KeyRange(first, partition - 1), sum));
                (first, sum) = (partition, 0);
            }

            sum += count;
            if (count <= size) continue;
            // Empty partitions before it cost one look, with the first of its parts or without.
            if (first < partition) ranges.Add((new KeyRange(first, partition - 1), 0));
            Cut(partition, count, PartsFor(count, size), ranges);
            (first, sum) = (partition + 1, 0);
        }

        if (first < counts.Count) ranges.Add((new KeyRange(first, counts.Count - 1), sum));
        return ranges;
    }

    /// <summary>So many that even the widest part is small enough: they are cut at two-digit steps, and some have one more than others.</summary>
    private static int PartsFor(int count, int size)
    {
        var parts = Math.Min(KeyRange.Partitions, (count + size - 1) / size);
        while (parts < KeyRange.Partitions && (long)count * ((KeyRange.Partitions + parts - 1) / parts) > (long)size * KeyRange.Partitions) parts++;
        return parts;
    }

    private static void Cut(int partition, int count, int parts, List<(KeyRange, int)> ranges)
    {
        for (var part = 0; part < parts; part++)
        {
            int from = part * KeyRange.Partitions / parts, to = ((part + 1) * KeyRange.Partitions / parts) - 1;
            ranges.Add((new KeyRange(partition, partition, from, to), (int)((long)count * (to + 1 - from) / KeyRange.Partitions)));
        }
    }

    /// <summary>The plan as it is kept in the edition's row: of each range the key it begins with, then <c>:</c> recipients, <c>+</c> seconds and <c>!</c> the seconds of its urgent ones.</summary>
    public static string Write(IReadOnlyList<PlannedBatch> plan) => string.Join(' ', plan.Select(Write));

    /// <summary>Reads a plan back; what an older one does not say is 0.</summary>
    public static IReadOnlyList<PlannedBatch> Read(string plan)
    {
        if (plan.Length == 0) return [];
        var read = plan.Split(' ').Select(ReadOne).ToList();
        return [.. read.Select((each, at) => each.Batch with { Range = Until(each.Begin, at + 1 < read.Count ? read[at + 1].Begin : KeyRange.Partitions * KeyRange.Partitions) })];
    }

    /// <summary>How many batches a plan has.</summary>
    public static int Count(string plan) => plan.Length == 0 ? 0 : plan.AsSpan().Count(' ') + 1;

    private static string Write(PlannedBatch batch)
    {
        var begin = batch.Range.From > 0 ? KeyRange.PartitionKey(batch.Range.First) + KeyRange.PartitionKey(batch.Range.From) : batch.Range.FirstPartition;
        var at = batch.At > Duration.Zero ? string.Create(CultureInfo.InvariantCulture, $"+{Math.Ceiling(batch.At.TotalSeconds)}") : "";
        var urgent = batch.UrgentAt is { } time ? string.Create(CultureInfo.InvariantCulture, $"!{Math.Ceiling(time.TotalSeconds)}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{begin}:{batch.Recipients}{at}{urgent}");
    }

    private static (int Begin, PlannedBatch Batch) ReadOne(string text)
    {
        var (rest, urgent) = Cut(text, '!');
        (rest, var at) = Cut(rest, '+');
        (rest, var count) = Cut(rest, ':');
        var begin = int.Parse(rest, NumberStyles.HexNumber, CultureInfo.InvariantCulture) * (rest.Length > 2 ? 1 : KeyRange.Partitions);
        return (begin, new PlannedBatch(default, (int)(count ?? 0), Duration.FromSeconds(at ?? 0), urgent is { } seconds ? Duration.FromSeconds(seconds) : null));
    }

    private static (string Before, long? Number) Cut(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], long.Parse(text.AsSpan(at + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>The range from one two-digit step of the key space to another.</summary>
    private static KeyRange Until(int begin, int end)
    {
        var (first, last) = (begin / KeyRange.Partitions, (end - 1) / KeyRange.Partitions);
        return first == last ? new KeyRange(first, last, begin % KeyRange.Partitions, (end - 1) % KeyRange.Partitions) : new KeyRange(first, last);
    }
}
