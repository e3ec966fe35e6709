using NodaTime;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff.Console.Send;

/// <summary>
/// Counts whom something would reach. That reads the whole list, so one is counted at a time, and what was counted is kept for a while: staff who try
/// out an audience ask for the same again and again.
/// </summary>
public sealed class CountReaders(ForecastEdition forecast, TimeProvider clock) : IDisposable
{
    private static readonly Duration Kept = Duration.FromMinutes(3);

    /// <summary>Counts that are kept.</summary>
    private const int Most = 64;

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly Dictionary<string, (Instant At, EditionForecast Forecast)> known = new(StringComparer.Ordinal);

    /// <param name="draft">Not stored.</param>
    public async Task<(EditionForecast Forecast, Instant At)> RunAsync(DraftedEdition draft, CancellationToken cancellationToken)
    {
        var edition = draft.Edition;
        // What is due later meets other pauses and other deadlines.
        var key = string.Join('\n', edition.Digest, string.Join(' ', edition.Items.Where(_ => edition.Text.Length == 0)), edition.Audience, edition.Due?.ToUnixTimeSeconds());
        await one.WaitAsync(cancellationToken);
        try
        {
            var now = clock.Now();
            if (known.TryGetValue(key, out var found) && now - found.At < Kept) return (found.Forecast, found.At);
            var counted = await forecast.RunAsync(draft, cancellationToken);
            if (known.Count >= Most) known.Clear();
            known[key] = (now, counted);
            return (counted, now);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
