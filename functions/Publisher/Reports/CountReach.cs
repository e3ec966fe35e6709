using NodaTime;
using Publisher.Delivery;
using Publisher.Storage;

namespace Publisher.Reports;

/// <param name="Key">Of the question, which lies in storage: what it is about may be longer than a message.</param>
public sealed record CountReachWork(string Key) : IWorkMessage<CountReachWork>
{
    public static string Name => "CountReach";

    public static int Version => 1;
}

/// <summary>Counts whom an edition would reach, for a page that does not wait for it: that reads the whole list of subscribers, a minute of it where there are 150,000.</summary>
public sealed class CountReach(ForecastEdition forecast, ReportBlobs reports, TimeProvider clock) : IDisposable
{
    // Several at once would be through no earlier, and leave less of storage to all others.
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>How often it says how far it is.</summary>
    private static readonly Duration Every = Duration.FromSeconds(2);

    /// <summary>The longest rest between two pages of the list.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(1);

    /// <returns>What was counted, in a sentence.</returns>
    public async Task<string> RunAsync(CountReachWork work, CancellationToken cancellationToken)
    {
        await one.WaitAsync(cancellationToken);
        try
        {
            return await CountAsync(work, cancellationToken);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<string> CountAsync(CountReachWork work, CancellationToken cancellationToken)
    {
        // Shown by the queue a second time, or kept no more.
        if (await reports.ReadReachAsync(work.Key, cancellationToken) is not { Forecast: null } question) return "There is nothing to count";
        var (said, now, begun) = (clock.Now(), clock.Now(), clock.GetTimestamp());
        var found = await forecast.RunAsync(question.Edition, question.Entries, cancellationToken, TellAsync);
        await reports.WriteReachAsync(work.Key, question with { At = now, Forecast = found }, cancellationToken);
        return $"{question.Edition.Id} would reach {found.Recipients}";

        async Task TellAsync(int looked)
        {
            if (clock.Now() - said >= Every)
            {
                said = clock.Now();
                await reports.WriteReachAsync(work.Key, question with { Looked = looked }, cancellationToken);
            }

            // Nobody waits for it: storage is left to those who wait for a page, for as long as it was taken from them.
            var took = clock.GetElapsedTime(begun);
            await Task.Delay(took < LongestRest ? took : LongestRest, clock, cancellationToken);
            begun = clock.GetTimestamp();
        }
    }
}
