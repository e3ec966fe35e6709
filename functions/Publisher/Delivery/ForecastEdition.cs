using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Mail.Merge;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>What an edition would come to.</summary>
/// <param name="Recipients">Who would get it, to the last one.</param>
/// <param name="Length">From its beginning to its last message by the relay's quota; zero for a relay without one.</param>
/// <param name="Begins">Now, or when it is due.</param>
/// <param name="Ending">What ends before its last message would leave.</param>
public sealed record EditionForecast(int Recipients, Duration Length, Instant Begins, IReadOnlyList<ItemRef> Ending)
{
    /// <summary>What else to know of what was counted, in sentences: what the gates found, and what was seen in counting.</summary>
    public IReadOnlyList<string> WarningsOf(DraftedEdition draft)
    {
        List<string> warnings = [.. draft.Rendered.Findings.Select(finding => finding.ToString())];
        if (Recipients == 0) warnings.Add("nobody would get it: no reader is in this audience and wants it");
        warnings.AddRange(Ending.Select(item => $"{item} ends before the last message would leave, at about {Begins + Length:uuuu-MM-dd HH:mm} UTC"));
        return warnings;
    }
}

/// <summary>Counts whom an edition would reach and how long that would take, by the very rules that send it. Stores and sends nothing.</summary>
public sealed class ForecastEdition(SubscriberList subscribers, Suppressions suppressions, Erasures erasures, ReadersTold readers, PlanEdition planner, RelayBookings bookings, RhythmOffer offer, DateTimeZone zone, TimeProvider clock)
{
    /// <summary>Readers between two words about how far it is.</summary>
    private const int TellEach = 1000;

    /// <param name="edition">Stored or not.</param>
    /// <param name="looked">Told now and then how many readers were looked at.</param>
    public async Task<EditionForecast> RunAsync(Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken, Func<int, Task>? looked = null)
    {
        var begins = Instant.Max(clock.Now(), edition.Due ?? Instant.MinValue);
        var compiled = CompiledEdition.Of(edition, entries, new Dictionary<string, MergeProgram>(StringComparer.Ordinal), offer, zone);
        compiled = await readers.InAsync(edition, compiled, cancellationToken);
        var never = await suppressions.InAsync(KeyRange.Everything, cancellationToken);
        var erased = await erasures.LoadAsync(cancellationToken);
        var (recipients, seen) = (0, 0);
        await foreach (var subscriber in subscribers.ConfirmedAsync(KeyRange.Everything, cancellationToken))
        {
            if (++seen % TellEach == 0 && looked is not null) await looked(seen);
            if (!never.Contains(subscriber.Key) && !erased.Contains(subscriber.Key) && !subscriber.IsPaused(begins, zone) && compiled.Offers(subscriber, begins)) recipients++;
        }

        var length = (await planner.MakeAsync(edition, compiled, await bookings.ReadAsync(cancellationToken), cancellationToken)).Length;
        return new EditionForecast(recipients, length, begins, [.. planner.Ending(entries, begins, begins + length).Select(item => item.Ref).Distinct()]);
    }
}
