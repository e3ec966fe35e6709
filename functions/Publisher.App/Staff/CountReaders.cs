using System.Text.Json;
using NodaTime;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff;

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
        var key = KeyOf(draft);
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

    /// <summary>All that the answer is made of but the readers and the time: own words count only by what the gates say of them, for each form has a name of its own.</summary>
    internal static string KeyOf(DraftedEdition draft)
    {
        var edition = draft.Edition;
        IEnumerable<string> what = edition.Text.Length > 0 ? [edition.TextLanguage] : [edition.Id, .. edition.Items.Select(item => $"{item.Ref} {item.Version} {item.Section}")];
        IEnumerable<string> parts =
        [
            // What is due later meets other pauses and other deadlines.
            edition.Digest, $"{edition.Audience}", $"{edition.Due?.ToUnixTimeTicks()}", .. what, "", .. draft.Rendered.Findings.Select(finding => finding.ToString()),
        ];
        return JsonSerializer.Serialize(parts);
    }
}
