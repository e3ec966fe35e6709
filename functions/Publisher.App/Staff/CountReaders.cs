using NodaTime;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Reports;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.App.Staff;

/// <summary>Whom something would reach, as far as that is known.</summary>
/// <param name="Forecast">Null while it is counted.</param>
/// <param name="At">As of when it is.</param>
/// <param name="Looked">While it is counted: readers that were looked at.</param>
/// <param name="Of">How many there are about; 0 where nobody knows.</param>
public sealed record ReachAnswer(EditionForecast? Forecast, Instant At, int Looked = 0, int Of = 0);

/// <summary>
/// Says whom something would reach, and never keeps a page waiting for it. A short list is counted at once, and what was counted is kept for a while: staff who
/// try out an audience ask for the same again and again. A long one is counted by a queue, and the page shows how far that is.
/// </summary>
/// <param name="atOnce">Readers that a page counts itself: with more it would not be there within 200 ms.</param>
public sealed class CountReaders(
    ForecastEdition forecast, SubscriberList subscribers, EditionBlobs blobs, ReportBlobs reports, WorkQueues queues, TimeProvider clock, int atOnce = CountReaders.AtOnce) : IDisposable
{
    /// <summary>Two pages of a table's answer.</summary>
    public const int AtOnce = 2000;

    private static readonly Duration Kept = Duration.FromMinutes(3);

    /// <summary>Of what a queue has counted: it took long.</summary>
    private static readonly Duration KeptLong = Duration.FromMinutes(15);

    /// <summary>Whoever asks again after that asks the queue again: its message was lost.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(5);

    /// <summary>Counts that are kept.</summary>
    private const int Most = 64;

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly Dictionary<string, ReachAnswer> known = new(StringComparer.Ordinal);
    private (bool IsShort, Instant Until) list;

    /// <param name="draft">Not stored.</param>
    public Task<ReachAnswer> RunAsync(DraftedEdition draft, CancellationToken cancellationToken) => RunAsync(draft.Edition, draft.Entries, cancellationToken);

    /// <summary>Of one that is ready and waits.</summary>
    public async Task<ReachAnswer> RunAsync(Edition edition, CancellationToken cancellationToken) =>
        await RunAsync(edition, await blobs.LoadItemsAsync(edition, cancellationToken), cancellationToken);

    /// <summary>For a program, which waits: counted to the last reader, however many there are.</summary>
    /// <param name="draft">Not stored.</param>
    public async Task<(EditionForecast Forecast, Instant At)> WholeAsync(DraftedEdition draft, CancellationToken cancellationToken)
    {
        var key = Reach.KeyOf(draft.Edition);
        if (await AtOnceAsync(key, draft.Edition, draft.Entries, cancellationToken) is { Forecast: { } quick } known) return (quick, known.At);
        var now = clock.Now();
        if (await reports.ReadReachAsync(key, cancellationToken) is { Forecast: { } found, At: { } at } && now - at < KeptLong) return (found, at);
        await one.WaitAsync(cancellationToken);
        try
        {
            return (await CountAsync(key, draft.Edition, draft.Entries, now, cancellationToken), now);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<ReachAnswer> RunAsync(Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken)
    {
        var key = Reach.KeyOf(edition);
        return await AtOnceAsync(key, edition, entries, cancellationToken) ?? await LaterAsync(key, edition, entries, cancellationToken);
    }

    /// <returns>Null where the list is too long for that.</returns>
    private async Task<ReachAnswer?> AtOnceAsync(string key, Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            var now = clock.Now();
            if (known.TryGetValue(key, out var found) && now - found.At < Kept) return found;
            if (now >= list.Until) list = (await IsShortAsync(cancellationToken), now + Kept);
            if (!list.IsShort) return null;
            return new ReachAnswer(await CountAsync(key, edition, entries, now, cancellationToken), now);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<EditionForecast> CountAsync(string key, Edition edition, IReadOnlyList<DigestEntry> entries, Instant now, CancellationToken cancellationToken)
    {
        var counted = await forecast.RunAsync(edition, entries, cancellationToken);
        if (known.Count >= Most) known.Clear();
        known[key] = new ReachAnswer(counted, now);
        return counted;
    }

    private async Task<bool> IsShortAsync(CancellationToken cancellationToken)
    {
        // The daily count knows it of a long list without reading any of it.
        if ((await reports.ReadAudienceAsync(cancellationToken))?.Confirmed > 2 * atOnce) return false;
        var readers = 0;
        await foreach (var _ in subscribers.ConfirmedAsync(KeyRange.Everything, cancellationToken))
            if (++readers > atOnce) return false;
        return true;
    }

    private async Task<ReachAnswer> LaterAsync(string key, Edition edition, IReadOnlyList<DigestEntry> entries, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var asked = await reports.ReadReachAsync(key, cancellationToken);
        if (asked is { Forecast: { } found, At: { } at } && now - at < KeptLong) return new ReachAnswer(found, at);
        if (asked is null or { Forecast: not null } || now - asked.Asked > Patience)
        {
            asked = new Reach(edition, entries, now);
            await reports.WriteReachAsync(key, asked, cancellationToken);
            await queues.SendAsync(new CountReachWork(key), cancellationToken);
        }

        return new ReachAnswer(null, now, asked.Looked, (await reports.ReadAudienceAsync(cancellationToken))?.Confirmed ?? 0);
    }

    public void Dispose() => one.Dispose();
}
