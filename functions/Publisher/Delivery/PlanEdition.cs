using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Mail.Merge;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>How an edition is to be sent: its batches and their moments, before any of it is sent.</summary>
/// <param name="Recipients">About so many.</param>
/// <param name="Length">From its beginning to its last message, where the relay's quota says so; else zero, for it depends on the relay alone.</param>
public sealed record EditionPlan(IReadOnlyList<PlannedBatch> Batches, int Recipients, Duration Length)
{
    /// <summary>Reads what an edition's row keeps.</summary>
    public static EditionPlan Read(string plan, RelayQuota quota)
    {
        var batches = BatchPlan.Read(plan);
        var timetable = new Timetable(quota);
        var length = batches.Count == 0 ? Duration.Zero : batches.Max(batch => batch.At + timetable.Length(batch.Recipients));
        return new EditionPlan(batches, batches.Sum(batch => batch.Recipients), length);
    }
}

/// <summary>Plans the sending of an edition: reads how many there are to be reached, never who.</summary>
public sealed class PlanEdition(
    SubscriberList subscribers, Suppressions suppressions, EditionBlobs blobs, ReadersTold readers, RelayBookings bookings, DeliveryRules rules, RhythmOffer offer, DateTimeZone zone, TimeProvider clock)
{
    private static readonly Dictionary<string, MergeProgram> NoPrograms = [];

    /// <summary>
    /// Partitions that are counted first, evenly over the table. Keys are hashes, so a list of any size is spread evenly: four of 256 tell the size of one of
    /// 150,000 to 2 in 100, with four queries instead of 150.
    /// </summary>
    private static readonly int[] Sampled = [0x00, 0x40, 0x80, 0xc0];

    /// <summary>A list that is not larger, by the sample, is counted to the last one; so is every list for a relay with a quota.</summary>
    private const int CountedWhole = 5000;

    /// <summary>Whether a list is so long that nobody should wait until an edition is planned. One partition tells: one query.</summary>
    public async Task<bool> TakesLongAsync(CancellationToken cancellationToken)
    {
        var counts = await subscribers.CountConfirmedAsync(new KeyRange(Sampled[1], Sampled[1]), cancellationToken);
        return counts.Sum() * KeyRange.Partitions > CountedWhole;
    }

    /// <summary>When the last message of an edition would leave, if it were sent now, and what speaks against it.</summary>
    public async Task<EditionPlan> MakeAsync(Edition edition, CancellationToken cancellationToken) => await MakeAsync(edition, null, await bookings.ReadAsync(cancellationToken), cancellationToken);

    /// <param name="compiled">Of an edition that is not stored; null for one that is.</param>
    /// <param name="booked">What others take of the quota.</param>
    public async Task<EditionPlan> MakeAsync(Edition edition, CompiledEdition? compiled, BookedQuota booked, CancellationToken cancellationToken)
    {
        // Time that a quota gives to those who get nothing of it is lost to everything behind it.
        var counts = rules.Quota.IsLimited && (!edition.IsForAll || edition.IsCorrection) && (compiled is not null || edition.Content.Length > 0)
            ? await CountOfferedAsync(compiled ?? await LoadAsync(edition, cancellationToken), cancellationToken)
            : await CountAsync(cancellationToken);
        var total = counts.Sum(count => (long)count);
        var ranges = BatchPlan.Split(counts, BatchPlan.SizeFor(rules.Quota, rules.PassTime, total));
        var now = clock.Now();
        var before = booked.All.Where(booking => rules.Quota.IsLimited && booking.Edition != edition.Id).ToList();
        var batches = Arrange(ranges, before, now);
        var plan = With(batches);
        // Who is told of a correction is known by the ledgers, and all of them are in a hurry.
        if (plan.Length == Duration.Zero || edition.Content.Length == 0 || edition.IsCorrection) return plan;

        // Who would miss a deadline goes first, where some would.
        var ending = Ending(await blobs.LoadItemsAsync(edition, cancellationToken), now, now + plan.Length);
        if (ending.Count == 0) return plan;
        var urgent = await CountUrgentAsync(ranges, ending, edition.Audience, cancellationToken);
        return urgent.Sum() is var sum && sum > 0 && sum < total ? With(Arrange(ranges, before, now, urgent)) : plan;
    }

    /// <summary>Items that end before the last message has left.</summary>
    public IReadOnlyList<Item> Ending(IEnumerable<DigestEntry> entries, Instant from, Instant until) =>
        [.. entries.Select(entry => entry.Item).Where(item => item.Expires(zone) is { } end && end > from && end < until)];

    public bool EndsBefore(Item item, Instant instant) => item.Expires(zone) < instant;

    private EditionPlan With(IReadOnlyList<PlannedBatch> batches) => EditionPlan.Read(BatchPlan.Write(batches), rules.Quota);

    private async Task<CompiledEdition> LoadAsync(Edition edition, CancellationToken cancellationToken) =>
        await readers.InAsync(edition, CompiledEdition.Of(edition, await blobs.LoadItemsAsync(edition, cancellationToken), NoPrograms, offer, zone), cancellationToken);

    private async Task<int[]> CountAsync(CancellationToken cancellationToken)
    {
        if (rules.Quota.IsLimited) return await subscribers.CountConfirmedAsync(cancellationToken);
        var counts = await Task.WhenAll(Sampled.Select(partition => subscribers.CountConfirmedAsync(new KeyRange(partition, partition), cancellationToken)));
        var seen = counts.Sum(each => each.Sum());
        if (seen * (KeyRange.Partitions / Sampled.Length) <= CountedWhole) return await subscribers.CountConfirmedAsync(cancellationToken);
        var estimated = new int[KeyRange.Partitions];
        Array.Fill(estimated, (seen + Sampled.Length - 1) / Sampled.Length);
        return estimated;
    }

    private List<PlannedBatch> Arrange(IReadOnlyList<(KeyRange Range, int Recipients)> ranges, IReadOnlyList<RelayBooking> before, Instant now, int[]? urgent = null)
    {
        var timetable = new Timetable(rules.Quota);
        foreach (var booking in before) timetable.After(booking.End - now, booking.Recipients);
        var first = ranges.Select((_, at) => urgent?[at] > 0 ? timetable.Add(urgent[at]) : (Duration?)null).ToList();
        return [.. ranges.Select((range, at) => new PlannedBatch(range.Range, range.Recipients, timetable.Add(range.Recipients - (urgent?[at] ?? 0)), first[at]))];
    }

    /// <summary>Who gets something of an edition, by partition; read one after the other and not kept.</summary>
    private async Task<int[]> CountOfferedAsync(CompiledEdition edition, CancellationToken cancellationToken)
    {
        var counts = new int[KeyRange.Partitions];
        var at = Instant.Max(clock.Now(), edition.AsOf);
        await foreach (var subscriber in subscribers.ConfirmedAsync(KeyRange.Everything, cancellationToken))
            if (edition.Offers(subscriber, at)) counts[Convert.ToInt32(subscriber.Key.PartitionKey, 16)]++;
        return counts;
    }

    /// <summary>Of each range, how many chose something that ends; they are read one after the other and not kept.</summary>
    private async Task<int[]> CountUrgentAsync(IReadOnlyList<(KeyRange Range, int Recipients)> ranges, IReadOnlyList<Item> ending, Audience audience, CancellationToken cancellationToken)
    {
        var counts = new int[ranges.Count];
        var never = await suppressions.InAsync(KeyRange.Everything, cancellationToken);
        var at = 0;
        await foreach (var subscriber in subscribers.ConfirmedAsync(KeyRange.Everything, cancellationToken))
        {
            while (!ranges[at].Range.Holds(subscriber.Key)) at++;
            if (!never.Contains(subscriber.Key) && AudienceReach.Holds(audience, subscriber) && ending.Any(item => subscriber.Wants(item, isDeadline: true))) counts[at]++;
        }

        return counts;
    }
}
